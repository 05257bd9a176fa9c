"""Periods: the quarter, the financial year and the reference date that a return is about."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


def day_in_words(day: date) -> str:
    """Return a day as GOV.UK writes it: 5 October 2026."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, order=True)
class Period:
    """A span of days, first and last included, under the name that people use for it."""

    first: date
    last: date
    name: str

    def __str__(self) -> str:
        return self.name

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def in_words(self) -> str:
        """The period as people say it: “October to December 2025”, “31 March 2025”."""
        if self.first == self.last:
            return day_in_words(self.last)
        of = "" if self.first.year == self.last.year else f" {self.first.year}"
        return f"{self.first:%B}{of} to {self.last:%B %Y}"

    def year_before(self) -> "Period":
        """Return the same period one year earlier."""
        if isinstance(self, Quarter):
            return quarter(self.first.year - 1, (self.first.month + 2) // 3)
        if isinstance(self, FinancialYear):
            return financial_year(self.first.year - 1)
        return reference_date(same_day_a_year_before(self.last))


class Quarter(Period):
    """A calendar quarter: `2025-Q1` is January to March 2025."""


class FinancialYear(Period):
    """1 April to 31 March: `2024-25`."""


class ReferenceDate(Period):
    """One day "as at" which a stock is counted: `2025-03-31`."""


# By the kind of period that a return says it is about.
KINDS: Mapping[str, type[Period]] = {
    "quarter": Quarter,
    "financial year": FinancialYear,
    "reference date": ReferenceDate,
    "assessment year": ReferenceDate,  # named by its last day
}


def quarter(year: int, number: int) -> Quarter:
    """Return the calendar quarter `number` (1 to 4) of `year`."""
    month = 3 * number
    return Quarter(date(year, month - 2, 1), date(year, month, monthrange(year, month)[1]), f"{year}-Q{number}")


def quarter_of(day: date) -> Quarter:
    """Return the calendar quarter that contains `day`."""
    return quarter(day.year, (day.month + 2) // 3)


def financial_year(start: int) -> FinancialYear:
    """Return the financial year that starts on 1 April of `start`."""
    return FinancialYear(date(start, 4, 1), date(start + 1, 3, 31), f"{start}-{(start + 1) % 100:02d}")


def reference_date(day: date) -> ReferenceDate:
    """Return the reference date `day`."""
    return ReferenceDate(day, day, day.isoformat())


def same_day_a_year_before(day: date) -> date:
    """Return the same day one year earlier; 28 February for a 29 February."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def day_before(day: date) -> date:
    """Return the day before `day`."""
    return day - timedelta(days=1)


def parse_period(text: str) -> Period:
    """Return the period named `text`: `2025-Q1`, `2024-25` or `2025-03-31`; raise ValueError for anything else."""
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return quarter(int(match[1]), int(match[2]))
    if (match := re.fullmatch(r"(\d{4})-(\d{2})", text)) and (int(match[1]) + 1) % 100 == int(match[2]):
        return financial_year(int(match[1]))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return reference_date(date.fromisoformat(text))
        except ValueError:
            pass
    raise ValueError(
        f"“{text}” is not a period; write a quarter as 2025-Q1, a financial year as 2024-25 or a date as 2025-03-31"
    )
