"""The part of a standardised table that a period needs, read from its Parquet file without the rest.

Known:  spending is published for a month or a quarter more often than for a year, so most files have no row of a
        quarter. Of such a file only the days are decoded, which takes a fifth of the time of all its columns.
"""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.domain.sightings import Span, in_span, needed_rows

USABLE = "is_usable"


def read_needed(file: pq.ParquetFile, columns: Sequence[str] | None = None, span: Span | None = None) -> pa.Table:
    """Return those of `columns` that a file has, all without any, of all rows or of those that a span needs.

    Where no row has its day in the span, what is left is the row by which the file is usable: its day and nothing else.
    """
    held = file.schema_arrow.names
    names = held if columns is None else [name for name in columns if name in held]
    if span is None:
        return file.read(columns=names, use_threads=False)
    days = file.read(columns=[name for name in names if name in (span[0], USABLE)], use_threads=False)
    rows = pa.array(needed_rows(days, span))
    if not in_span(days, span).any():
        return days.take(rows)
    table = file.read(columns=names, use_threads=False)
    return table if len(rows) == len(table) else table.take(rows)
