"""Alike tables: files of an archive or layers of a map with the same columns, a month each, read one after another."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from transforms.domain.sheet import Reading, Sheet
from transforms.reading.header import fold
from transforms.reading.sheet_choice import joined_sheets

SHARE = 0.8  # of the names of as many columns, in the same places; a misspelt name is no other table


def are_alike(header: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two tables have the same columns: in any order, or in the same places with a name or two amiss."""
    names, others = list(map(fold, header)), list(map(fold, other))
    if set(filter(None, names)) == set(filter(None, others)):
        return True
    same = sum(name == other for name, other in zip(names, others, strict=False))
    return len(names) == len(others) and same >= SHARE * len(names)


def without_copies(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings without those that hold the same table as one before them."""
    different: list[Reading] = []
    for reading in readings:
        cells = [table.sheet.cells for table in different if table.sheet is not None]
        if reading.sheet is None or not any(reading.sheet.cells.equals(table) for table in cells):
            different.append(reading)
    return different


def join_alike(kind: str, readings: Sequence[Reading]) -> Reading:
    """Return readings with a sheet of the same columns as one, in their order, under all their names."""
    first = readings[0]
    if len(readings) == 1 or first.sheet is None:
        return first
    names = [reading.table_name or "" for reading in readings]
    sheets = [_as_first(first.sheet, reading.sheet) for reading in readings if reading.sheet is not None]
    sheet = replace(
        first.sheet,
        cells=pa.concat_tables([sheet.cells for sheet in sheets]).combine_chunks(),
        lines=np.concatenate([np.asarray(sheet.lines) for sheet in sheets]),
        widths=np.concatenate([np.asarray(sheet.widths) for sheet in sheets]),
    )
    findings = [finding for reading in readings for finding in reading.findings]
    return replace(first, sheet=sheet, findings=(*joined_sheets(kind, names), *findings), table_name=", ".join(names))


def _as_first(first: Sheet, sheet: Sheet) -> Sheet:
    """Return a sheet with its columns in the order of the first one's."""
    if sheet.header == first.header:
        return sheet
    positions = {fold(name): str(position) for position, name in reversed(list(enumerate(sheet.header)))}
    blank = pa.chunked_array([pa.array([""] * sheet.cells.num_rows, pa.string())])

    def column(position: int, name: str) -> pa.ChunkedArray:
        own = positions.get(fold(name), str(position))
        return sheet.cells[own] if int(own) < len(sheet.header) else blank

    columns = [column(position, name) for position, name in enumerate(first.header)]
    widths = np.full(len(sheet.lines), len(first.header))
    return replace(
        sheet, header=first.header, cells=pa.table({str(i): column for i, column in enumerate(columns)}), widths=widths
    )
