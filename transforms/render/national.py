"""A national dataset: the usable records of every authority's file in use, in our fields and with where each is from.

Grain:  one usable record of one file.
Known:  fields that the standard keeps for personal data are left out, and fields for e-mail addresses, which may be a
        person's; what else was found to be personal is masked in the tables already. Editions stand side by side: a
        field that an edition lacks is blank there. Text is as published, also where a spreadsheet would run it, because
        this table is for programs.
"""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.standard import DatasetStandard, FieldKind
from transforms.render.csv_text import as_text
from transforms.standardise.parse_values import TYPES

PROVENANCE = ("authority_gss", "authority", "source_url", "licence", "fetched_on", "sha256", "edition")
LINE = "source_line"


def national_schema(standard: DatasetStandard) -> pa.Schema:
    """Return the columns of the national dataset: where a record is from, then every field of every edition."""
    personal = {field.name for field in standard.all_fields if field.is_personal or field.kind is FieldKind.EMAIL}
    kinds: dict[str, pa.DataType] = {}
    for edition in standard.editions:
        for field in edition.fields:
            if field.name in personal:
                continue
            kind = TYPES.get(field.kind, pa.string())
            names = (field.name, f"{field.name}__upper") if field.kind is FieldKind.RANGE else (field.name,)
            for name in names:
                kinds[name] = kind if kinds.get(name, kind) == kind else pa.string()
    return pa.schema([*((name, pa.string()) for name in PROVENANCE), (LINE, pa.int64()), *kinds.items()])


def national_records(table: pa.Table, schema: pa.Schema, provenance: Mapping[str, str]) -> pa.Table:
    """Return the usable records of one standardised table as rows of the national dataset.

    Args:
        table: the standardised records of one file.
        schema: of the national dataset.
        provenance: a text for each of `PROVENANCE`.

    """
    usable = table.filter(pc.fill_null(table["is_usable"], False))
    columns = [
        pa.repeat(pa.scalar(provenance[field.name], pa.string()), usable.num_rows)
        if field.name in PROVENANCE
        else _as(usable[field.name], field.type)
        if field.name in usable.column_names
        else pa.nulls(usable.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _as(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray | pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if column.type == kind:
        return column
    if kind == pa.string():
        return as_text(column).cast(kind)
    return column.cast(kind)
