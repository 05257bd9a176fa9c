"""Dates: a day in any order that the column proves; a time of day is dropped.

Known:  the LGA standard writes dd/mm/yyyy, planning data standards write yyyy-mm-dd; councils publish both, and
        spreadsheet serial numbers, two-digit years and month names besides.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from transforms.standardise.blanks import is_blank
from transforms.standardise.parsed_column import ParsedTexts, State

_TIME = (
    r"(?:(?:T|\s*,?\s+)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|BST|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})" + _TIME, re.IGNORECASE)
_DAY_MONTH_NAME = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]*([a-z]{3,9})[\s\-/.,]*(\d{4}|\d{2})" + _TIME, re.IGNORECASE
)
_MONTH_NAME_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME, re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_YEAR_MONTH = re.compile(r"(\d{4})(?:[-/](\d{1,2}))?")
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_SERIAL_EPOCH = date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


@dataclass(frozen=True)
class Order:
    """What a column says about the order of day and month in its numeric dates."""

    month_first: bool
    is_proven: bool


def parse_dates(texts: Sequence[str], partial: str | None, as_at: date) -> ParsedTexts:
    """Return the days that `texts`, the distinct texts of one column, stand for."""
    order = prove_order(texts)
    days: list[date | None] = []
    states = np.zeros(len(texts), dtype=np.uint8)
    undecided: list[str] = []
    for position, text in enumerate(texts):
        if is_blank(text):
            days.append(None)
            continue
        day, is_repaired = parse_date(text, order, partial, as_at)
        days.append(day)
        states[position] = State.UNREADABLE if day is None else State.REPAIRED if is_repaired else State.READ
        if day is not None and not order.is_proven and _is_undecided(text):
            undecided.append(text)
    return ParsedTexts(pa.array(days, pa.date32()), states, undecided=undecided)


def prove_order(texts: Sequence[str]) -> Order:
    """Return the order of day and month that `texts` prove; day first where they prove none or both."""
    firsts_over, seconds_over = False, False
    for text in texts:
        if found := _NUMERIC.fullmatch(_bare(text)):
            first, second = int(found[1]), int(found[2])
            firsts_over = firsts_over or (12 < first <= 31 and 1 <= second <= 12)
            seconds_over = seconds_over or (12 < second <= 31 and 1 <= first <= 12)
    return Order(month_first=seconds_over and not firsts_over, is_proven=firsts_over != seconds_over)


def parse_date(text: str, order: Order, partial: str | None, as_at: date) -> tuple[date | None, bool]:
    """Return the day that `text` stands for and whether we had to repair it; None where it stands for no day."""
    bare = _bare(text)
    is_quoted = bare != text.strip()
    if found := _ISO.fullmatch(bare):
        return _day(int(found[1]), int(found[2]), int(found[3])), is_quoted
    if found := _NUMERIC.fullmatch(bare):
        first, second = int(found[1]), int(found[2])
        day, month = (second, first) if order.month_first else (first, second)
        is_short = len(found[3]) == 2
        return _day(_year(found[3], as_at), month, day), is_quoted or is_short or order.month_first
    return _parse_unusual(bare, partial, as_at), True


def _parse_unusual(bare: str, partial: str | None, as_at: date) -> date | None:
    """Return the day of a date written with a month's name, as one number, or in part."""
    if (found := _DAY_MONTH_NAME.fullmatch(bare)) and (month := _month(found[2])):
        return _day(_year(found[3], as_at), month, int(found[1]))
    if (found := _MONTH_NAME_DAY.fullmatch(bare)) and (month := _month(found[1])):
        return _day(int(found[3]), month, int(found[2]))
    if found := _COMPACT.fullmatch(bare):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if (found := _SERIAL.fullmatch(bare)) and int(found[1]) in _SERIALS:
        return _SERIAL_EPOCH + timedelta(days=int(found[1]))
    if partial and (found := _YEAR_MONTH.fullmatch(bare)):
        return _part(int(found[1]), int(found[2]) if found[2] else None, partial)
    return None


def _bare(text: str) -> str:
    return text.strip().strip("\"'“”‘’").strip()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _part(year: int, month: int | None, partial: str) -> date | None:
    """Return the first or the last day of a year or a month."""
    if not 1900 <= year <= 2199 or (month is not None and not 1 <= month <= 12):
        return None
    if partial == "first":
        return date(year, month or 1, 1)
    return date(year, month or 12, monthrange(year, month or 12)[1])


def _year(digits: str, as_at: date) -> int:
    """Return the year that `digits` name; two digits name the latest such year not twenty years ahead."""
    if len(digits) == 4:
        return int(digits)
    century = as_at.year // 100 * 100
    year = century + int(digits)
    return year - 100 if year > as_at.year + 20 else year


def _month(name: str) -> int | None:
    """Return the number of the month called `name`, in full or cut to three or four letters."""
    lowered = name.casefold()
    is_named = lowered in _MONTHS or lowered in _MONTH_NAMES or lowered == "sept"
    return _MONTHS.index(lowered[:3]) + 1 if is_named else None


def _is_undecided(text: str) -> bool:
    """Return whether `text` reads as one day with the day first and as another with the month first."""
    found = _NUMERIC.fullmatch(_bare(text))
    return found is not None and int(found[1]) <= 12 and int(found[2]) <= 12 and int(found[1]) != int(found[2])
