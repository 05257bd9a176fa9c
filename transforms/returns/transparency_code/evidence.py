"""Evidence: what a look says of a due thing, whether it has it, lacks it or says nothing; and the records that count.

Source: docs/specifications/transparency-code-statement.md, sections 2 and 4
Known:  a record dated after the day on which its file was fetched is a slip: it covers nothing and says no year, also
        where a period stands beside the date. The fullest month of a quarter is that of all snapshots seen so far.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from transforms.domain.months import months_of
from transforms.domain.period import Period
from transforms.domain.records import Bools, Days, Ints
from transforms.domain.sightings import Sightings
from transforms.returns.transparency_code.due import DueSet, DueThing, Evidence, last_day
from transforms.returns.transparency_code.looks import Looks

MONTHS = 12
APRIL = 3  # as months count from 0
NO_YEAR = -1
YEARS = re.compile(r"((?:19|20)\d\d) ?[/–-] ?(\d\d(?:\d\d)?)")


@dataclass(frozen=True)
class Seen(ABC):
    """What the snapshots of one set hold, and the looks at them."""

    of_set: DueSet
    period: Period
    sightings: Sightings
    looks: Looks

    @abstractmethod
    def has(self, thing: DueThing) -> Bools:
        """Return, per look, whether it has a due thing."""

    def lacks(self, thing: DueThing) -> Bools:  # noqa: ARG002
        """Return, per look, whether it lacks a due thing."""
        return np.zeros(len(self.looks), dtype=bool)

    def has_part(self, thing: DueThing) -> Bools:  # noqa: ARG002
        """Return, per authority, whether a part of a due thing was seen: a month of its quarter."""
        return np.zeros(self.looks.authorities, dtype=bool)

    def counted(self, thing: DueThing, first: Ints) -> Ints:  # noqa: ARG002
        """Return the rows that the records of a due thing are, given the first look of each authority that has it."""
        return np.flatnonzero(self._is_first(first)[self.sightings.snapshot])

    def after(self, day: date) -> Bools:
        """Return, per look, whether it was after a day."""
        return np.asarray(self.looks.day > np.datetime64(day))

    def _is_first(self, first: Ints) -> Bools:
        """Return, per snapshot, whether it is what the first look of its authority saw."""
        is_first = np.zeros(len(self.sightings.snapshots), dtype=bool)
        is_first[self.looks.snapshot[first[first >= 0]]] = True
        return is_first

    @cached_property
    def days(self) -> Days:
        """Per row: the day by which it is dated, blank for none and for a slip."""
        days = self.sightings.days(self.of_set.day_field)
        is_slip = days > self.sightings.fetched()[self.sightings.snapshot]
        return np.where(is_slip, np.datetime64("NaT", "D"), days)


class SeenRegister(Seen):
    """A register of contracts: it is there after the quarter, changed or not."""

    def has(self, thing: DueThing) -> Bools:
        """Return whether the look was after the quarter."""
        return self.after(last_day(thing, self.period))


class SeenStock(Seen):
    """A list of a stock: it is there in the year, whatever the dates of its assets."""

    def has(self, thing: DueThing) -> Bools:
        """Return whether the look was in the year or later."""
        return self.after(last_day(thing, self.period))


class SeenFigures(Seen):
    """Yearly figures, whose records may say their year."""

    def has(self, thing: DueThing) -> Bools:
        """Return whether a record is of the year before, or none says its year and the look was in the year."""
        undated = (self._latest == NO_YEAR)[self.looks.snapshot] & self.after(last_day(thing, self.period))
        return np.asarray(self._of_year[self.looks.snapshot] | undated)

    def lacks(self, thing: DueThing) -> Bools:  # noqa: ARG002
        """Return whether all the years said are earlier."""
        latest = self._latest[self.looks.snapshot]
        return np.asarray((latest != NO_YEAR) & (latest < self._year_before_period))

    def counted(self, thing: DueThing, first: Ints) -> Ints:  # noqa: ARG002
        """Return the rows of the year in what the first look saw; all of its rows where none says the year."""
        snapshot = self.sightings.snapshot
        return np.flatnonzero(
            self._is_first(first)[snapshot] & ((self._years == self._year_before_period) | ~self._of_year[snapshot])
        )

    @property
    def _year_before_period(self) -> int:
        return self.period.first.year - 1

    @cached_property
    def _years(self) -> Ints:
        """Per row: the calendar year in which the financial year begins that it is of."""
        # Stocks are as at 1 April, which is the end of the year before; a grant of that day is not.
        days = self.days if self.of_set.day_field == "awardDate" else self.days - np.timedelta64(1, "D")
        months = days.astype("datetime64[M]").astype(np.int64)
        years = np.where(np.isnat(days), NO_YEAR, 1970 + (months - APRIL) // MONTHS)
        if "Period" not in self.sightings.table.column_names:
            return years
        periods = self.sightings.coded("Period")
        written = np.array([*(year_of(word) for word in periods.words), NO_YEAR])[periods.positions]
        is_slip = np.isnat(self.days) & ~np.isnat(self.sightings.days(self.of_set.day_field))
        return np.where((written != NO_YEAR) & ~is_slip, written, years)

    @cached_property
    def _latest(self) -> Ints:
        """Per snapshot: the latest year that a record says."""
        latest = np.full(len(self.sightings.snapshots), NO_YEAR, dtype=np.int64)
        np.maximum.at(latest, self.sightings.snapshot, self._years)
        return latest

    @cached_property
    def _of_year(self) -> Bools:
        """Per snapshot: whether a record is of the year before the period."""
        snapshots = self.sightings.snapshot[self._years == self._year_before_period]
        return np.bincount(snapshots, minlength=len(self.sightings.snapshots)) > 0


class SeenMonths(Seen):
    """Payments, dated one by one: how many of each month of the year each snapshot holds."""

    @cached_property
    def months(self) -> Ints:
        """Per row: which month of the period it is of, from 0; -1 for none."""
        return months_of(self.days, self.period.first, self.period.last)

    @cached_property
    def numbers(self) -> Ints:
        """Per snapshot and month: how many records."""
        is_in, snapshots = self.months >= 0, len(self.sightings.snapshots)
        cells = self.sightings.snapshot[is_in] * MONTHS + self.months[is_in]
        return np.bincount(cells, minlength=snapshots * MONTHS).reshape(snapshots, MONTHS)

    def lacks(self, thing: DueThing) -> Bools:
        """Return whether the look was after the quarter and does not have it."""
        return self.after(last_day(thing, self.period)) & ~self.has(thing)

    def has_part(self, thing: DueThing) -> Bools:
        """Return whether some record of the quarter was seen: its fullest month is covered."""
        of_quarter = self.of_quarter(thing).sum(axis=1)
        return np.bincount(self._owners, weights=of_quarter, minlength=self.looks.authorities) > 0

    def counted(self, thing: DueThing, first: Ints) -> Ints:  # noqa: ARG002
        """Return the rows of the quarter, each month from the snapshot that holds the most of it, the later of two."""
        is_of_quarter = (self.months >= thing.first_month) & (self.months < thing.first_month + 3)
        rows = np.flatnonzero(is_of_quarter)
        return np.asarray(rows[self._is_fullest[self.sightings.snapshot[rows], self.months[rows]]])

    def of_quarter(self, thing: DueThing) -> Ints:
        """Return, per snapshot, how many records of each month of a quarter."""
        return self.numbers[:, thing.first_month : thing.first_month + 3]

    @cached_property
    def _owners(self) -> Ints:
        owners = np.zeros(len(self.sightings.snapshots), dtype=np.int64)
        owners[self.looks.snapshot] = self.looks.authority
        return owners

    @cached_property
    def _is_fullest(self) -> Bools:
        """Per snapshot and month: whether it holds the most records of the month among the authority's snapshots."""
        snapshots = len(self.sightings.snapshots)
        ranks = self.numbers * snapshots + np.arange(snapshots)[:, np.newaxis]
        best = np.full((self.looks.authorities, MONTHS), -1, dtype=np.int64)
        np.maximum.at(best, self._owners, ranks)
        return np.asarray(ranks == best[self._owners])


