"""Applications and notices: what was applied for, granted, refused and given, from all snapshots of an authority.

Source: docs/specifications/alcohol-licensing.md, section 2
Known:  rows without a reference are in none of these but the undecided ones, which are read from a single snapshot:
        nobody can tell whether two snapshots hold the same such row. What is undecided is read from that snapshot
        alone: a licence that only another one shows, since it was granted later, leaves the application undecided.
        The earliest decision and the earliest start of a case are those of all its rows, whatever their status; a
        licence row without any start is none.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.domain.period import Period
from transforms.domain.records import Bools, Days, Ints
from transforms.returns.alcohol_licensing.history import LicenceHistory
from transforms.returns.alcohol_licensing.kinds import APPROVED, NOTICE, PREMISES
from transforms.returns.alcohol_licensing.snapshots import NEAR

LATEST = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Applications:
    """What a history says of premises licences applied for and of notices; rows are positions in the history."""

    history: LicenceHistory

    @cached_property
    def of_premises(self) -> Ints:
        """The newest row of every premises case with a reference."""
        return self._newest(PREMISES)

    @cached_property
    def of_notices(self) -> Ints:
        """The newest row of every notice with a reference."""
        return self._newest(NOTICE)

    @cached_property
    def is_granted(self) -> Bools:
        """Per case: some row says that there is a licence, or that one was approved."""
        return self._any(self.history.is_licence | self.history.status.among((APPROVED,)))

    def is_licensed(self, snapshot: Ints) -> Bools:
        """Return, per case, whether a row in a snapshot, which is given per authority, says that there is a licence."""
        return self._any(self.history.is_licence & self.history.is_in(snapshot))

    @cached_property
    def first_decision(self) -> Days:
        """Per case: the earliest day of a decision."""
        return self._earliest(self.history.decision_date)

    @cached_property
    def first_start(self) -> Days:
        """Per case: the earliest first day of a licence as published."""
        return self._earliest(self.history.published_start)

    def pending_snapshot(self, period: Period) -> Ints:
        """Return, per authority, the snapshot that shows what is undecided at the end of a period; -1 for none.

        The last one of the month before, else the first of the month after.
        """
        last, day = np.datetime64(period.last), np.timedelta64(1, "D")
        before = self.history.snapshots.last_between(last - NEAR, last)
        return np.where(before >= 0, before, self.history.snapshots.first_between(last + day, last + NEAR))

    def seen_to_the_end(self, period: Period) -> Bools:
        """Return, per authority, whether a snapshot's day is the last of a period or in the month after it."""
        snapshots, last = self.history.snapshots, np.datetime64(period.last)
        return snapshots.any_of((snapshots.day >= last) & (snapshots.day <= last + NEAR))

    def _newest(self, kind: str) -> Ints:
        history = self.history
        return np.flatnonzero(history.is_last_of_case & history.has_reference & history.kind.among((kind,)))

    def _any(self, matching: Bools) -> Bools:
        return np.bincount(self.history.case[matching], minlength=self.history.cases) > 0

    def _earliest(self, days: Days) -> Days:
        earliest = np.full(self.history.cases, LATEST, dtype=np.int64)
        has_day = ~np.isnat(days)
        np.minimum.at(earliest, self.history.case[has_day], days[has_day].astype(np.int64))
        is_known = earliest < LATEST
        return np.where(is_known, np.where(is_known, earliest, 0).astype("datetime64[D]"), np.datetime64("NaT", "D"))
