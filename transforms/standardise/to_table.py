"""The standardised table: every field of an edition, then what we know of each record."""

import pyarrow as pa

from transforms.domain.standard import Edition, Field, FieldKind
from transforms.standardise.file_columns import FileColumns
from transforms.standardise.parse_values import TYPES, is_typed
from transforms.standardise.parsed_column import ParsedColumn


def tabulate(edition: Edition, columns: FileColumns, organisations: pa.Array | None) -> pa.Table:
    """Return the table of a file's records; fields that the file lacks are null."""
    arrays: dict[str, pa.Array] = {}
    for field in edition.fields:
        arrays |= _arrays(field, columns.parsed.get(field.name), len(columns))
    if organisations is not None:
        arrays["organisation_gss"] = organisations
    arrays["source_line"] = pa.array(columns.lines, pa.int64())
    return pa.table(arrays)


def _arrays(field: Field, column: ParsedColumn | None, count: int) -> dict[str, pa.Array]:
    """Return the columns of one field: its value, the end of a range, and the text as published of what is no text."""
    kind = TYPES.get(field.kind, pa.string())
    arrays = {field.name: column.values if column else pa.nulls(count, kind)}
    if field.kind is FieldKind.RANGE:
        has_upper = column is not None and column.upper is not None
        arrays[f"{field.name}__upper"] = column.upper if column and has_upper else pa.nulls(count, kind)
    if is_typed(field):
        arrays[f"{field.name}__published"] = column.published if column else pa.nulls(count, pa.string())
    return arrays
