"""Deadlines: the day on which a department wants a return, counted from the end of its period.

Source: Banking and Financial Dealings Act 1971 (bank holidays), as the `holidays` package lists them for England.
Known:  a deadline that is a date or a number of days stays where it falls, also on a weekend; one in working days does
        not fall there. A reference date is taken for 31 December; a return as at another day needs a deadline that is
        a date.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from transforms.domain.period import financial_year, quarter_of

if TYPE_CHECKING:
    from transforms.domain.statutory_return import Deadline

LONDON = ZoneInfo("Europe/London")
# After the day's collection, and before the day is over.
CLOSING_TIME = time(18, 0)
# A date may lie up to a year after the period that it closes.
YEARS_BEFORE, YEARS_AFTER = 2, 1


def due_day(deadline: "Deadline", period_end: date) -> date:
    """Return the day on which the department wants the return for the period that ends on `period_end`."""
    if deadline.month_day is not None:
        return _next_date(*deadline.month_day, period_end)
    if deadline.days_after_period is not None:
        return period_end + timedelta(days=deadline.days_after_period)
    if deadline.working_days_after_period is not None:
        return working_days_after(period_end, deadline.working_days_after_period)
    raise ValueError(f"the deadline “{deadline.words}” is neither a date nor a number of days")


def closing_moment(day: date) -> datetime:
    """Return when a deadline's day closes, in London time."""
    return datetime.combine(day, CLOSING_TIME, LONDON)


def due_days_about(kind: str, deadline: "Deadline", year: int) -> list[date]:
    """Return the due days of the periods of a kind that end around a calendar year, earliest first.

    They reach from before the year's first day to after its last; years that are not asked for have none.
    """
    every = deadline.every_years
    years = range(year - YEARS_BEFORE * every, year + YEARS_AFTER * every + 1)
    due_years = [near for near in years if (near - deadline.asked_year) % every == 0]
    return sorted(due_day(deadline, end) for near in due_years for end in period_ends(kind, near))


def next_deadline(kind: str, deadline: "Deadline", day: date) -> date:
    """Return the first due day on or after `day` of a return about periods of a kind."""
    return min(due for due in due_days_about(kind, deadline, day.year) if due >= day)


def is_working_day(day: date) -> bool:
    """Return whether `day` is a working day in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """Return the `count`-th working day after `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_before(day: date, count: int) -> date:
    """Return the `count`-th working day before `day`."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def period_ends(kind: str, year: int) -> list[date]:
    """Return the last days of the periods of a kind that end in a calendar year."""
    match kind:
        case "quarter":
            return [quarter_of(date(year, month, 1)).last for month in (1, 4, 7, 10)]
        case "financial year":
            return [financial_year(year - 1).last]
        case "assessment year":
            return [date(year, 9, 30)]
        case "reference date":
            return [date(year, 12, 31)]
    raise ValueError(f"“{kind}” is not a kind of period")


def _next_date(month: int, day: int, after: date) -> date:
    """Return the first day of this month and day that comes after another day; 28 February for a 29 February."""
    return next(due for year in (after.year, after.year + 1) if (due := _date_in(year, month, day)) > after)


def _date_in(year: int, month: int, day: int) -> date:
    """Return a day of a year, 28 February where 29 February is not one."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in a year."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
