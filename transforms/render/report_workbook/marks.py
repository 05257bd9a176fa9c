"""Marks: which cell of the published rows every finding is about.

Grain:  one finding. A finding about a column stands on its header, one about a row on its line number, one about the
        file nowhere. Rows and columns count from 0 and leave out the header and the column of line numbers.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.findings.history import lines_here
from transforms.render.issue_entries import SEVERITIES
from transforms.render.report_workbook.published import Published

Ints = npt.NDArray[np.int64]

HEADER = -1  # the row of a finding about a column
LINE = -1  # the column of a finding about a row
NOWHERE = -2
ROWS_PER_SHEET = 1_000_000


@dataclass(frozen=True)
class Marks:
    """Per finding: the row and the column that it is about, and the rank of its severity."""

    row: Ints
    column: Ints
    rank: Ints

    @classmethod
    def of(cls, issues: pa.Table, sheet: Published | None) -> "Marks":
        """Return where every one of `issues` stands in `sheet`."""
        rank = pc.index_in(issues["severity"].cast(pa.string()), pa.array(SEVERITIES)).to_numpy().astype(np.int64)
        if sheet is None:
            nowhere = np.full(len(issues), NOWHERE, dtype=np.int64)
            return cls(nowhere, nowhere, rank)
        row, column = _rows(issues, sheet), _columns(issues, sheet)
        row = np.where((row == HEADER) & (column < 0), NOWHERE, row)
        return cls(row, np.where((row >= 0) & (column < 0), LINE, column), rank)

    def sheet_name(self, position: int) -> str:
        """Return the name of the worksheet on which a finding is marked."""
        return rows_name(max(int(self.row[position]), 0) // ROWS_PER_SHEET)

    def in_order(self) -> Ints:
        """Return the findings that stand on a row, by row and column, the most severe first."""
        order = np.lexsort((self.rank, self.column, self.row))
        return np.asarray(order[self.row[order] >= 0])

    def on_header(self) -> Ints:
        """Return the findings about columns."""
        return np.flatnonzero(self.row == HEADER)


def rows_name(number: int) -> str:
    """Return the name of a worksheet of published rows."""
    return "Rows" if number == 0 else f"Rows {number + 1}"


def _rows(issues: pa.Table, sheet: Published) -> Ints:
    """Return the row of every issue, HEADER where its line is the header's or none, NOWHERE where no row is on it."""
    lines = sheet.lines
    order = np.argsort(lines, kind="stable")
    issue_lines = lines_here(issues)
    position = np.searchsorted(lines[order], issue_lines)
    is_there = position < len(order)
    is_there[is_there] = lines[order][position[is_there]] == issue_lines[is_there]
    rows = np.where((issue_lines < 0) | (issue_lines == sheet.header_line), HEADER, NOWHERE)
    rows[is_there] = order[position[is_there]]
    return np.asarray(rows, dtype=np.int64)


def _columns(issues: pa.Table, sheet: Published) -> Ints:
    """Return the column of every issue by its header, NOWHERE where the file has no such column."""
    names = pa.array(sheet.names, pa.string())
    columns = pc.index_in(issues["column"].cast(pa.string()), names, skip_nulls=True)
    return np.asarray(pc.fill_null(columns, NOWHERE).to_numpy().astype(np.int64))
