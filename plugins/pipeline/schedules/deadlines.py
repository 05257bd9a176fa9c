"""Deadlines: the day on which a department wants a return, counted in working days from the end of its period.

Source: Banking and Financial Dealings Act 1971 (bank holidays), as the `holidays` package lists them for England.
"""

from datetime import date, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from transforms.domain.period import financial_year, quarter_of

LONDON = ZoneInfo("Europe/London")
# After the day's collection, and before the day is over.
CLOSING_TIME = time(18, 0)


def is_working_day(day: date) -> bool:
    """Return whether `day` is a working day in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """Return the `count`-th working day after `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def period_ends(kind: str, year: int) -> list[date]:
    """Return the last days of the periods of a kind that end in a calendar year."""
    match kind:
        case "quarter":
            return [quarter_of(date(year, month, 1)).last for month in (1, 4, 7, 10)]
        case "financial year":
            return [financial_year(year - 1).last]
        case "reference date":
            return [date(year, 12, 31)]
    raise ValueError(f"“{kind}” is no kind of period")


def next_deadline(kind: str, working_days: int, day: date) -> date:
    """Return the first deadline on or after `day` of a return about periods of a kind."""
    ends = (end for year in range(day.year - 1, day.year + 2) for end in period_ends(kind, year))
    return next(due for end in ends if (due := working_days_after(end, working_days)) >= day)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in a year."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
