"""Last valid: which answer of a source is in use when the newest one can't be.

A source that fails, answers with a page instead of data, or has no usable record keeps its last valid snapshot in use.
So does one that shrinks, until the shrunken file is confirmed: by hand, or because the source has shown nothing larger
for `CONFIRMED_AFTER`. One that a person refuses is never in use, however long it stays. A snapshot that was quarantined
is known from the day it is confirmed, not from the day it was fetched, so that a return as known in between stays what
it was.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

CONFIRMED_AFTER = timedelta(days=7)
# The last valid snapshot stands in for the newest for so long; after that a return that reads the newest alone goes
# without. One that reads every snapshot says itself for which periods they speak.
AGE_LIMIT = timedelta(days=185)


class SnapshotState(StrEnum):
    """What may be made of a snapshot."""

    COLLECTED = "collected"  # not checked yet
    USABLE = "usable"
    QUARANTINED = "quarantined"
    UNUSABLE = "unusable"


class NotInUseReason(StrEnum):
    """Why a source's newest answer is not the one in use."""

    UNREACHABLE = "unreachable"
    TOO_LARGE = "too-large"
    DISALLOWED = "disallowed"
    NOTHING_LISTED = "nothing-listed"
    NOT_TABULAR = "not-tabular"
    NO_USABLE_RECORD = "no-usable-record"
    SHRUNK = "shrunk"
    NOT_CHECKED = "not-checked"  # our fault, or a huge file that waits for its turn


@dataclass(frozen=True)
class EarlierSnapshots:
    """What is known of a source before the snapshot that is judged."""

    last_valid_rows: int | None = None  # usable records of the last valid snapshot, None where there is none
    quarantined_since: date | None = None  # the first day on which a file was quarantined since that one


@dataclass(frozen=True)
class SnapshotVerdict:
    """What may be made of a snapshot, why, and from which day it is known."""

    state: SnapshotState
    reason: NotInUseReason | None = None
    usable_from: date | None = None
    confirms_quarantined: bool = False  # the files quarantined before it are known from today too


def judge(
    *,
    is_tabular: bool,
    rows_usable: int,
    fetched_on: date,
    history: EarlierSnapshots,
    limit_pct: int,
    by_hand: bool = False,
    is_refused: bool = False,
) -> SnapshotVerdict:
    """Return what may be made of a snapshot: in use, quarantined, or of no use.

    One with fewer records than `limit_pct` per cent of the last valid one is quarantined, unless a person has said that
    the shrunken file is right (`by_hand`). One that a person has refused (`is_refused`) stays quarantined.
    """
    if rows_usable == 0:
        return SnapshotVerdict(
            SnapshotState.UNUSABLE, NotInUseReason.NO_USABLE_RECORD if is_tabular else NotInUseReason.NOT_TABULAR
        )
    if is_refused:
        return SnapshotVerdict(SnapshotState.QUARANTINED, NotInUseReason.SHRUNK)
    is_shrunken = history.last_valid_rows is not None and rows_usable * 100 < limit_pct * history.last_valid_rows
    if not is_shrunken:
        return SnapshotVerdict(SnapshotState.USABLE, usable_from=fetched_on)
    quarantined_long = (
        history.quarantined_since is not None and fetched_on - history.quarantined_since >= CONFIRMED_AFTER
    )
    if by_hand or quarantined_long:
        return SnapshotVerdict(SnapshotState.USABLE, usable_from=fetched_on, confirms_quarantined=True)
    return SnapshotVerdict(SnapshotState.QUARANTINED, NotInUseReason.SHRUNK)


def is_too_old(last_valid: date, period_last: date, as_known: date) -> bool:
    """Return whether a last valid snapshot is too old to speak for a period that ends on `period_last`."""
    return last_valid < min(period_last, as_known) - AGE_LIMIT
