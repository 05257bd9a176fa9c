"""States: what each licence was on a day, and whether it was in force.

Source: docs/specifications/alcohol-licensing.md, section 1.5
"""

import numpy as np

from transforms.domain.records import Bools, Days, Ints
from transforms.returns.alcohol_licensing.history import LicenceHistory
from transforms.returns.alcohol_licensing.kinds import ENDED, IN_FORCE, SUSPENDED


def states(history: LicenceHistory, mask: Bools, day: Days) -> Ints:
    """Return the row that holds the state of each licence in each snapshot of a mask, on a day per row.

    That is the newest licence row that has started by the day; one dated after the day only where there is no other.
    """
    is_candidate = mask & history.is_licence & history.is_premises_or_club & (history.start <= day)
    rows = np.flatnonzero(is_candidate)
    group = history.case[rows] * (len(history.snapshots.day) + 1) + history.snapshot[rows]
    ends = np.flatnonzero(np.append(np.diff(group) != 0, True)[: len(group)])
    starts = np.append(0, ends[:-1] + 1)[: len(ends)]
    is_timely = ~(history.case_date[rows] > day[rows])
    timely = np.maximum.accumulate(np.where(is_timely, np.arange(len(rows)), -1))[ends]
    return rows[np.where(timely >= starts, timely, ends)]


def are_in_force(history: LicenceHistory, rows: Ints, day: Days, *, suspended_in_force: bool) -> Bools:
    """Return whether the licences whose states are at `rows` were in force, each on a day of its own."""
    end, status = history.end[rows], history.status.take(rows)
    in_force = (*IN_FORCE, SUSPENDED) if suspended_in_force else IN_FORCE
    ends_later = end > day
    return np.asarray((status.among(in_force) & (np.isnat(end) | ends_later)) | (status.among(ENDED) & ends_later))
