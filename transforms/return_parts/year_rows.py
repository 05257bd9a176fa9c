"""Rows of a year: which rows of a yearly dataset are about a year that ends on 31 March, and which file they are of.

Known:  a row says its financial year (2024/25) or the last day of what it is about. A row that says neither is about
        the last financial year that had ended when its file was fetched. Of the snapshots that hold rows of a year the
        latest counts, whole. A row that names another authority than its publisher is not the publisher's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools, Days, Ints, Ranks, RecordTable
from transforms.domain.sightings import Coded, Sightings
from transforms.return_parts.exact_columns import is_held

YEAR = re.compile(r"((?:19|20)\d{2}) ?[/–-] ?(\d{2}|(?:19|20)\d{2})")
UNKNOWN = -1
APRIL = 4
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class YearColumns:
    """The columns by which a row says its year: a text or a day, blank where the standard has none.

    `day_first` says that the day decides where both are there, `at_start` that 1 April stands for the day before:
    stocks are published as at either.
    """

    period: str = ""
    day: str = ""
    day_first: bool = False
    at_start: bool = False


@dataclass(frozen=True)
class YearRows:
    """The rows about one year: `rows` of the sightings, and the position of each one's authority.

    `files` has per authority the files of the snapshot that they are of; `is_assumed` whether one of the rows says no
    year itself.
    """

    rows: Ints
    authority: Ints
    files: tuple[Ints, ...]
    is_assumed: Bools

    @property
    def has_rows(self) -> Bools:
        """Per authority: whether there is a row."""
        return np.array([len(files) > 0 for files in self.files], dtype=bool)

    def fields(self, sightings: Sightings) -> list[frozenset[str]]:
        """Return, per authority, the fields that a file of the snapshot has a column for."""
        return [frozenset[str]().union(*(sightings.files[file].fields for file in files)) for files in self.files]


def rows_of_year(
    sightings: Sightings,
    authorities: Sequence[str],
    end_year: int,
    columns: YearColumns,
    among: Bools | None = None,
) -> YearRows:
    """Return the rows about the year that ended on 31 March of `end_year`, of each authority's latest snapshot of it.

    Where it is `among` some rows, only these are looked at.
    """
    stated = _stated_years(sightings, columns)
    is_stated = stated != UNKNOWN
    years = np.where(is_stated, stated, _years_ended(sightings.fetched())[sightings.snapshot])
    owners = sightings.owners(authorities)
    of_year = (years == end_year) & is_own(sightings)
    candidates = np.flatnonzero(of_year if among is None else of_year & among)
    latest = np.full(len(authorities), UNKNOWN, dtype=np.int64)
    np.maximum.at(latest, owners[sightings.snapshot[candidates]], sightings.snapshot[candidates])
    owner = owners[sightings.snapshot[candidates]]
    is_latest = sightings.snapshot[candidates] == latest[owner]
    rows, authority = candidates[is_latest], owner[is_latest]
    files = tuple(np.flatnonzero(sightings.snapshot_of_file == snapshot) for snapshot in latest)
    is_assumed = np.bincount(authority[~is_stated[rows]], minlength=len(authorities)) > 0
    return YearRows(rows, authority, files, is_assumed)


def last_per_authority(year: YearRows) -> YearRows:
    """Return the last row of each authority alone: of a dataset with a row a year."""
    is_last = np.append(year.authority[1:] != year.authority[:-1], True)[: len(year.authority)].astype(bool)
    return YearRows(year.rows[is_last], year.authority[is_last], year.files, year.is_assumed)


def rows_of_authorities(year: YearRows, authority_mask: Bools) -> YearRows:
    """Return the rows of the authorities of a mask, nothing of the others."""
    is_wanted = authority_mask[year.authority]
    files = tuple(files if is_in else files[:0] for files, is_in in zip(year.files, authority_mask, strict=True))
    return YearRows(year.rows[is_wanted], year.authority[is_wanted], files, year.is_assumed & authority_mask)


def ranks_of_sums(table: RecordTable, columns: Sequence[str], year: YearRows) -> dict[str, Ranks]:
    """Return how surely the sum of each column is known: not derivable where no row of an authority holds anything."""
    surely = np.where(year.is_assumed, RANK[Origin.INFERRED], RANK[Origin.COMPUTED])
    ranks = {}
    for name in columns:
        is_summed = np.bincount(table.authority[is_held(table.column(name))], minlength=len(year.files)) > 0
        rank = np.where(is_summed, surely, RANK[Origin.NOT_DERIVABLE])
        ranks[name] = np.where(year.has_rows, rank, RANK[Origin.NO_DATA]).astype(np.int8)
    return ranks


def without(authorities: Sequence[str], standard: str, year: YearRows) -> Iterator[tuple[str, str, str, str]]:
    """Yield as exceptions the authorities of which nothing of a standard is known for the year."""
    for position in np.flatnonzero(~year.has_rows).tolist():
        yield authorities[position], "no-data", "", standard


def _stated_years(sightings: Sightings, columns: YearColumns) -> Ints:
    """Return, per row, the year in whose March the year that it says ended."""
    unknown = np.full(len(sightings.file), UNKNOWN, dtype=np.int64)
    by_text = _years_in_words(sightings.coded(columns.period)) if columns.period else unknown
    by_day = _years_of_days(sightings.days(columns.day), columns.at_start) if columns.day else unknown
    first, second = (by_day, by_text) if columns.day_first else (by_text, by_day)
    return np.where(first != UNKNOWN, first, second)


def _years_in_words(column: Coded) -> Ints:
    years = [int(match[1]) + 1 if (match := YEAR.search(word)) else UNKNOWN for word in column.words]
    return np.array([*years, UNKNOWN], dtype=np.int64)[column.positions]


def _years_of_days(days: Days, at_start: bool) -> Ints:
    """Return the year in whose March the financial year of each day ends."""
    counted = days - DAY if at_start else days
    months = counted.astype("datetime64[M]").astype(np.int64)
    ended = 1970 + months // 12 + (months % 12 + 1 >= APRIL)
    return np.asarray(np.where(np.isnat(days), UNKNOWN, ended))


def _years_ended(days: Days) -> Ints:
    """Return the year of the last 31 March on or before each day."""
    return np.asarray(_years_of_days(days + DAY, at_start=False) - 1)


def is_own(sightings: Sightings) -> Bools:
    """Return which rows are their publisher's own: those that name nobody else."""
    if "organisation_gss" not in sightings.table.column_names:
        return np.ones(len(sightings.file), dtype=bool)
    named = sightings.coded("organisation_gss")
    words = np.array([*named.words, ""], dtype=object)[named.positions]
    publishers = np.array([file.authority_gss for file in sightings.files], dtype=object)[sightings.file]
    return np.asarray((named.positions < 0) | (words == publishers))
