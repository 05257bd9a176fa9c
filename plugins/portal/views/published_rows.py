"""The rows around a line as they were published, with personal data masked and the severity of each cell's findings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from plugins.portal.views.findings import Findings
from transforms.domain.report import Report
from transforms.domain.sheet import Sheet
from transforms.render.report_workbook.published import Published

ROWS_AROUND = 5
MAX_CHARACTERS = 300  # characters of a cell that are shown
SEVERITIES = ("critical", "warning", "info")


@dataclass(frozen=True)
class PublishedCell:
    """One published cell, and the worst severity found in it; blank where nothing was found."""

    text: str
    severity: str = ""
    is_wanted: bool = False  # the cell that the reader came for


@dataclass(frozen=True)
class PublishedRow:
    """One published row."""

    line: int
    cells: tuple[PublishedCell, ...]
    severity: str = ""  # of findings about the row as a whole


@dataclass(frozen=True)
class PublishedRowsView:
    """The rows around a line, and the findings on that line."""

    header: tuple[str, ...]
    rows: tuple[PublishedRow, ...]
    line: int
    findings: tuple[dict[str, Any], ...]
    before: int | None  # the line whose page has the rows before these
    after: int | None
    has_key: bool = False  # whether the first column is what records are known by

    @property
    def row(self) -> PublishedRow | None:
        """The row on the line itself, None where no record starts on that line."""
        return next((row for row in self.rows if row.line == self.line), None)


def rows_around(
    sheet: Sheet, report: Report, findings: Findings, line: int, column: str = "", key: str | None = None
) -> PublishedRowsView:
    """Return the published rows around `line`.

    Args:
        sheet: the table as published, personal data not masked.
        report: what checking it found.
        findings: the same findings, in reading order.
        line: the physical line; where no row starts on it, the rows next to it are returned.
        column: the column of the cell to show, under its name in findings.
        key: the column that records are known by, which comes first; None for none.

    """
    lines = np.asarray(sheet.lines)
    at = int(np.argmin(np.abs(lines - line))) if len(lines) else 0
    start, end = max(at - ROWS_AROUND, 0), min(at + ROWS_AROUND + 1, len(lines))
    part = replace(
        sheet, cells=sheet.cells.slice(start, end - start), lines=lines[start:end], widths=sheet.widths[start:end]
    )
    line_numbers = [*part.lines.tolist(), line]
    issues = findings.on_lines(min(line_numbers), max(line_numbers))
    safe = Published.of(part, replace(report, issues=issues))
    worst = _worst(issues)
    order = sorted(range(len(safe.names)), key=lambda position: safe.names[position] != key)
    names = [safe.names[position] for position in order]
    columns = [safe.cells.column(position).to_pylist() for position in order]
    rows = [
        PublishedRow(
            int(number),
            tuple(
                PublishedCell(
                    _cut(text), worst.get((int(number), name), ""), is_wanted=name == column and number == line
                )
                for name, text in zip(names, cells, strict=True)
            ),
            worst.get((int(number), None), ""),
        )
        for number, cells in zip(safe.lines, _transposed(columns, len(safe.lines)), strict=True)
    ]
    on_line = [issue for issue in issues.to_pylist() if issue["line"] == line]
    before = int(lines[max(start - ROWS_AROUND - 1, 0)]) if start else None
    after = int(lines[min(end + ROWS_AROUND, len(lines) - 1)]) if end < len(lines) else None
    header = tuple(safe.header[position] for position in order)
    return PublishedRowsView(header, tuple(rows), line, tuple(on_line), before, after, key in safe.names)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]}…"


def _transposed(columns: Sequence[Sequence[str]], height: int) -> Sequence[tuple[str, ...]]:
    return list(zip(*columns, strict=True)) if columns else [()] * height


def _worst(issues: pa.Table) -> Mapping[tuple[int, str | None], str]:
    """Return the worst severity of each cell with findings."""
    severities: dict[tuple[int, str | None], list[str]] = defaultdict(list)
    for issue in issues.select(["line", "column", "severity"]).to_pylist():
        severities[issue["line"], issue["column"]].append(issue["severity"])
    return {cell: min(all_severities, key=SEVERITIES.index) for cell, all_severities in severities.items()}
