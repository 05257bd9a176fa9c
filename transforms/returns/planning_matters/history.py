"""History: the snapshots in which each case was seen, oldest first, one sighting per snapshot.

Grain:  one sighting per authority, case reference and snapshot; where a snapshot holds a reference twice, the latest
        extract date wins, then the later row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from transforms.domain.records import Bools, Days, Ints
from transforms.domain.sightings import Coded, Sightings


@dataclass(frozen=True)
class CaseHistory:
    """Sightings in the order of case and snapshot; each case's are those from its `starts` to its `ends`."""

    rows: Ints  # per sighting: its row in the table
    snapshot: Ints  # per sighting
    starts: Ints  # per case: its first sighting
    ends: Ints  # per case: its last sighting
    authority: Ints  # per case

    @cached_property
    def latest(self) -> Ints:
        """Per case: the row that holds its facts."""
        return np.asarray(self.rows[self.ends])

    def last_day(self, days: Days) -> Days:
        """Return, per case, the last of `days` (one per table row) that is not blank."""
        seen = days[self.rows]
        last = self._last(~np.isnat(seen))
        return np.where(last >= self.starts, seen[last], np.datetime64("NaT", "D"))

    def run_start(self, matching: Bools) -> Ints:
        """Return, per case, the first sighting of the last unbroken run of those `matching` (per table row)."""
        return np.maximum(self._last(~matching[self.rows]) + 1, self.starts)

    def _last(self, matching: Bools) -> Ints:
        """Return, per case, the last sighting up to its end that is `matching`, of an earlier case if none is."""
        positions = np.where(matching, np.arange(len(matching)), -1)
        return np.asarray(np.maximum.accumulate(positions)[self.ends])


def history(sightings: Sightings, authorities: Sequence[str]) -> CaseHistory:
    """Return the history of every case in `sightings`."""
    authority = sightings.owners(authorities)[sightings.snapshot]
    references = Coded.of(pc.utf8_trim_whitespace(sightings.table.column("CaseReference")))
    case = authority * (len(references.words) + 1) + references.positions
    rows = np.argsort(case, kind="stable")
    rows = _one_per_snapshot(rows, case, sightings)
    is_first = np.append(True, np.diff(case[rows]) != 0)[: len(rows)]
    starts = np.flatnonzero(is_first)
    ends = np.append(starts[1:], len(rows))[: len(starts)] - 1
    return CaseHistory(rows, sightings.snapshot[rows], starts, ends, authority[rows[ends]])


def _one_per_snapshot(rows: Ints, case: Ints, sightings: Sightings) -> Ints:
    """Return `rows`, in the order of case and snapshot, without those that lose to another of the same snapshot."""
    if not _repeats(rows, case, sightings).any():
        return rows
    extracted = sightings.days("ExtractDate").astype(np.int64)  # a blank is the least number
    rows = np.lexsort((np.arange(len(case)), extracted, sightings.snapshot, case))
    return rows[~_repeats(rows, case, sightings)]


def _repeats(rows: Ints, case: Ints, sightings: Sightings) -> Bools:
    """Return which of `rows` are followed by another of the same case and snapshot."""
    same = (np.diff(case[rows]) == 0) & (np.diff(sightings.snapshot[rows]) == 0)
    return np.append(same, False)[: len(rows)]
