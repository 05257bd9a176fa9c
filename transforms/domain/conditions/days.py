"""Conditions on days: in the period, before a day, not before a day, not after another day of the record."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from transforms.domain.conditions.base import ColumnWords, Condition, RecordColumns
from transforms.domain.period import Period, day_in_words

if TYPE_CHECKING:
    from transforms.domain.conditions.base import Bools

FIRST = "first"  # the first day of the period
AFTER_LAST = "after_last"  # the day after the last day of the period
AFTER_YEAR_BEFORE = "after_year_before"  # the day after the last day of the same period a year before

Bound = str | date  # a day by its name, or a day

WORDS = {
    FIRST: "the first day of the period",
    AFTER_LAST: "the day after the period",
    AFTER_YEAR_BEFORE: "the day after the same period a year before",
}
FORMULAS = {FIRST: "first", AFTER_LAST: "last + 1 day", AFTER_YEAR_BEFORE: "last + 1 day, a year before"}


@dataclass(frozen=True)
class During(Condition):
    """The day in `column` is in the period, or in the same period `years_before`."""

    column: str
    years_before: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.column,)

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where the day is in the span."""
        import numpy as np

        span, days = self._span(records.period), records.column(self.column)
        return np.asarray((days >= np.datetime64(span.first)) & (days <= np.datetime64(span.last)))

    def in_words(self, words: ColumnWords, period: Period | None = None) -> str:
        """Return “the decision date is in the period”."""
        if period is None:
            span = "in the same period a year before" if self.years_before else "in the period"
        else:
            days = self._span(period)
            span = f"from {day_in_words(days.first)} to {day_in_words(days.last)}"
        return f"the {words.noun(self.column)} is {span}"

    def formula(self) -> str:
        """Return the column between the days of the period."""
        before = f", {self.years_before} year before" if self.years_before else ""
        return f"first ≤ {self.column} ≤ last{before}"

    def _span(self, period: Period) -> Period:
        for _ in range(self.years_before):
            period = period.year_before()
        return period


@dataclass(frozen=True)
class _BesideBound(Condition):
    """The day in `column`, beside the bound `day`."""

    column: str
    day: Bound

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.column,)


@dataclass(frozen=True)
class Before(_BesideBound):
    """The day in `column` is before `day`."""

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where the day is before the bound."""
        import numpy as np

        return np.asarray(records.column(self.column) < np.datetime64(day_of(self.day, records.period)))

    def in_words(self, words: ColumnWords, period: Period | None = None) -> str:
        """Return “the valid date is before the first day of the period”."""
        return f"the {words.noun(self.column)} is before {_bound_in_words(self.day, period)}"

    def formula(self) -> str:
        """Return the comparison."""
        return f"{self.column} < {_bound_formula(self.day)}"


@dataclass(frozen=True)
class NotBefore(_BesideBound):
    """The day in `column` is `day` or later."""

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where the day is the bound or later."""
        import numpy as np

        return np.asarray(records.column(self.column) >= np.datetime64(day_of(self.day, records.period)))

    def in_words(self, words: ColumnWords, period: Period | None = None) -> str:
        """Return “the decision date is the first day of the period or later”."""
        return f"the {words.noun(self.column)} is {_bound_in_words(self.day, period)} or later"

    def formula(self) -> str:
        """Return the comparison."""
        return f"{self.column} ≥ {_bound_formula(self.day)}"


@dataclass(frozen=True)
class NotAfter(Condition):
    """The day in `column` is not after the day in `other`."""

    column: str
    other: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Both columns."""
        return (self.column, self.other)

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where the day is not after the other."""
        import numpy as np

        return np.asarray(records.column(self.column) <= records.column(self.other))

    def in_words(self, words: ColumnWords, period: Period | None = None) -> str:  # noqa: ARG002
        """Return “the decision date is not after the target date”."""
        return f"the {words.noun(self.column)} is not after the {words.noun(self.other)}"

    def formula(self) -> str:
        """Return the comparison."""
        return f"{self.column} ≤ {self.other}"


def day_of(bound: Bound, period: Period) -> date:
    """Return the day that a bound names for a period."""
    if isinstance(bound, date):
        return bound
    days: dict[str, Any] = {
        FIRST: lambda: period.first,
        AFTER_LAST: lambda: period.last + timedelta(days=1),
        AFTER_YEAR_BEFORE: lambda: period.year_before().last + timedelta(days=1),
    }
    day: date = days[bound]()
    return day


def _bound_in_words(bound: Bound, period: Period | None) -> str:
    if period is None and not isinstance(bound, date):
        return WORDS[bound]
    return day_in_words(bound if period is None and isinstance(bound, date) else day_of(bound, period))  # type: ignore[arg-type]


def _bound_formula(bound: Bound) -> str:
    return FORMULAS.get(str(bound), str(bound))
