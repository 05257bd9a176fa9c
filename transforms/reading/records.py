"""Records: JSON arrays of records, packages that hold one, JSON lines, and the pages of a service's answer."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading
from transforms.reading.decode import Decoding
from transforms.reading.envelopes import error_words, is_cut_short, is_empty_list, page_records
from transforms.reading.features import is_feature, read_features
from transforms.reading.flatten import as_text, flatten
from transforms.reading.header import Recognise
from transforms.reading.json_text import (
    DECODER,
    Record,
    is_json_lines,
    json_lines,
    line_numbers,
    looks_like_records,
    offsets_in_pages,
    offsets_of,
)
from transforms.reading.limits import Limits
from transforms.reading.record_table import read_table
from transforms.reading.refusal import AS_CSV, not_tabular

__all__ = ["looks_like_records", "read_records"]

DEPTH = 6
PAGES = "pages"
AT_ADDRESS = "Open the address in a browser without signing in: it answers with this error instead of the records."


@dataclass(frozen=True)
class Table:
    """Records, where in the document their list is, and how many of its first items are names instead."""

    path: tuple[str, ...]
    records: Sequence[Record]
    names: int = 0


def read_records(content: bytes, decoding: Decoding, recognise: Recognise, limits: Limits) -> Reading:
    """Return the table that JSON text holds."""
    text = decoding.text(content)
    try:
        return _read_lines(text, decoding, limits) if is_json_lines(text) else _read(text, decoding, recognise, limits)
    except (ValueError, RecursionError) as error:
        at = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        return not_tabular(f"JSON that breaks the rules of JSON{at}", AS_CSV)


def _read_lines(text: str, decoding: Decoding, limits: Limits) -> Reading:
    records, offsets, broken = json_lines(text)
    unreadable = Finding(
        "record-unreadable",
        Severity.CRITICAL,
        lines=line_numbers(text, list(broken)).tolist(),
        values=[line[:200] for line in broken.values()],
    )
    findings = [*decoding.findings, *([unreadable] if broken else [])]
    return _table(records, None, text, offsets, findings, decoding, limits)


def _read(text: str, decoding: Decoding, recognise: Recognise, limits: Limits) -> Reading:
    document = DECODER.decode(text.lstrip("\ufeff"))
    if pages := _pages(document):
        path, of_pages = pages
        records = [record for page in of_pages for record in page]
        offsets = offsets_in_pages(text, PAGES, path, [len(page) for page in of_pages])
        findings = _findings(decoding, document[PAGES][-1], path, len(records))
        return _table(records, document[PAGES][0], text, offsets, findings, decoding, limits)
    lists = [*_rows_under_names(document), *_lists_of_records(document, ())]
    if not lists:
        return _without_list(document, decoding)
    table = max(lists, key=lambda candidate: (_recognised(candidate.records, recognise), len(candidate.records)))
    holder = _holder(document, table.path)
    offsets = offsets_of(text, table.path, len(table.records) + table.names)[table.names :]
    findings = _findings(decoding, document, table.path, len(table.records))
    return _table(table.records, holder, text, offsets, findings, decoding, limits)


def _without_list(document: Any, decoding: Decoding) -> Reading:  # noqa: ANN401 (any JSON)
    """Return why an answer holds no records: an error in the server's words, an empty list, or no list."""
    if words := error_words(document):
        return not_tabular(f"an error message of a server (“{words}”)", AT_ADDRESS)
    if is_empty_list(document):
        finding = Finding("file-without-records", Severity.WARNING, facts={"header_line": 1})
        return Reading(None, decoding.encoding, (*decoding.findings, finding))
    return not_tabular("a JSON document without a list of records", AS_CSV)


def _findings(decoding: Decoding, document: Any, path: Sequence[str], count: int) -> list[Finding]:  # noqa: ANN401 (any JSON)
    is_part = is_cut_short(document, path, count)
    return [*decoding.findings, *([Finding("file-cut-short", Severity.WARNING)] if is_part else [])]


