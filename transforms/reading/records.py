"""Records: JSON arrays of records, packages that hold one, JSON lines, GeoJSON points and map-service features."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading, Sheet
from transforms.reading.decode import Decoding
from transforms.reading.header import Recognise
from transforms.reading.refusal import AS_CSV, not_tabular

Record = dict[str, Any]
Path = tuple[str | int, ...]

DECODER = json.JSONDecoder(parse_float=str, parse_int=str)  # numbers stay as they were written
SPACE = re.compile(r"[\s,]*")
DEPTH = 4


def looks_like_records(start: str) -> bool:
    """Return whether text means to be JSON: an object, or an array of objects, arrays, texts or nothing."""
    return re.match(r"[\ufeff\s]*(\{\s*(\"|\}|$)|\[\s*([\[{\"\]]|$))", start) is not None


def read_records(content: bytes, decoding: Decoding, recognise: Recognise) -> Reading:
    """Return the table that JSON text holds."""
    text = decoding.text(content)
    try:
        found = _json_lines(text) if _is_json_lines(text) else _json(text, recognise)
    except (ValueError, RecursionError) as error:
        at = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        return not_tabular(f"JSON that breaks the rules of JSON{at}", AS_CSV)
    if found is None:
        return not_tabular("a JSON document without a list of records", AS_CSV)
    records, offsets = found
    return _reading(records, _line_numbers(text, offsets), decoding)


def _reading(records: Sequence[Record], lines: np.ndarray[Any, np.dtype[np.int64]], decoding: Decoding) -> Reading:
    flat = [_flat(record) for record in records]
    header = tuple(dict.fromkeys(name for record in flat for name in record))
    columns = {
        str(i): pa.array([record.get(name, "") for record in flat], pa.string()) for i, name in enumerate(header)
    }
    filled = np.array([any(value.strip() for value in record.values()) for record in flat], dtype=bool)
    findings = list(decoding.findings)
    if not filled.all():
        findings.append(Finding("row-ignored", Severity.INFO, lines=lines[~filled].tolist(), facts={"reason": "blank"}))
    if not filled.any():
        findings.append(Finding("file-without-records", Severity.WARNING, facts={"header_line": 1}))
    table = pa.table(columns) if header else pa.table({"0": pa.array([], pa.string())})
    sheet = Sheet(
        header=header,
        header_line=1,
        cells=table.filter(pa.array(filled)) if header else table,
        lines=lines[filled],
        widths=np.full(int(filled.sum()), len(header), dtype=np.int64),
    )
    return Reading(sheet, decoding.encoding, tuple(findings))


def _is_json_lines(text: str) -> bool:
    """Return whether the first line is a whole record and another line follows it."""
    return re.match(r"[\ufeff\s]*\{[^\r\n]*\}[ \t]*[\r\n]\s*\{", text) is not None


def _json_lines(text: str) -> tuple[list[Record], list[int]]:
    records, offsets = [], []
    for found in re.finditer(r"[^\r\n]+", text):
        line = found[0].strip("\ufeff \t")
        if line:
            records.append(DECODER.decode(line))
            offsets.append(found.start())
    if not all(isinstance(record, dict) for record in records):
        raise ValueError("a line is not a record")
    return records, offsets


def _json(text: str, recognise: Recognise) -> tuple[list[Record], list[int]] | None:
    document = DECODER.decode(text.lstrip("\ufeff"))
    if isinstance(document, dict) and _is_columnar(document):
        rows = [dict(zip(document["columns"], row, strict=False)) for row in document["data"]]
        return rows, _offsets(text, ("data",), len(rows))
    lists = list(_lists_of_records(document, ()))
    if not lists:
        return None
    path, records = max(lists, key=lambda found: (_known(found[1], recognise), len(found[1])))
    return list(records), _offsets(text, path, len(records))


def _known(records: Sequence[Record], recognise: Recognise) -> int:
    return recognise(list(dict.fromkeys(name for record in records[:50] for name in _flat(record))))


def _is_columnar(document: Record) -> bool:
    columns, data = document.get("columns"), document.get("data")
    return (
        isinstance(columns, list)
        and all(isinstance(column, str) for column in columns)
        and isinstance(data, list)
        and all(isinstance(row, list) for row in data)
    )


def _lists_of_records(value: Any, path: Path) -> Iterator[tuple[Path, list[Record]]]:  # noqa: ANN401 (any JSON)
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        yield path, value
    elif isinstance(value, dict) and len(path) < DEPTH:
        for key, item in value.items():
            yield from _lists_of_records(item, (*path, key))


def _flat(record: Record) -> dict[str, str]:
    """Return a record as named texts; a feature gives its properties and the coordinates of its point."""
    properties = record.get("properties", record.get("attributes"))
    if isinstance(properties, dict) and "geometry" in record:
        flat = dict(_leaves(properties, ""))
        for name, value in _coordinates(record["geometry"]).items():
            flat.setdefault(name, value)
        return flat
    return dict(_leaves(record, ""))


def _coordinates(geometry: Any) -> dict[str, str]:  # noqa: ANN401 (any JSON)
    if not isinstance(geometry, dict):
        return {}
    if geometry.get("type") == "Point" and len(geometry.get("coordinates") or ()) >= 2:
        x, y = geometry["coordinates"][:2]
        return {"GeoX": _text(x), "GeoY": _text(y)}
    if "x" in geometry and "y" in geometry:
        return {"GeoX": _text(geometry["x"]), "GeoY": _text(geometry["y"])}
    return {"geometry": json.dumps(geometry)}


def _leaves(value: Any, name: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 (any JSON)
    """Yield nested values under paths such as `plannedDates/0/startDate`; a list of plain values is joined by pipes."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{name}/{key}" if name else key)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for place, item in enumerate(value):
            yield from _leaves(item, f"{name}/{place}")
    else:
        yield name, "|".join(map(_text, value)) if isinstance(value, list) else _text(value)


def _text(value: Any) -> str:  # noqa: ANN401 (any JSON)
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _offsets(text: str, path: Path, count: int) -> list[int]:
    """Return where in the text each record of the list at `path` starts."""
    position = _skip(text, 0)
    for key in path:
        position = _value_of(text, position, str(key))
    offsets = []
    position = _skip(text, position + 1)
    for _ in range(count):
        offsets.append(position)
        _, end = DECODER.raw_decode(text, position)
        position = _skip(text, end)
    return offsets


def _value_of(text: str, position: int, wanted: str) -> int:
    """Return where the value of the last key called `wanted` starts in the object at `position`."""
    found = -1
    position = _skip(text, position + 1)
    while text[position] != "}":
        key, end = DECODER.raw_decode(text, position)
        start = _skip(text, text.index(":", end) + 1)
        found = start if key == wanted else found
        _, end = DECODER.raw_decode(text, start)
        position = _skip(text, end)
    return found


def _skip(text: str, position: int) -> int:
    found = SPACE.match(text, position)
    end = found.end() if found else position
    return end + 1 if text.startswith("\ufeff", end) else end


def _line_numbers(text: str, offsets: Sequence[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    ends = [found.end() for found in re.finditer(r"\r\n|\r|\n", text)]
    return np.array([bisect_right(ends, offset) + 1 for offset in offsets], dtype=np.int64)
