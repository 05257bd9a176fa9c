"""The part of a standardised table that a period needs, read from its Parquet file without the rest.

Known:  spending is published for a month or a quarter more often than for a year, so most files have no row of a
        quarter. Of such a file only the days are decoded, which takes a fifth of the time of all its columns. Columns
        by which rows without a number are told apart are half of the time of the others; most files number every row.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.domain.period import Period
from transforms.domain.return_reads import ColumnsWithout, Reads
from transforms.domain.sightings import Span, in_span, needed_rows

USABLE = "is_usable"


@dataclass(frozen=True)
class TablePart:
    """What is needed of a table: some columns, all without any, of all rows or of those that a span of days needs.

    Of texts in columns that are `coded` each different one is held once. With a span, the columns that only rows
    `without` something need are left out where each row that is needed has it.
    """

    columns: Sequence[str] | None = None
    span: Span | None = None
    coded: Collection[str] = ()
    without: ColumnsWithout | None = None


def part_of(reads: Reads, period: Period) -> TablePart:
    """Return what a return needs of the tables of a standard for a period."""
    return TablePart(reads.columns_loaded, reads.span(period), reads.columns_coded, reads.columns_without)


def read_needed(content: Any, part: TablePart) -> pa.Table:  # noqa: ANN401  # a path, or what Arrow can read from
    """Return what is needed of a Parquet file, of the columns those that it has.

    Where no row has its day in the span, what is left is the row by which the file is usable: its day and nothing else.
    """
    texts = [field.name for field in pq.read_schema(content) if pa.types.is_string(field.type)]
    file = pq.ParquetFile(content, read_dictionary=[name for name in texts if name in part.coded])
    column_names = file.schema_arrow.names
    names = column_names if part.columns is None else [name for name in part.columns if name in column_names]
    if part.span is None:
        return file.read(columns=names, use_threads=False)
    days = file.read(columns=[name for name in names if name in (part.span[0], USABLE)], use_threads=False)
    rows = pa.array(needed_rows(days, part.span))
    parts = [days.take(rows)]
    if not in_span(days, part.span).any():
        return parts[0]
    if part.without is not None and part.without.column in names:
        parts.append(_read(file, [part.without.column], rows))
        if not _has_blank(parts[-1].column(0)):
            names = [name for name in names if name not in part.without.columns]
    read = {name for table in parts for name in table.column_names}
    parts.append(_read(file, [name for name in names if name not in read], rows))
    by_name = {name: table.column(name) for table in parts for name in table.column_names}
    return pa.table({name: by_name[name] for name in names})


def _read(file: pq.ParquetFile, names: Sequence[str], rows: pa.Array) -> pa.Table:
    """Return some columns of a file at some rows."""
    table = file.read(columns=names, use_threads=False)
    return table if len(rows) == len(table) else table.take(rows)


def _has_blank(column: pa.ChunkedArray) -> bool:
    """Return whether a row of a column of text has nothing but blanks in it."""
    return bool(column.null_count) or bool(pc.any(pc.equal(pc.utf8_trim_whitespace(column), "")).as_py())
