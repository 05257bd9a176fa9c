"""Storable text: characters that a database or another program can't hold are taken out of published text, once.

NUL (U+0000) is left out. Half of a surrogate pair, which an escape in JSON can name, becomes U+FFFD. Both are said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Places, Severity, Texts
from transforms.domain.sheet import Reading, Sheet

_NUL = "\0"
_NUL_BYTE = re.compile(rb"\0")
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
NAME_CHANGED = "its name had a character that can't be stored"
VALUE_CHANGED = "it had a character that can't be stored"


def storable(text: str) -> str:
    """Return `text` with nothing in it that can't be stored."""
    return _HALF_A_PAIR.sub(_REPLACEMENT, text).replace(_NUL, "")


def whole_pairs(texts: Sequence[str]) -> pa.Array:
    """Return texts as Arrow holds them, which takes no half of a pair.

    The character that stands for one is followed by a NUL, so that `make_storable` knows the text for a changed one.
    """
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        return pa.array([_HALF_A_PAIR.sub(_REPLACEMENT + _NUL, text) for text in texts], pa.string())


def make_storable(reading: Reading) -> Reading:
    """Return `reading` with nothing in its names, cells and findings that can't be stored, and what was changed."""
    findings = tuple(_of_finding(finding) for finding in reading.findings)
    name = reading.table_name and storable(reading.table_name)
    if reading.sheet is None:
        return replace(reading, findings=findings, table_name=name)
    sheet, changed = _of_sheet(reading.sheet)
    return replace(reading, sheet=sheet, findings=(*findings, *changed), table_name=name)


def _of_sheet(sheet: Sheet) -> tuple[Sheet, list[Finding]]:
    header = tuple(storable(cell) for cell in sheet.header)
    columns, changed = sheet.cells.columns, []
    for position, (name, published) in enumerate(zip(header, sheet.header, strict=True)):
        if name != published:
            changed.append(_changed(name, [sheet.header_line], [name], NAME_CHANGED))
        for rows in _rows_with_nul(columns[position]):
            columns[position] = pc.replace_substring(columns[position], _NUL, "")
            values = columns[position].take(pa.array(rows)).to_pylist()
            changed.append(_changed(name, sheet.lines[rows], values, VALUE_CHANGED))
    if not changed:
        return sheet, []
    return replace(sheet, header=header, cells=pa.table(columns, names=sheet.cells.column_names)), changed


def _rows_with_nul(column: pa.ChunkedArray) -> Iterator[npt.NDArray[np.int64]]:
    """Yield the rows that hold a NUL if any does; nearly always a look at the bytes says that none does."""
    if any(chunk.buffers()[2] and _NUL_BYTE.search(chunk.buffers()[2]) for chunk in column.chunks):
        rows = np.flatnonzero(pc.fill_null(pc.match_substring(column, _NUL), False).to_numpy())
        if len(rows):
            yield rows


def _changed(column: str, lines: Places, values: Texts, repair: str) -> Finding:
    facts = {"repair": repair, "such_as": ""}
    return Finding("value-repaired", Severity.INFO, column=column, lines=lines, values=values, facts=facts)


def _of_finding(finding: Finding) -> Finding:
    """Return a finding with nothing in its texts that can't be stored."""
    facts = {name: storable(fact) if isinstance(fact, str) else fact for name, fact in finding.facts.items()}
    values = finding.values and [text and storable(text) for text in finding.values]
    return replace(finding, column=finding.column and storable(finding.column), values=values, facts=facts)
