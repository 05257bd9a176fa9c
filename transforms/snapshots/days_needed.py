"""Days needed: of an unbroken run of the same bytes, the days on which a return has to have seen it.

The others add nothing: the same records, in the same state. Once a file has been seen after the period, and after every
day that it names, no later day is needed, so that an assembly of the next day reads what that of the day before read.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from transforms.domain.period import Period
from transforms.domain.return_reads import SeenAgain

if TYPE_CHECKING:
    import pyarrow as pa

NO_DAY = date.min  # of a file that names no day


def days_needed(days: Sequence[date], period: Period, seen_again: SeenAgain, last_named: date | None) -> list[date]:
    """Return the days that are needed of a run.

    Args:
        days: those of the run, in order.
        period: what the return is about.
        seen_again: what it tells the return that the same bytes were seen on a later day.
        last_named: the last day that the file names; None where that is not known.

    """
    if seen_again in {SeenAgain.WITHIN, SeenAgain.YEARLY}:
        needed_days = [*_first_from(days, period.first), *_first_after(days, period.last)]
    else:
        settled = [] if last_named is None else _first_after(days, max(period.last, last_named))
        needed_days = settled or [days[-1]]
    if seen_again is SeenAgain.YEARLY:
        years = {day.year - ((day.month, day.day) < (4, 1)) for day in days}
        needed_days += [day for year in years for day in _first_from(days, date(year, 4, 1))]
    if seen_again is SeenAgain.NEARER:
        before = _last_before(days, period.first)
        until = [day for day in days if day <= period.last][-1:]
        needed_days += [days[-1], *before, *until, *_first_from(days, period.first), *_first_after(days, period.last)]
    return sorted({days[0], *needed_days})


def last_day_named(table: "pa.Table") -> date:
    """Return the last day in any column of a standardised table."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = [table.column(field.name) for field in table.schema if pa.types.is_date(field.type)]
    days = [day for column in columns if (day := pc.max(column).as_py()) is not None]
    return max(days, default=NO_DAY)


def _first_from(days: Sequence[date], bound: date) -> list[date]:
    return [day for day in days if day >= bound][:1]


def _first_after(days: Sequence[date], bound: date) -> list[date]:
    return [day for day in days if day > bound][:1]


def _last_before(days: Sequence[date], bound: date) -> list[date]:
    return [day for day in days if day < bound][-1:]