class SeenPayments(SeenMonths):
    """Spending: complete when every month of the quarter is there, and a few strays are no month."""

    def has(self, thing: DueThing) -> Bools:
        """Return whether all looks so far cover the quarter's months, a tenth of the fullest being enough."""
        numbers = self.of_quarter(thing)[self.looks.snapshot]
        most = [self.looks.so_far(numbers[:, month]) for month in range(numbers.shape[1])]
        fullest = self.looks.so_far(numbers.max(axis=1, initial=0))
        covered = [(month > 0) & (10 * month >= fullest) for month in most]
        return np.asarray(self.after(last_day(thing, self.period)) & np.logical_and.reduce(covered))


class SeenPurchases(SeenMonths):
    """Card purchases: a month without one is no gap, but something of the last month or later must be there."""

    def has(self, thing: DueThing) -> Bools:
        """Return whether all looks so far have a record of the quarter, and one of its last month or later."""
        look = self.looks.snapshot
        is_any = self.looks.so_far((self.of_quarter(thing).sum(axis=1) > 0).astype(np.int64)[look])
        third = np.datetime64(self.period.first, "M") + thing.first_month + 2
        is_late = self.looks.so_far((self._latest_month >= third.astype(np.int64)).astype(np.int64)[look])
        return np.asarray(self.after(last_day(thing, self.period)) & (is_any > 0) & (is_late > 0))

    @cached_property
    def _latest_month(self) -> Ints:
        """Per snapshot: the month of its latest record, counted from 1970."""
        latest = np.full(len(self.sightings.snapshots), np.iinfo(np.int64).min, dtype=np.int64)
        is_dated = ~np.isnat(self.days)
        months = self.days[is_dated].astype("datetime64[M]").astype(np.int64)
        np.maximum.at(latest, self.sightings.snapshot[is_dated], months)
        return latest


SEEN: dict[Evidence, type[Seen]] = {
    Evidence.PAYMENTS: SeenPayments,
    Evidence.PURCHASES: SeenPurchases,
    Evidence.REGISTER: SeenRegister,
    Evidence.STOCK: SeenStock,
    Evidence.FIGURES: SeenFigures,
}


def year_of(period: str) -> int:
    """Return the calendar year in which a published financial year begins; -1 for what can't be read as one."""
    match = YEARS.fullmatch(period.strip())
    if not match:
        return NO_YEAR
    first, digits = int(match[1]), match[2]
    is_next = int(digits) == (first + 1) % 10 ** len(digits)
    return first if is_next else NO_YEAR
