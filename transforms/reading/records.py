"""Records: JSON arrays of records, packages that hold one, JSON lines, and the pages of a service's answer."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading
from transforms.reading.decode import Decoding
from transforms.reading.features import is_feature, read_features
from transforms.reading.flatten import as_text, flatten
from transforms.reading.header import Recognise
from transforms.reading.json_text import (
    DECODER,
    Path,
    Record,
    is_json_lines,
    json_lines,
    line_numbers,
    looks_like_records,
    offsets_of,
)
from transforms.reading.limits import Limits
from transforms.reading.record_table import read_table
from transforms.reading.refusal import AS_CSV, not_tabular

__all__ = ["looks_like_records", "read_records"]

DEPTH = 6


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
    lists = [*_rows_under_names(document), *_lists_of_records(document, ())]
    if not lists:
        return not_tabular("a JSON document without a list of records", AS_CSV)
    known = {path: _known(records, recognise) for path, records in lists}
    best, chosen = max(lists, key=lambda found: (known[found[0]], len(found[1])))
    alike = [found for found in lists if _is_next_page(best, found[0])] or [(best, chosen)]
    records = [record for _, page in alike for record in page]
    offsets = [
        offset for path, page in alike for offset in _offsets(text, path, len(page), is_headed=path[-1:] == (None,))
    ]
    is_part = _says_more(_parent(document, alike[-1][0]), len(records))
    findings = [*decoding.findings, *([Finding("file-cut-short", Severity.WARNING)] if is_part else [])]
    return _table(records, _parent(document, best), text, offsets, findings, decoding, limits)


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
        flat, said = read_features(records, document, lines.tolist())
    else:
        flat, said = [flatten(record) for record in records], []
    return read_table(flat, lines, limits, decoding.encoding, [*findings, *said])


def _offsets(text: str, path: tuple[Any, ...], count: int, *, is_headed: bool) -> list[int]:
    """Return where records start; of a list under names (its path ends in None), those after the names."""
    if not is_headed:
        return offsets_of(text, path, count)
    *where, skipped, _ = path
    return offsets_of(text, tuple(where), count + skipped)[skipped:]


def _rows_under_names(document: Any) -> Iterator[tuple[tuple[Any, ...], list[Record]]]:  # noqa: ANN401 (any JSON)
    """Yield tables of bare rows: `columns` and `data`, Socrata's `meta` and `data`, a list whose first row is names.

    Their paths end in the number of rows that hold names and None.
    """
    if isinstance(document, dict):
        names, data = _column_names(document), document.get("data")
        if names and _is_rows(data):
            rows = [{name: item for name, item in zip(names, row, strict=False) if name} for row in data]
            yield ("data", 0, None), rows
            return
    for path, rows in (((), document), (("values",), document.get("values") if isinstance(document, dict) else None)):
        if _is_rows(rows) and len(rows) > 1 and rows[0] and all(isinstance(name, str) for name in rows[0]):
            yield (*path, 1, None), [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]


def _is_rows(data: Any) -> bool:  # noqa: ANN401 (any JSON)
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


def _lists_of_records(value: Any, path: Path) -> Iterator[tuple[tuple[Any, ...], list[Record]]]:  # noqa: ANN401 (any JSON)
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        yield path, value
        if path == ("pages",):
            for place, item in enumerate(value):
                yield from _lists_of_records(item, (*path, place))
    elif isinstance(value, dict) and len(path) < DEPTH:
        for key, item in value.items():
            yield from _lists_of_records(item, (*path, key))


def _is_next_page(best: tuple[Any, ...], path: tuple[Any, ...]) -> bool:
    """Return whether two lists are the same list on different pages of one answer."""
    is_paged = len(best) > 2 and best[0] == "pages" and isinstance(best[1], int)
    return is_paged and len(path) == len(best) and path[0] == "pages" and path[2:] == best[2:]


def _known(records: Sequence[Record], recognise: Recognise) -> int:
    sample = [
        record["properties"] if is_feature(record) and "properties" in record else record for record in records[:50]
    ]
    sample = [record["attributes"] if is_feature(record) and "attributes" in record else record for record in sample]
    return recognise(list(dict.fromkeys(name for record in sample for name in flatten(record))))


def _parent(document: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401 (any JSON)
    """Return what holds the list at `path`."""
    if path[-1:] == (None,):
        return document
    for key in path[:-1]:
        document = document[key]
    return document


def _says_more(answer: Any, count: int) -> bool:  # noqa: ANN401 (any JSON)
    """Return whether a service's answer says that it is a part only of what was asked for."""
    if not isinstance(answer, dict):
        return False
    properties = answer.get("properties")
    if answer.get("exceededTransferLimit") is True:
        return True
    if isinstance(properties, dict) and properties.get("exceededTransferLimit") is True:
        return True
    matched = answer.get("numberMatched", answer.get("totalFeatures"))
    return "features" in answer and isinstance(matched, str) and matched.isdecimal() and int(matched) > count
