"""Quarters: what a council publishes each quarter is about the last one that has ended."""

from datetime import date, timedelta


def last_quarter(day: date) -> tuple[date, date]:
    """Return the first and the last day of the calendar quarter before the one that `day` is in."""
    last = date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def working_days(first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` that are no Saturdays or Sundays."""
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def written(day: date) -> str:
    """Return a day as the Transparency Code's guidance writes it."""
    return day.strftime("%d/%m/%Y")
