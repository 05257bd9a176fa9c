"""Repeated headers: tables pasted one under another, whose later column names stand in another order or are others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading, Sheet
from transforms.reading.header import AGAIN, CERTAIN, MOST, Recognise, fold, is_blank

Ints = npt.NDArray[np.int64]


def follow_repeated_headers(reading: Reading, recognise: Recognise) -> Reading:
    """Return the reading with every row under the column names that stand nearest above it."""
    if reading.sheet is None:
        return reading
    headers = _header_rows(reading.sheet, recognise)
    if not len(headers):
        return reading
    lines = np.asarray(reading.sheet.lines)[headers].tolist()
    facts = {"reason": "column names again, by which we read the rows beneath"}
    finding = Finding("row-ignored", Severity.INFO, lines=lines, facts=facts)
    again = [line for other in reading.findings if other.facts.get("reason") == AGAIN for line in other.lines or ()]
    return replace(reading, sheet=_rearranged(reading.sheet, headers, again), findings=(*reading.findings, finding))


def _header_rows(sheet: Sheet, recognise: Recognise) -> Ints:
    """Return the positions of the rows that name columns: most of their cells are names of fields."""
    names = pa.array([name for name in sheet.header if name.strip()], pa.string())
    # All columns in one go, since Arrow sorts the names anew each time that it is asked.
    chunks = [chunk for column in sheet.cells.columns for chunk in column.chunks]
    is_name = pc.is_in(pa.chunked_array(chunks, pa.string()), value_set=names)
    if not pc.any(is_name).as_py():
        return np.array([], dtype=np.int64)
    suspects = np.asarray(is_name.to_numpy(), dtype=bool).reshape(sheet.cells.num_columns, -1).any(axis=0)
    return np.array(
        [row for row in np.flatnonzero(suspects).tolist() if _is_header(sheet, row, recognise)], dtype=np.int64
    )


def _is_header(sheet: Sheet, row: int, recognise: Recognise) -> bool:
    cells = [cell for cell in _cells(sheet, row) if not is_blank(cell)]
    recognised = recognise(cells)
    return recognised >= CERTAIN and recognised >= MOST * len(cells)


def _cells(sheet: Sheet, row: int) -> list[str]:
    return [column[row].as_py() or "" for column in sheet.cells.columns]


def _rearranged(sheet: Sheet, headers: Ints, again: Sequence[int]) -> Sheet:
    """Return a sheet without its later headers, the rows beneath each moved to the columns that it names.

    `again` are the lines on which the sheet's own header was repeated, which are not in it any more.
    """
    positions = {fold(name): position for position, name in reversed(list(enumerate(sheet.header))) if name.strip()}
    names, pieces = list(sheet.header), []
    own = list(range(len(sheet.header)))
    orders = {int(row): None for row in np.searchsorted(np.asarray(sheet.lines), again)} | {0: None}
    orders |= {row + 1: list(_order(_cells(sheet, row), positions, names)) for row in headers.tolist()}
    starts = sorted(orders)
    for start, end in zip(starts, [*starts[1:], sheet.cells.num_rows], strict=True):
        is_before_header = end - 1 in headers and end in orders
        pieces.append((sheet.cells.slice(start, end - start - is_before_header), orders[start] or own))
    rows = np.delete(np.arange(sheet.cells.num_rows), headers)
    columns = [
        pa.concat_arrays([chunk for cells, order in pieces for chunk in _column(cells, order, position)])
        for position in range(len(names))
    ]
    return replace(
        sheet,
        header=tuple(names),
        cells=pa.table({str(position): column for position, column in enumerate(columns)}),
        lines=np.asarray(sheet.lines)[rows],
        widths=np.asarray(sheet.widths)[rows] + (len(names) - len(sheet.header)),
    )


def _order(cells: Sequence[str], positions: dict[str, int], names: list[str]) -> Iterator[int]:
    """Yield, for each cell of a later header, the column of the whole sheet that it names; new names are added."""
    for cell in cells:
        if is_blank(cell):
            names.append("")
            yield len(names) - 1
            continue
        if fold(cell) not in positions:
            positions[fold(cell)] = len(names)
            names.append(cell)
        yield positions[fold(cell)]


def _column(cells: pa.Table, order: Sequence[int], position: int) -> list[pa.Array]:
    """Return one column of the whole sheet in a part of it: blank where the part does not have it."""
    if position not in order:
        return [pa.array([""] * cells.num_rows, pa.string())]
    column = cells.column(list(order).index(position))
    return [chunk.cast(pa.string()) for chunk in column.chunks] or [pa.array([], pa.string())]
