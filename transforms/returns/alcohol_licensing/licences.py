"""Licences of a year: the stock on its last day, what ended in it, and how both are known.

Source: docs/specifications/alcohol-licensing.md, section 1.5 and section 2
Known:  a licence that was in force and is no longer in the snapshot of the last day is gone, for whatever reason. The
        last end known of it is that of its newest licence row in any snapshot. Whether ended licences are published is
        told by premises and clubs alone: that a notice has expired says nothing of it.
"""

from datetime import date
from functools import cached_property

import numpy as np

from transforms.domain.period import Period, day_before
from transforms.domain.records import Bools, Days, Ints
from transforms.domain.sightings import Coded
from transforms.returns.alcohol_licensing.history import LicenceHistory, last_of
from transforms.returns.alcohol_licensing.kinds import ENDED
from transforms.returns.alcohol_licensing.snapshots import NEAR
from transforms.returns.alcohol_licensing.states import are_in_force, states

ALCOHOL = ("on", "off", "both", "unknown", "none")


class Licences:
    """The premises licences and club premises certificates of a year; rows are positions in the history."""

    def __init__(self, history: LicenceHistory, period: Period, *, suspended_in_force: bool) -> None:
        self.history, self.period, self.suspended_in_force = history, period, suspended_in_force
        self.snapshot = history.snapshots.nearest(period.last)

    @cached_property
    def at_last(self) -> Ints:
        """The state of every licence on the last day of the year."""
        return self._states_on(self.period.last)

    @cached_property
    def is_in_force(self) -> Bools:
        """Per licence in `at_last`: it is in force."""
        return self._are_in_force(self.at_last, self._same_day(self.period.last, len(self.at_last)))

    @cached_property
    def ended_in_year(self) -> Bools:
        """Per licence in `at_last`: it isn't in force, and stopped in the year, by its end or by what was seen."""
        end = self.history.end[self.at_last]
        in_year = (end >= np.datetime64(self.period.first)) & (end <= np.datetime64(self.period.last))
        seen = np.isnat(end) & self.was_in_force[self.history.case[self.at_last]]
        return ~self.is_in_force & (in_year | seen)

    @cached_property
    def was_in_force(self) -> Bools:
        """Per case: in force on the day before the year, or on the day of a snapshot from then to the last one."""
        history, before = self.history, day_before(self.period.first)
        in_force = np.zeros(history.cases, dtype=bool)
        rows = self._states_on(before)
        in_force[history.case[rows[self._are_in_force(rows, self._same_day(before, len(rows)))]]] = True
        rows = states(history, self._is_between[history.snapshot], history.snapshots.day[history.snapshot])
        in_force[history.case[rows[self._are_in_force(rows, history.snapshots.day[history.snapshot[rows]])]]] = True
        return in_force

    @cached_property
    def missing_licences(self) -> Ints:
        """The newest licence row of every licence that was in force and is no longer in the last snapshot."""
        history = self.history
        is_there = np.zeros(history.cases, dtype=bool)
        is_there[history.case[history.newest_in(self.snapshot)]] = True
        licence_rows = np.flatnonzero(history.is_licence & history.has_reference)
        newest = licence_rows[last_of(history.case[licence_rows])]
        case, end = history.case[newest], history.end[newest]
        has_not_ended = np.isnat(end) | (end > np.datetime64(self.period.last))
        return newest[self.was_in_force[case] & ~is_there[case] & has_not_ended]

    @cached_property
    def is_near(self) -> Bools:
        """Per authority: the snapshot of the last day is near it."""
        return self.history.snapshots.is_near(self.snapshot, self.period.last)

    @cached_property
    def reaches_back(self) -> Bools:
        """Per authority: a snapshot other than that of the last day is near the day before the year."""
        snapshots, before = self.history.snapshots, day_before(self.period.first)
        everyone = np.arange(len(snapshots.day))
        near = np.abs(snapshots.day - np.datetime64(before)) <= NEAR
        return snapshots.any_of(near & (everyone != self.snapshot[snapshots.owner]))

    @cached_property
    def keeps_ended(self) -> Bools:
        """Per authority: some snapshot has a row of a licence that was surrendered, revoked or has expired."""
        history = self.history
        rows = history.is_premises_or_club & history.status.among(ENDED)
        return np.bincount(history.owner[rows], minlength=history.snapshots.authorities) > 0

    @property
    def _is_between(self) -> Bools:
        """Per snapshot: it is that of its day, which is in the year or later and before that of the last snapshot."""
        snapshots = self.history.snapshots
        is_before_last = snapshots.day < snapshots.day[self.snapshot[snapshots.owner]]
        return snapshots.is_last_of_day & (snapshots.day >= np.datetime64(self.period.first)) & is_before_last

    def _states_on(self, day: date) -> Ints:
        history = self.history
        mask = history.is_in(history.snapshots.nearest(day))
        return states(history, mask, self._same_day(day, len(history.row)))

    def _same_day(self, day: date, length: int) -> Days:
        return np.full(length, np.datetime64(day))

    def _are_in_force(self, rows: Ints, day: Days) -> Bools:
        return are_in_force(self.history, rows, day, suspended_in_force=self.suspended_in_force)


def alcohol(supply: Ints, on: Ints, off: Ints) -> Coded:
    """Return how alcohol is sold, from columns of yes (1), no (0) and blank (-1).

    A blank is no yes: of a licence for alcohol without a yes among the two flags nobody can say how it is sold.
    """
    sells = (supply == 1) | ((supply < 0) & ((on == 1) | (off == 1)))
    sells_none = (supply == 0) | ((supply < 0) & (on == 0) & (off == 0))
    way = np.select([on + off == 2, on == 1, off == 1], [ALCOHOL.index(name) for name in ("both", "on", "off")], 3)
    return Coded(np.where(sells_none, ALCOHOL.index("none"), np.where(sells, way, ALCOHOL.index("unknown"))), ALCOHOL)
