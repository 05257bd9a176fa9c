"""JSON text: documents and lines of it, with numbers as they were written and the place of every record."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Record = dict[str, Any]

DECODER = json.JSONDecoder(parse_float=str, parse_int=str)  # numbers stay as they were written
SPACE = re.compile(r"[\s,]*")
LINE = re.compile(r"[^\r\n]+")


def looks_like_records(start: str) -> bool:
    """Return whether text means to be JSON: an object, or an array of objects, arrays, texts or nothing."""
    return re.match(r"[\ufeff\s]*(\{\s*(\"|\}|$)|\[\s*([\[{\"\]]|$))", start) is not None


def is_json_lines(text: str) -> bool:
    """Return whether the first line is a whole record and another line follows it."""
    return re.match(r"[\ufeff\s]*\{[^\r\n]*\}[ \t]*[\r\n]\s*\{", text) is not None


def json_lines(text: str) -> tuple[list[Record], list[int], dict[int, str]]:
    """Return the records of JSON lines and where they start, and the lines that are no record, by where they start."""
    records, offsets, broken = [], [], {}
    for match in LINE.finditer(text):
        line = match[0].strip("\ufeff\x1e \t")
        if not line:
            continue
        try:
            record = DECODER.decode(line)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            records.append(record)
            offsets.append(match.start())
        else:
            broken[match.start()] = line
    if len(broken) > len(records):
        raise ValueError("most lines are no records")
    return records, offsets, broken


def offsets_of(text: str, path: Sequence[str], count: int, start: int = 0) -> list[int]:
    """Return where each of the `count` items starts of the list at `path` in the value that starts at `start`."""
    position = _skip(text, start)
    for key in path:
        position = _value_of(text, position, key)
    offsets = []
    position = _skip(text, position + 1)
    for _ in range(count):
        offsets.append(position)
        _, end = DECODER.raw_decode(text, position)
        position = _skip(text, end)
    return offsets


def offsets_in_pages(text: str, pages: str, path: Sequence[str], counts: Sequence[int]) -> list[int]:
    """Return where each item starts of the lists at `path` in every member of the list called `pages`."""
    starts = offsets_of(text, (pages,), len(counts))
    return [
        offset
        for start, count in zip(starts, counts, strict=True)
        if count
        for offset in offsets_of(text, path, count, start)
    ]


def line_numbers(text: str, offsets: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return the physical line of every place in the text."""
    ends = [line.end() for line in _line_ends(text)]
    return np.array([bisect_right(ends, offset) + 1 for offset in offsets], dtype=np.int64)


def _line_ends(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"\r\n|\r|\n", text)


def _value_of(text: str, position: int, name: str) -> int:
    """Return where the value of the last key called `name` starts in the object at `position`."""
    start_of_value = -1
    position = _skip(text, position + 1)
    while text[position] != "}":
        key, end = DECODER.raw_decode(text, position)
        start = _skip(text, text.index(":", end) + 1)
        start_of_value = start if key == name else start_of_value
        _, end = DECODER.raw_decode(text, start)
        position = _skip(text, end)
    return start_of_value


def _skip(text: str, position: int) -> int:
    spaces = SPACE.match(text, position)
    end = spaces.end() if spaces else position
    return end + 1 if text.startswith("\ufeff", end) else end