def _pages(document: Any) -> tuple[tuple[str, ...], list[list[Record]]] | None:  # noqa: ANN401 (any JSON)
    """Return where the pages of a service's answer have their records, put together as they were fetched, and these.

    None in any other document: one whose pages are not all alike, or hold no record at all.
    """
    pages = document.get(PAGES) if isinstance(document, dict) and len(document) == 1 else None
    listed = [page_records(page) for page in pages] if isinstance(pages, list) else []
    alike = [each for each in listed if each is not None]
    if not alike or len(alike) < len(listed) or len({path for path, _ in alike}) > 1:
        return None
    lists = [records for _, records in alike]
    return (alike[0][0], lists) if any(lists) else None


def _table(
    records: Sequence[Record],
    document: Any,  # noqa: ANN401 (any JSON)
    text: str,
    offsets: Sequence[int],
    findings: Sequence[Finding],
    decoding: Decoding,
    limits: Limits,
) -> Reading:
    lines = line_numbers(text, offsets)
    if records and all(map(is_feature, records)):
        flat, remarks = read_features(records, document, lines.tolist())
    else:
        flat, remarks = [flatten(record) for record in records], []
    return read_table(flat, lines, limits, decoding.encoding, [*findings, *remarks])


def _rows_under_names(document: Any) -> Iterator[Table]:  # noqa: ANN401 (any JSON)
    """Yield tables of bare rows: `columns` and `data`, Socrata's `meta` and `data`, a list whose first row is names."""
    if isinstance(document, dict):
        names, data = _column_names(document), document.get("data")
        if names and _is_rows(data):
            rows = [{name: item for name, item in zip(names, row, strict=False) if name} for row in data]
            yield Table(("data",), rows)
            return
    lists: list[tuple[tuple[str, ...], Any]] = [((), document)]
    if isinstance(document, dict):
        lists.append((("values",), document.get("values")))
    for path, listed in lists:
        if _is_rows(listed) and len(listed) > 1 and listed[0] and all(isinstance(name, str) for name in listed[0]):
            yield Table(path, [dict(zip(listed[0], row, strict=False)) for row in listed[1:]], names=1)


def _is_rows(data: Any) -> TypeGuard[list[list[Any]]]:  # noqa: ANN401 (any JSON)
    return isinstance(data, list) and all(isinstance(row, list) for row in data)


def _column_names(document: Mapping[str, Any]) -> list[str] | None:
    """Return the names of bare rows' columns; "" for Socrata's own columns, which are no data."""
    columns = document.get("columns")
    meta = document.get("meta")
    if columns is None and isinstance(meta, dict) and isinstance(meta.get("view"), dict):
        columns = meta["view"].get("columns")
    if not isinstance(columns, list):
        return None
    if all(isinstance(column, str) for column in columns):
        return columns
    if not all(isinstance(column, dict) and "name" in column for column in columns):
        return None
    is_own = ["meta_data" in (column.get("dataTypeName"), *column.get("flags", ())) for column in columns]
    return ["" if own else as_text(column["name"]) for column, own in zip(columns, is_own, strict=True)]


def _lists_of_records(value: Any, path: tuple[str, ...]) -> Iterator[Table]:  # noqa: ANN401 (any JSON)
    if value and _is_records(value):
        yield Table(path, value)
    elif isinstance(value, dict) and len(path) < DEPTH:
        for key, item in value.items():
            yield from _lists_of_records(item, (*path, key))


def _is_records(value: Any) -> bool:  # noqa: ANN401 (any JSON)
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _recognised(records: Sequence[Record], recognise: Recognise) -> int:
    sample = [
        record["properties"] if is_feature(record) and "properties" in record else record for record in records[:50]
    ]
    sample = [record["attributes"] if is_feature(record) and "attributes" in record else record for record in sample]
    return recognise(list(dict.fromkeys(name for record in sample for name in flatten(record))))


def _holder(document: Any, path: Sequence[str]) -> Any:  # noqa: ANN401 (any JSON)
    """Return what holds the list at `path`."""
    for key in path[:-1]:
        document = document[key]
    return document
