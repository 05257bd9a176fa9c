"""Misaligned rows: rows with fewer or more cells than the header, or whose values stand beside their columns."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Sheet
from transforms.standardise.shifted_rows import SHIFTS

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

STEADY = 20  # filled cells in succession that are no accident
MORE, FEWER, AS_MANY = "more cells than", "fewer cells than", "as many cells as"
UNKNOWN = "values may be in the wrong column"


def named_width(sheet: Sheet) -> int:
    """Return the number of cells up to the last one of the header that names anything."""
    return max((position + 1 for position, cell in enumerate(sheet.header) if cell.strip()), default=0)


def find_misaligned(sheet: Sheet, records: Ints, lacks_essential: Bools, shifts: Ints) -> list[Finding]:
    """Return the findings about rows whose cells do not line up with the header.

    Args:
        sheet: the table as published.
        records: the positions in the sheet of the records.
        lacks_essential: per record, whether an essential field is blank.
        shifts: per record, how many cells to the right of their columns its values stand, as far as they tell.

    """
    widths, width = np.asarray(sheet.widths)[records], named_width(sheet)
    wide = (widths > len(sheet.header)) | _fills_unnamed(sheet, records, width)
    shifts = np.where(wide, 0, shifts)
    short, is_shifted = (widths < width) & ~wide, shifts != 0
    groups = [
        (wide, Severity.CRITICAL, MORE, UNKNOWN),
        (short & ~is_shifted & lacks_essential, Severity.CRITICAL, FEWER, UNKNOWN),
        (short & ~is_shifted & ~lacks_essential, Severity.WARNING, FEWER, UNKNOWN),
        *((short & (shifts == shift), Severity.CRITICAL, FEWER, _moved(shift)) for shift in SHIFTS),
        *((~short & (shifts == shift), Severity.CRITICAL, AS_MANY, _moved(shift)) for shift in SHIFTS),
    ]
    return [
        Finding(
            "row-misaligned", severity, rows=np.flatnonzero(mask), facts={"cells": cells, "width": width, "fit": fit}
        )
        for mask, severity, cells, fit in groups
        if mask.any()
    ]


def absent_cells(sheet: Sheet, records: Ints, positions: Mapping[str, int]) -> dict[str, Bools]:
    """Return which records have no cell for a field, since their row ends before its column; no field that all have."""
    widths = np.asarray(sheet.widths)[records]
    if not len(widths) or widths.min() >= named_width(sheet):
        return {}
    absent = {name: widths <= position for name, position in positions.items()}
    return {name: rows for name, rows in absent.items() if rows.any()}


def _moved(shift: int) -> str:
    """Return in words how the values of a row would fit their columns."""
    cells, side = {1: "one cell", 2: "two cells", 3: "three cells"}[abs(shift)], "left" if shift > 0 else "right"
    return f"from some cell on, its values fit their columns only if moved {cells} to the {side}"


def _fills_unnamed(sheet: Sheet, records: Ints, width: int) -> Bools:
    """Return which records have something in a cell beyond the last one that the header names."""
    filled = np.zeros(sheet.cells.num_rows, dtype=bool)
    for position in range(width, len(sheet.header)):
        column = pc.fill_null(sheet.cells.column(position), "")
        has_value = pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy()
        filled |= has_value & ~_is_nameless_column(has_value) if sheet.workbook else has_value
    return filled[records]


def _is_nameless_column(has_value: Bools) -> Bools:
    """Return where filled cells are a column that has no name: in a workbook, where no cell can slip, a steady one.

    It is one if most of its cells are filled, or where many are in unbroken succession (one of several worksheets).
    """
    if 2 * has_value.sum() > len(has_value):
        return has_value
    edges = np.flatnonzero(np.diff(has_value.astype(np.int8), prepend=0, append=0))
    steady = np.zeros(len(has_value), dtype=bool)
    for start, end in edges.reshape(-1, 2)[np.diff(edges)[::2] >= STEADY]:
        steady[start:end] = True
    return steady
