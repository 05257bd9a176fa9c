"""Sightings: every usable record of the snapshots of one standard, before cases or sites are made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.domain.snapshot_table import SnapshotTable

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]
Span = tuple[str, date, date]  # a column of days, and the first and the last of the days


@dataclass(frozen=True)
class Coded:
    """A text column as positions in a list of words; -1 is a blank."""

    positions: Ints
    words: tuple[str, ...]

    @classmethod
    def of(cls, column: pa.ChunkedArray | pa.Array) -> "Coded":
        """Return the coded form of an Arrow text column."""
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        coded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
        positions = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(positions, tuple(coded.dictionary.to_pylist()))

    def among(self, words: Sequence[str]) -> Bools:
        """Return where the column holds one of `words`."""
        is_word = np.array([word in words for word in self.words] + [False])
        return np.asarray(is_word[self.positions])

    def take(self, rows: Ints) -> "Coded":
        """Return the column at `rows`."""
        return Coded(self.positions[rows], self.words)

    def where(self, mask: Bools) -> "Coded":
        """Return the column, blank outside the mask."""
        return Coded(np.where(mask, self.positions, -1), self.words)

    def texts(self) -> list[str | None]:
        """Return the column's words, row by row."""
        words = (*self.words, None)
        return [words[position] for position in self.positions]


@dataclass(frozen=True)
class Snapshot:
    """What one authority published of a standard on one day, in one file or several."""

    authority_gss: str
    fetched: date


@dataclass(frozen=True)
class Sightings:
    """Every usable record of the files of one standard, in the order of authority, fetch date and publication.

    `file` says for each row which of `files` it is of; `snapshot` which of `snapshots`. Both are in the order of
    authority and fetch date. `last_fetched` has per authority the day of its latest file, usable or not; `unusable` the
    other rows of the same files, where the return asks for them; `without_usable_rows` are the files that have
    columns of the standard, and rows, but none that is usable.
    """

    files: tuple[SnapshotTable, ...]
    file: Ints
    table: pa.Table
    last_fetched: Mapping[str, date] = field(default_factory=dict)
    unusable: "Sightings | None" = None
    without_usable_rows: tuple[SnapshotTable, ...] = ()
    cache: dict[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """What each authority published on each day."""
        return tuple(dict.fromkeys(Snapshot(file.authority_gss, file.fetched) for file in self.files))

    @cached_property
    def snapshot_of_file(self) -> Ints:
        """Per file: which of `snapshots` it belongs to."""
        positions = {snapshot: position for position, snapshot in enumerate(self.snapshots)}
        numbers = [positions[Snapshot(file.authority_gss, file.fetched)] for file in self.files]
        return np.array(numbers, dtype=np.int64)

    @cached_property
    def snapshot(self) -> Ints:
        """Per row: which of `snapshots` it belongs to."""
        return self.snapshot_of_file[self.file]

    @cached_property
    def is_latest(self) -> Bools:
        """Per row: whether it is of its publisher's latest snapshot."""
        owners = np.array([snapshot.authority_gss for snapshot in self.snapshots], dtype=object)
        latest = np.append(owners[1:] != owners[:-1], True)[: len(owners)].astype(bool)
        return np.asarray(latest[self.snapshot])

    def coded(self, name: str) -> Coded:
        """Return a text column."""
        if name not in self.cache:
            self.cache[name] = Coded.of(self.table.column(name))
        column: Coded = self.cache[name]
        return column

    def days(self, name: str) -> Days:
        """Return a column of days."""
        if name not in self.cache:
            self.cache[name] = self.table.column(name).to_numpy().astype("datetime64[D]", copy=False)
        return np.asarray(self.cache[name])

    def owners(self, authorities: Sequence[str]) -> Ints:
        """Return, per snapshot, the position of its authority in the sorted `authorities`."""
        return np.searchsorted(authorities, [snapshot.authority_gss for snapshot in self.snapshots]).astype(np.int64)

    def fetched(self) -> Days:
        """Return, per snapshot, the day on which it was fetched."""
        return np.array([snapshot.fetched for snapshot in self.snapshots], dtype="datetime64[D]")


def sightings_of(
    files: Sequence[SnapshotTable],
    columns: Mapping[str, pa.DataType],
    *,
    keep_empty: bool = False,
    span: Span | None = None,
    with_unusable_rows: bool = False,
) -> Sightings:
    """Return the usable rows of `files`, which come in the order of authority and fetch date.

    A file without a usable row is not usable: it is as if it had not been fetched. With `keep_empty` one that has a
    header and nothing beneath it stays, since it says that there is nothing. With a `span` only the rows of its days
    are returned; a file without one stays usable.
    """
    masks = [_usable(file.table) for file in files]
    is_used = [
        bool(mask.any()) or (keep_empty and not len(mask) and bool(file.fields))
        for file, mask in zip(files, masks, strict=True)
    ]
    used = [(file, mask) for file, mask, is_one in zip(files, masks, is_used, strict=True) if is_one]

    def sightings(masks_of_files: Sequence[Bools], unusable: Sightings | None) -> Sightings:
        tables = [
            _with_columns(file.table if mask.all() else file.table.filter(pa.array(mask)), columns)
            for (file, _), mask in zip(used, masks_of_files, strict=True)
        ]
        return Sightings(
            tuple(file for file, _ in used),
            np.repeat(np.arange(len(tables)), [len(table) for table in tables]).astype(np.int64),
            pa.concat_tables(tables) if tables else pa.schema(columns.items()).empty_table(),
            {file.authority_gss: file.fetched for file in files},
            unusable,
            tuple(
                file
                for file, mask, is_used_file in zip(files, masks, is_used, strict=True)
                if not is_used_file and len(mask) and file.fields
            ),
        )

    unusable = sightings([~mask for _, mask in used], None) if with_unusable_rows else None
    return sightings([mask if span is None else mask & in_span(file.table, span) for file, mask in used], unusable)


def needed_rows(table: pa.Table, span: Span) -> Ints:
    """Return which rows of a file have their day in a span, and the first usable one, by which the file is usable."""
    needed = in_span(table, span)
    needed[np.flatnonzero(_usable(table))[:1]] = True
    return np.flatnonzero(needed)


def _usable(table: pa.Table) -> Bools:
    return np.asarray(pc.fill_null(table.column("is_usable"), False).to_numpy(), dtype=bool)


def in_span(table: pa.Table, span: Span) -> Bools:
    """Return which rows of a table have their day in a span of days, both ends included."""
    column, first, last = span
    if column not in table.column_names:
        return np.zeros(len(table), dtype=bool)
    days = table.column(column)
    within = pc.and_(pc.greater_equal(days, pa.scalar(first)), pc.less_equal(days, pa.scalar(last)))
    return np.array(pc.fill_null(within, False).to_numpy(), dtype=bool)


def _with_columns(table: pa.Table, columns: Mapping[str, pa.DataType]) -> pa.Table:
    """Return `table` with just these columns in these types, blank where it has none."""
    column_names = set(table.column_names)
    arrays = [
        _cast(table.column(name), kind) if name in column_names else pa.chunked_array([pa.nulls(len(table), kind)])
        for name, kind in columns.items()
    ]
    return pa.table(arrays, schema=pa.schema(columns.items()))


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """Return a column in a type; text of which each different one is to be held once is encoded, unless it is."""
    if pa.types.is_dictionary(kind) and not pa.types.is_dictionary(column.type):
        return column.cast(kind.value_type).dictionary_encode()
    return column if column.type == kind else column.cast(kind)
