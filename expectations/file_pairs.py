"""The records of two files of one source beside each other, as rules over time read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from transforms.findings.history import NO_ROW, Pairs


@dataclass(frozen=True)
class Side:
    """One of the two files: its standardised table, which of our fields it has, and the day on which it came."""

    table: pa.Table
    columns: Mapping[str, str]  # our field: the header as published
    day: date | None = None


@dataclass(frozen=True)
class FilePairs:
    """The records of an earlier file, each with the one of a later file that has its key, if there is one."""

    before: Side
    after: Side
    pairs: Pairs

    def are_there(self) -> pa.Array:
        """Return whether each record is in the later file."""
        return pa.array(self.pairs.later != NO_ROW)

    def has_value(self, field: str, *, is_later: bool) -> pa.Array:
        """Return whether there is something in a field; null where no record is, or where a file lacks the field."""
        if not self._have(field):
            return pa.nulls(len(self.pairs), pa.bool_())
        is_given = pc.is_valid(self._values(field, is_later=is_later))
        return pc.if_else(self.are_there(), is_given, None) if is_later else is_given

    def days(self, field: str, *, is_later: bool) -> pa.Array:
        """Return the dates of a field as days since 1970."""
        if not self._have(field):
            return pa.nulls(len(self.pairs), pa.float64())
        return pc.cast(pc.cast(self._values(field, is_later=is_later), pa.int32()), pa.float64())

    def _have(self, field: str) -> bool:
        return field in self.before.columns and field in self.after.columns

    def _values(self, field: str, *, is_later: bool) -> pa.Array:
        """Return a field of the later or the earlier file, null where the record is gone."""
        table, rows = (self.after.table, self.pairs.later) if is_later else (self.before.table, self.pairs.earlier)
        values = table[field].take(pa.array(rows, mask=rows == NO_ROW)).combine_chunks()
        return pa.concat_arrays(values.chunks) if isinstance(values, pa.ChunkedArray) else values
