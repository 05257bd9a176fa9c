"""Dates: a day in any order that the column proves; an instant is the day that it falls on in the United Kingdom.

Known:  the LGA standard writes dd/mm/yyyy, planning data standards write yyyy-mm-dd; councils publish both, and
        spreadsheet serial numbers, two-digit years and month names besides. A time without a zone is dropped; one with
        a zone, and the milliseconds since 1970 that map servers write, is an instant: midnight of a summer's day in
        the United Kingdom is 11 in the evening of the day before in UTC.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from transforms.standardise.blanks import is_blank
from transforms.standardise.parsed_column import ParsedTexts, ParseState

_TIME = (
    r"(?:(?:T|\s*,?\s+)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:(?P<half>[ap])\.?m\.?)?\s*(?:(?P<utc>Z|UTC|GMT)|BST|(?P<offset>[+-]\d{2}(?::?\d{2})?))?)?"
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
_EPOCH = re.compile(r"(-?\d{11,13}|\d{10})(?:\.0*)?")  # milliseconds, or seconds, since 1970
_CHANCE = 0.05
_LOCAL = ZoneInfo("Europe/London")
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
        states[position] = (
            ParseState.UNREADABLE if day is None else ParseState.REPAIRED if is_repaired else ParseState.READ
        )
        if day is not None and not order.is_proven and _is_undecided(text):
            undecided.append(text)
    return ParsedTexts(pa.array(days, pa.date32()), states, undecided=undecided, half_swapped=half_swapped(texts))


def half_swapped(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return one date of each writing where a spreadsheet has taken day for month in a part of a column; else None.

    It turns every date that it can read with the month first into a real one, which is written as 2025-03-04, and
    leaves the others as text. So all of the first have a day of 12 or less, and all of the second a number above 12;
    by chance that would be so in fewer than 5 of 100 such columns.
    """
    typed = [match for match in map(_ISO.fullmatch, map(_bare, texts)) if match]
    written = [match for match in map(_NUMERIC.fullmatch, map(_bare, texts)) if match]
    if any(int(match[3]) > 12 for match in typed) or any(max(int(match[1]), int(match[2])) <= 12 for match in written):
        return None
    chance = (12 / 31) ** len(typed) * (19 / 31) ** len(written)
    return (typed[0][0], written[0][0]) if typed and written and chance < _CHANCE else None


def prove_order(texts: Sequence[str]) -> Order:
    """Return the order of day and month that `texts` prove; day first where they prove none or both."""
    firsts_over, seconds_over = False, False
    for text in texts:
        if match := _NUMERIC.fullmatch(_bare(text)):
            first, second = int(match[1]), int(match[2])
            firsts_over = firsts_over or (12 < first <= 31 and 1 <= second <= 12)
            seconds_over = seconds_over or (12 < second <= 31 and 1 <= first <= 12)
    return Order(month_first=seconds_over and not firsts_over, is_proven=firsts_over != seconds_over)


def parse_date(text: str, order: Order, partial: str | None, as_at: date) -> tuple[date | None, bool]:
    """Return the day that `text` stands for and whether we had to repair it; None where it stands for no day."""
    bare = _bare(text)
    is_quoted = bare != text.strip()
    if match := _ISO.fullmatch(bare):
        written = _day(int(match[1]), int(match[2]), int(match[3]))
        day = _local_day(written, match)
        return day, is_quoted or day != written
    if match := _NUMERIC.fullmatch(bare):
        first, second = int(match[1]), int(match[2])
        number, month = (second, first) if order.month_first else (first, second)
        written = _day(_year(match[3], as_at), month, number)
        day = _local_day(written, match)
        return day, is_quoted or len(match[3]) == 2 or order.month_first or day != written
    return _parse_unusual(bare, partial, as_at), True


def _parse_unusual(bare: str, partial: str | None, as_at: date) -> date | None:
    """Return the day of a date written with a month's name, as one number, or in part."""
    if (match := _DAY_MONTH_NAME.fullmatch(bare)) and (month := _month(match[2])):
        return _local_day(_day(_year(match[3], as_at), month, int(match[1])), match)
    if (match := _MONTH_NAME_DAY.fullmatch(bare)) and (month := _month(match[1])):
        return _local_day(_day(int(match[3]), month, int(match[2])), match)
    if match := _EPOCH.fullmatch(bare):
        return _since_1970(int(match[1]), in_milliseconds=len(match[1]) > 10)
    if match := _COMPACT.fullmatch(bare):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if (match := _SERIAL.fullmatch(bare)) and int(match[1]) in _SERIALS:
        return _SERIAL_EPOCH + timedelta(days=int(match[1]))
    if partial and (match := _YEAR_MONTH.fullmatch(bare)):
        return _part(int(match[1]), int(match[2]) if match[2] else None, partial)
    return None


def _bare(text: str) -> str:
    return text.strip().strip("\"'“”‘’").strip()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _local_day(day: date | None, time: re.Match[str]) -> date | None:
    """Return the day in the United Kingdom of an instant written with a zone; without one the day as written."""
    if day is None or not (time["utc"] or time["offset"]):
        return day
    hour = int(time["hour"]) % 12 + (12 if time["half"] in "pP" else 0) if time["half"] else int(time["hour"])
    zone = UTC if time["utc"] else timezone(_offset(time["offset"]))
    try:
        instant = datetime(day.year, day.month, day.day, hour, int(time["minute"]), tzinfo=zone)
        return instant.astimezone(_LOCAL).date()
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> timedelta:
    """Return how far ahead of UTC a zone such as +01:00, +0100 or +01 is, within a day."""
    digits = text[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]) % 24, minutes=int(digits[2:] or 0) % 60)
    return -ahead if text[0] == "-" else ahead


def _since_1970(number: int, *, in_milliseconds: bool) -> date | None:
    """Return the day in the United Kingdom of an instant counted from 1970 on."""
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / 1000 if in_milliseconds else number)
    return instant.astimezone(_LOCAL).date() if 1900 <= instant.year <= 2199 else None


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
    match = _NUMERIC.fullmatch(_bare(text))
    return match is not None and int(match[1]) <= 12 and int(match[2]) <= 12 and int(match[1]) != int(match[2])
