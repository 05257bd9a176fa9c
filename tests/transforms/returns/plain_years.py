"""Which rows are about a year: a plain reading, row by row, for the reconciliations."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Row = Mapping[str, Any]
File = tuple[date, Sequence[Row]]  # when it was fetched, and its usable rows


def year_of_day(day: date) -> int:
    """The year in whose March the financial year ends that holds the day."""
    return day.year + 1 if day.month > 3 else day.year


def financial_year_of(row: Row) -> int | None:
    """What a row of a parking account says: its period, else its day."""
    if row.get("Period"):
        return int(re.split(r" ?[/–-] ?", row["Period"])[0]) + 1
    return year_of_day(row["EffectiveDate"]) if row.get("EffectiveDate") else None


def year_as_at(field: str) -> Callable[[Row], int | None]:
    """What a row of a stock says: the year of the 31 March that it is as at; 1 April stands for the day before."""

    def stated(row: Row) -> int | None:
        if row.get(field):
            return year_of_day(row[field] - timedelta(days=1))
        return int(row["Period"][:4]) + 1 if row.get("Period") else None

    return stated


def rows_of(
    files: Sequence[File], authority: str, year: int, stated: Callable[[Row], int | None]
) -> tuple[list[Row], bool, date | None]:
    """The rows of the latest snapshot that holds one of the year, whether any of them says no year, and its day."""
    for day in sorted({fetched for fetched, _ in files}, reverse=True):
        rows = [row for fetched, rows in files if fetched == day for row in rows if row.get("is_usable", True)]
        own = [row for row in rows if row.get("organisation_gss") in (None, authority)]
        of_year = [row for row in own if (stated(row) or year_of_day(day + timedelta(days=1)) - 1) == year]
        if of_year:
            return of_year, any(stated(row) is None for row in of_year), day
    return [], False, None
