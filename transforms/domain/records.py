"""Records: what a return counts, derived for all authorities at once and held as columns.

Days are `datetime64[D]` with NaT for a blank; text columns are coded, because a return asks the same few words of a
million rows; money and areas are exact Arrow decimals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.domain.period import Period
from transforms.domain.snapshot_table import SnapshotTable

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

COLUMN_TYPES = {"source_line": pa.int64(), "is_usable": pa.bool_()}


@dataclass(frozen=True)
class Coded:
    """A text column as positions in a list of words; -1 is a blank."""

    positions: Ints
    words: tuple[str, ...]

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> "Coded":
        """Return the coded form of an Arrow text column."""
        coded = column.combine_chunks().dictionary_encode() if column.num_chunks != 1 else column.chunk(0)
        if not pa.types.is_dictionary(coded.type):
            coded = coded.dictionary_encode()
        positions = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(positions, tuple(coded.dictionary.to_pylist()))

    def among(self, words: Sequence[str]) -> Bools:
        """Return where the column holds one of `words`."""
        wanted = np.array([word in words for word in self.words] + [False])
        return np.asarray(wanted[self.positions])

    def take(self, rows: Ints) -> "Coded":
        """Return the column at `rows`."""
        return Coded(self.positions[rows], self.words)

    def where(self, wanted: Bools) -> "Coded":
        """Return the column, blank where it is not `wanted`."""
        return Coded(np.where(wanted, self.positions, -1), self.words)

    def texts(self) -> list[str | None]:
        """Return the column's words, row by row."""
        words = (*self.words, None)
        return [words[position] for position in self.positions]


Column = Any  # coded words, days, yes or no, or exact Arrow decimals


@dataclass(frozen=True)
class Question:
    """What is asked: which period, of which authorities, with the switches set how."""

    period: Period
    authorities: tuple[str, ...]
    switches: Mapping[str, str]


@dataclass(frozen=True)
class Sightings:
    """Every usable record of the snapshots, in the order of authority, fetch date and publication.

    `snapshot` says for each row which of `snapshots` it is of; those are in the order of authority and fetch date.
    """

    snapshots: tuple[SnapshotTable, ...]
    snapshot: Ints
    table: pa.Table
    cache: dict[str, Any] = field(default_factory=dict, compare=False)

    def coded(self, name: str) -> Coded:
        """Return a text column."""
        if name not in self.cache:
            self.cache[name] = Coded.of(self.table.column(name))
        found: Coded = self.cache[name]
        return found

    def days(self, name: str) -> Days:
        """Return a column of days."""
        if name not in self.cache:
            self.cache[name] = self.table.column(name).to_numpy().astype("datetime64[D]")
        return np.asarray(self.cache[name])

    def whose(self, authorities: Sequence[str]) -> Ints:
        """Return, per snapshot, the place of its authority in the sorted `authorities`."""
        return np.searchsorted(authorities, [one.authority_gss for one in self.snapshots]).astype(np.int64)

    def fetched(self) -> Days:
        """Return, per snapshot, the day on which it was fetched."""
        return np.array([one.fetched for one in self.snapshots], dtype="datetime64[D]")


@dataclass(frozen=True)
class Records:
    """One record per case or site, with the columns that conditions and measures name.

    `authority` indexes `question.authorities`; `row` is the record's place in the sightings, whence its source line.
    `facts` hold one yes or no per authority.
    """

    question: Question
    sightings: Sightings
    authority: Ints
    row: Ints
    reference: pa.Array
    columns: Mapping[str, Column]
    facts: Mapping[str, Bools]
    issues: pa.Table
    cache: dict[Any, Any] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.row)

    def column(self, name: str) -> Any:  # noqa: ANN401  # coded, days, yes-or-no or exact decimals
        """Return the column called `name`."""
        return self.columns[name]


ISSUE_COLUMNS = pa.schema(
    [
        ("authority", pa.string()),
        ("fetched", pa.string()),
        ("sha256", pa.string()),
        ("line", pa.int64()),
        ("reference", pa.string()),
        ("code", pa.string()),
    ]
)


def sightings_of(snapshots: Sequence[SnapshotTable], columns: Mapping[str, pa.DataType]) -> Sightings:
    """Return the usable rows of `snapshots`, which come in the order of authority and fetch date.

    A snapshot without a usable row is not usable: it is as if it had not been fetched.
    """
    tables = [_with_columns(snapshot.table, columns) for snapshot in snapshots]
    table = pa.concat_tables(tables) if tables else pa.schema(columns.items()).empty_table()
    usable = pc.fill_null(table.column("is_usable"), False).to_numpy().astype(bool)
    whose = np.repeat(np.arange(len(tables)), [len(one) for one in tables]).astype(np.int64)[usable]
    kept = np.unique(whose)
    return Sightings(
        tuple(snapshots[position] for position in kept),
        np.searchsorted(kept, whose).astype(np.int64),
        table if usable.all() else table.filter(pa.array(usable)),
    )


def _with_columns(table: pa.Table, columns: Mapping[str, pa.DataType]) -> pa.Table:
    """Return `table` with just these columns in these types, blank where it has none."""
    held = set(table.column_names)
    arrays = [
        table.column(name).cast(kind) if name in held else pa.chunked_array([pa.nulls(len(table), kind)])
        for name, kind in columns.items()
    ]
    return pa.table(arrays, schema=pa.schema(columns.items()))
