"""The records of one standardised file as rules read them: a column of numbers, days, texts or marks at a time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.standard import FieldKind
from transforms.standardise import Standardised

Bools = npt.NDArray[np.bool_]

MONEY = pa.decimal128(28, 6)  # room for sums within the 38 digits that Arrow has
NUMBERS = (FieldKind.DECIMAL, FieldKind.RANGE, FieldKind.INTEGER)


@dataclass(frozen=True)
class FileRecords:
    """The records of one file; every column has one element per record."""

    file: Standardised

    def values(self, field: str) -> pa.Array:
        """Return the values of a field as Great Expectations compares them quickly: numbers and days as floats."""
        declared = self.file.edition.field(field)
        if declared.is_coded:
            return pc.coalesce(self._column(field), self.file.published[field])
        if declared.kind is FieldKind.DATE:
            return self.days(field)
        return self.numbers(field) if declared.kind in NUMBERS else self._column(field)

    def numbers(self, field: str) -> pa.Array:
        """Return the numbers of a field, of a range its first."""
        return pc.cast(self._column(field), pa.float64())

    def range_ends(self, field: str) -> pa.Array:
        """Return the second number of every cell that holds two."""
        name = f"{field}__upper"
        if name not in self.file.table.column_names:
            return pa.nulls(self.file.table.num_rows, pa.float64())
        return self.numbers(name)

    def amounts(self, field: str) -> pa.Array:
        """Return the numbers of a field as decimals."""
        return pc.cast(self._column(field), MONEY, safe=False)

    def days(self, field: str) -> pa.Array:
        """Return the dates of a field as days since 1970."""
        return pc.cast(pc.cast(self._column(field), pa.int32()), pa.float64())

    def texts(self, field: str) -> pa.Array:
        """Return the values of a field as text."""
        return pc.cast(self._column(field), pa.string())

    def has_value(self, field: str) -> pa.Array:
        """Return whether there is something in a field, be it unreadable or the word that it is withheld."""
        return pa.array(self.is_given(field))

    def is_given(self, field: str) -> Bools:
        """Return the same as an array of NumPy."""
        published = is_valid(self.file.published[field])
        withheld = self.file.withheld.get(field)
        return published if withheld is None else published | withheld

    def separator(self, field: str) -> str | None:
        """Return what parts the values of a cell that may hold several."""
        return self.file.edition.field(field).separator

    def keys(self, standard: str) -> pa.Array:
        """Return the keys of the records that the same authority publishes under another standard."""
        return pc.cast(self.file.linked[standard], pa.string())

    def _column(self, field: str) -> pa.Array:
        """Return a column of the table in one piece."""
        values = self.file.table[field]
        if values.num_chunks == 1:
            return values.chunk(0)  # nothing is copied
        return pa.concat_arrays(values.chunks) if values.num_chunks else pa.nulls(0, values.type)


def marks(mask: Bools) -> pa.Array:
    """Return a number where `mask` is true and null elsewhere: Great Expectations hashes texts, and slowly."""
    return pa.array(np.ones(len(mask)), mask=~mask)


def is_valid(values: pa.Array) -> Bools:
    """Return which values are there; what is not a number is not."""
    valid = pc.is_valid(values).to_numpy(zero_copy_only=False)
    if pa.types.is_floating(values.type):
        valid = valid & ~np.isnan(pc.fill_null(values, 0).to_numpy(zero_copy_only=False))
    return np.asarray(valid)
