"""Groups: rows that are one thing together, such as the suppliers of a contract or the lines of a payment.

Grain:  groups are numbered in the order of their first rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.folded_text import fold
from transforms.domain.group_numbers import group_numbers, numbers_of
from transforms.domain.records import Bools, Ints
from transforms.domain.sightings import Coded

EXACT = pa.decimal256(50, 18)
COMPANY_DIGITS = 8


@dataclass(frozen=True)
class RowGroups:
    """Which group each of some rows belongs to, and what the rows of a group say together."""

    of_row: Ints

    @classmethod
    def by(cls, keys: Sequence[Ints]) -> "RowGroups":
        """Return the groups of rows that agree in every one of some columns of whole numbers of -1 or more."""
        return cls(group_numbers(keys))

    def __len__(self) -> int:
        return int(self.of_row.max(initial=-1)) + 1

    @cached_property
    def first_row(self) -> Ints:
        """Per group: its first row."""
        return self.first_where(np.ones(len(self.of_row), dtype=bool))

    def first_where(self, mask: Bools) -> Ints:
        """Return per group the first of its rows that is wanted; -1 where none is."""
        rows = np.flatnonzero(mask)[::-1]
        first = np.full(len(self), -1, dtype=np.int64)
        first[self.of_row[rows]] = rows
        return first

    def any_where(self, mask: Bools) -> Bools:
        """Return for which groups one of the rows is wanted."""
        return np.asarray(np.bincount(self.of_row[mask], minlength=len(self)) > 0)

    def all_where(self, mask: Bools) -> Bools:
        """Return for which groups every row is wanted."""
        return ~self.any_where(~mask)

    def joined_bits(self, bits: Ints) -> Ints:
        """Return per group the bits that any of its rows has."""
        joined = np.zeros(len(self), dtype=np.int64)
        np.bitwise_or.at(joined, self.of_row, bits)
        return joined

    def largest(self, values: pa.Array) -> pa.Array:
        """Return per group the greatest of its exact numbers, blank where it has none."""
        return self._aggregate(values, "max")

    def total(self, values: pa.Array) -> pa.Array:
        """Return per group the exact sum of its numbers, blanks adding nothing; blank where it has none."""
        return self._aggregate(values, "sum")

    def _aggregate(self, values: pa.Array, function: str) -> pa.Array:
        table = pa.table({"group": self.of_row, "value": values.cast(EXACT)})
        results = table.group_by("group", use_threads=False).aggregate([("value", function)]).sort_by("group")
        return results.column(f"value_{function}").combine_chunks().cast(EXACT)  # a sum comes with more digits


def codes(column: pa.ChunkedArray, prepared: Callable[[pa.Array], pa.Array] | None = None) -> Ints:
    """Return a whole number for each value of a column, the same for the same, and -1 for a blank.

    Texts are compared as `prepared`, which each distinct one is once; one of which nothing is left is a blank.
    """
    if prepared is None:
        return numbers_of(column)
    whole = column.combine_chunks()
    coded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    texts = prepared(coded.dictionary)
    numbers = numbers_of(pc.if_else(pc.equal(texts, ""), None, texts))
    return np.asarray(np.append(numbers, -1)[_positions(coded)])


def _positions(coded: pa.DictionaryArray) -> Ints:
    """Return the places of a coded column's values among its words; -1 for a blank."""
    return np.asarray(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)).astype(np.int64)


def trim(texts: pa.Array) -> pa.Array:
    """Return texts without surrounding blanks, blank where nothing is left."""
    stripped = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(stripped, ""), None, stripped)


def coded_at(column: Coded, rows: Ints) -> Coded:
    """Return a text column at some rows, blank where there is no row (-1)."""
    return Coded(np.where(rows >= 0, column.positions[np.maximum(rows, 0)], -1) if len(rows) else rows, column.words)


def company_number(published: str) -> str:
    """Return a company number as the register writes it: eight characters, zeros in front where it is digits."""
    return published.zfill(COMPANY_DIGITS) if published.isdecimal() else published.upper()


def suppliers(company: Coded, charity: Coded, name: Coded) -> Coded:
    """Return who each row's supplier is: by company number of eight digits, else charity number, else folded name."""
    words = [
        *(f"company {company_number(word)}" for word in company.words),
        *(f"charity {word.upper()}" for word in charity.words),
        *(f"name {fold(word)}" for word in name.words),
    ]
    first_charity = len(company.words)
    first_name = first_charity + len(charity.words)
    positions = np.select(
        [column.positions >= 0 for column in (company, charity, name)],
        [company.positions, charity.positions + first_charity, name.positions + first_name],
        -1,
    )
    once = pa.array(words, pa.string()).dictionary_encode()
    return Coded(np.append(once.indices.to_numpy().astype(np.int64), -1)[positions], tuple(once.dictionary.to_pylist()))
