"""The records behind a cell, as text in columns, as CSV or as JSON."""

import json

import pyarrow as pa

from transforms.render.csv_text import as_text, csv_bytes
from transforms.render.report_words.counts import counted, on_one_line

WIDEST = 44
ALWAYS_SHOWN = ("authority", "fetched", "sha256", "line", "reference")


def records_csv(records: pa.Table) -> bytes:
    """Return the records as CSV."""
    text = [name for name in records.column_names if pa.types.is_string(records.schema.field(name).type)]
    return csv_bytes(records, guard=text)


def records_json(records: pa.Table) -> bytes:
    """Return the records as a JSON list of objects, one to a line; dates ISO, exact numbers as text is published."""
    texts = {name: as_text(records[name]).to_pylist() for name in records.column_names}
    rows = []
    for position, record in enumerate(records.to_pylist()):
        plain = {
            name: value if isinstance(value, int | str | bool | None) else texts[name][position]
            for name, value in record.items()
        }
        rows.append(json.dumps(plain, ensure_ascii=False))
    return ("[" + ",\n ".join(rows) + "]\n").encode()


def records_text(records: pa.Table) -> bytes:
    """Return the records in columns for reading, their number last; blank columns left out, a hash cut short."""
    texts = {name: [_cell(name, text) for text in as_text(records[name]).to_pylist()] for name in records.column_names}
    texts = {name: column for name, column in texts.items() if name in ALWAYS_SHOWN or any(column)}
    names, columns = list(texts), list(texts.values())
    widths = [max([len(name), *map(len, column)]) for name, column in zip(names, columns, strict=True)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in (names, *zip(*columns, strict=True))
    ]
    return "\n".join([*lines, "", counted(records.num_rows, "record") + ".", ""]).encode()


def _cell(name: str, text: str) -> str:
    text = on_one_line(text)
    if name == "sha256":
        return text[:12]
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
