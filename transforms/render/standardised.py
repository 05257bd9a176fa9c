"""The standardised table as a file: our fields in the standard's order, then source line and usability.

Known:  numbers are exact in Parquet (decimal) and plain in CSV; text is as published, also where a spreadsheet would
        run it, because this table is for programs.
"""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.domain.standard import Edition
from transforms.render.csv_text import csv_bytes


def standardised_columns(table: pa.Table, edition: Edition) -> pa.Table:
    """Return the fields of the edition that `table` has, `source_line` and `is_usable`; every record."""
    return table.select([*(field.name for field in edition.fields), "source_line", "is_usable"])


def standardised_csv(table: pa.Table, edition: Edition) -> bytes:
    """Return the standardised records as CSV."""
    return csv_bytes(standardised_columns(table, edition))


def standardised_parquet(table: pa.Table, edition: Edition) -> bytes:
    """Return the standardised records as Parquet."""
    sink = io.BytesIO()
    pq.write_table(standardised_columns(table, edition), sink, compression="zstd")
    return sink.getvalue()
