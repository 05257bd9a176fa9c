"""CSV on the Web: what every CSV of a package holds, and whether one is as it is described.

Source: https://www.w3.org/TR/tabular-metadata/ and https://www.w3.org/TR/tabular-data-primer/
Known:  only what we write is read: a table's columns by title, their datatypes of `DATATYPES`, and which are required.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from transforms.release_package.package_files import Files

METADATA = "cells.csv-metadata.json"
CONTEXT = "http://www.w3.org/ns/csvw"
DATATYPES = {
    "string": "",
    "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    "integer": r"[+-]?\d+",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
}
# By file, what is no text, or may not be blank; columns of other files are texts.
DECIMALS: Mapping[str, tuple[str, ...]] = {
    "cells.csv": ("value",),
    "indicators.csv": ("value",),
    "cells.sdmx.csv": ("OBS_VALUE", "IMPUTED"),
    "revisions.csv": ("old", "new"),
    "disputes.csv": ("value", "declared"),
    "imputed.csv": ("value", "imputed"),
    "quality.csv": ("per_cent",),
}
# The columns with values of cells, which are texts where one of these is a day.
VALUES = (
    *(("cells.csv", "value"), ("cells.sdmx.csv", "OBS_VALUE"), ("disputes.csv", "value")),
    *(("revisions.csv", "old"), ("revisions.csv", "new")),
)
INTEGERS: Mapping[str, tuple[str, ...]] = {
    "confirmations.csv": ("cells_confirmed", "cells_not_confirmed"),
    "quality.csv": ("number", "out_of"),
}
DATES: Mapping[str, tuple[str, ...]] = {"confirmations.csv": ("confirmed_on",), "issues.csv": ("fetched",)}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "cells.csv": ("return", "authority", "period", "cell", "origin"),
    "indicators.csv": ("return", "authority", "period", "indicator"),
    "exceptions.csv": ("return", "period", "reason"),
    "cells.sdmx.csv": ("STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", "TIME_PERIOD", "CELL", "ORIGIN"),
    "declared.csv": ("authority", "period", "cell", "value"),
    "confirmations.csv": ("authority", "state", "cells_confirmed", "cells_not_confirmed", "cells_sha256"),
    "revisions.csv": ("authority", "cell"),
    "disputes.csv": ("authority", "cell", "why"),
    "explanations.csv": ("authority", "check", "why"),
    "imputed.csv": ("return", "authority", "period", "cell", "imputed", "method"),
    "quality.csv": ("measure",),
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "cells.csv": ("authority", "cell"),
    "indicators.csv": ("authority", "indicator"),
    "cells.sdmx.csv": ("REF_AREA", "TIME_PERIOD", "CELL"),
    "declared.csv": ("authority", "cell"),
    "confirmations.csv": ("authority",),
    "revisions.csv": ("authority", "cell"),
    "disputes.csv": ("authority", "cell"),
    "explanations.csv": ("authority", "check"),
    "imputed.csv": ("authority", "cell"),
    "quality.csv": ("measure",),
}


def csv_metadata(headers: Mapping[str, Sequence[str]], *, has_days: bool = False) -> bytes:
    """Return the metadata of every CSV of a package, by the titles of its columns.

    Args:
        headers: the titles, by file.
        has_days: whether a cell of the return holds a day, so that not every value is a number.

    """
    tables = [
        {"url": name, "tableSchema": _schema(name, titles, has_days=has_days)}
        for name, titles in sorted(headers.items())
        if len(titles)
    ]
    metadata = {"@context": CONTEXT, "tables": tables}
    return (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode()


def header_of(content: bytes) -> list[str]:
    """Return the titles of the columns of a CSV whose first record is whole in `content`."""
    import csv

    return next(csv.reader(io.StringIO(content.decode("utf-8", errors="replace"), newline="")), [])


def wrong_in_csvs(files: Files, metadata: bytes) -> Iterator[str]:
    """Yield, in a sentence each, what is not as the metadata says; raise ValueError where this is no such metadata."""
    try:
        tables = {table["url"]: table["tableSchema"] for table in json.loads(metadata)["tables"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{METADATA} is not the metadata of tables") from error
    for name in files.names:
        if name.endswith(".csv") and name not in tables:
            yield f"{name} is not described in {METADATA}"
    for name, schema in tables.items():
        if name not in files.names:
            yield f"{METADATA} describes {name}, which is missing"
        else:
            yield from _wrong_in(name, files, schema)


def _schema(name: str, titles: Sequence[str], *, has_days: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(name, title, has_days=has_days) for title in titles]}
    if keys := KEYS.get(name):
        schema["primaryKey"] = list(keys)
    return schema


def _column(name: str, title: str, *, has_days: bool) -> dict[str, Any]:
    kinds = (("decimal", DECIMALS), ("integer", INTEGERS), ("date", DATES))
    datatype = next((kind for kind, columns in kinds if title in columns.get(name, ())), "string")
    if has_days and (name, title) in VALUES:
        datatype = "string"
    column: dict[str, Any] = {"titles": title, "datatype": datatype}
    if title.isidentifier() and title.isascii() and not title.startswith("_"):
        column = {"name": title, **column}
    if title in REQUIRED.get(name, ()):
        column["required"] = True
    return column


def _wrong_in(name: str, files: Files, schema: Mapping[str, Any]) -> Iterator[str]:
    try:
        columns = [(str(c["titles"]), str(c["datatype"]), c.get("required", False)) for c in schema["columns"]]
        keys = [str(key) for key in schema.get("primaryKey", ())]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{METADATA} does not describe the columns of {name}") from error
    try:
        table = _read(files, name)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        yield f"{name} is no table: {str(error).splitlines()[0][:160]}"
        return
    if table.column_names != [title for title, _, _ in columns]:
        yield f"{name} does not have the columns that {METADATA} describes"
        return
    for position, (title, datatype, is_required) in enumerate(columns):
        if sentence := _wrong_in_column(table.column(position), datatype, is_required=is_required):
            yield f"{name}, column {title}: {sentence}"
    if keys and _repeats(table, keys):
        yield f"{name} has two rows for the same {' and '.join(keys)}"


def _read(files: Files, name: str) -> pa.Table:
    """Return a CSV as text, column by column."""
    with files.open(name) as file:
        content = file.read()
    titles = header_of(content[: 1 << 20])
    types = dict.fromkeys(titles, pa.large_string())
    return pacsv.read_csv(
        io.BytesIO(content),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )


def _wrong_in_column(column: pa.ChunkedArray, datatype: str, *, is_required: bool) -> str:
    if datatype not in DATATYPES:
        return f"“{datatype}” is a datatype that is not used here"
    is_blank = pc.equal(column, "")
    if is_required and pc.any(is_blank).as_py():
        return "a value is missing"
    if pattern := DATATYPES[datatype]:
        is_read = pc.or_(is_blank, pc.match_substring_regex(column, f"^({pattern})$"))
        if pc.all(is_read).as_py() is False:
            text = column.filter(pc.invert(is_read))[0].as_py()
            return f"“{text[:40]}” is no {datatype}"
    return ""


def _repeats(table: pa.Table, keys: Sequence[str]) -> bool:
    if not set(keys) <= set(table.column_names):
        return True
    return len(table.group_by(list(keys)).aggregate([])) < len(table)
