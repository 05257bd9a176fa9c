"""Quarters: what a council publishes each quarter is about the last one that has ended, and with some about more."""

from collections.abc import Sequence
from datetime import date, timedelta
from zlib import crc32

# One council in twelve keeps every payment online since April of the year before last; one brings the earlier ones only
# each winter, which is late; and one has forgotten the last month of each financial year.
KEEPS, BRINGS_LATE, FORGETS_MARCH = 3, 4, 5
HABITS = 12
YEAR_END = 3
WINTER = (12, 1, 2, 3)


def last_quarter(day: date) -> tuple[date, date]:
    """Return the first and the last day of the calendar quarter before the one that `day` is in."""
    last = date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def quarters_online(gss: str, day: date) -> Sequence[tuple[date, date]]:
    """Return the quarters whose payments a council has online on `day`, the last one last."""
    habit = crc32(f"quarters of {gss}".encode()) % HABITS
    last = last_quarter(day)
    keeps = habit in (KEEPS, FORGETS_MARCH) or (habit == BRINGS_LATE and day.month in WINTER)
    quarters = [last]
    while keeps and quarters[0][0] > date(last[0].year - 2, 4, 1):
        quarters.insert(0, last_quarter(quarters[0][0]))
    return [_without_march(quarter) if habit == FORGETS_MARCH else quarter for quarter in quarters]


def _without_march(quarter: tuple[date, date]) -> tuple[date, date]:
    first, last = quarter
    return (first, date(last.year, YEAR_END, 1) - timedelta(days=1)) if last.month == YEAR_END else quarter


def working_days(first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` that are no Saturdays or Sundays."""
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def written(day: date) -> str:
    """Return a day as the Transparency Code's guidance writes it."""
    return day.strftime("%d/%m/%Y")
