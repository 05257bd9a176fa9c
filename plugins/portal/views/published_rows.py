"""The published rows around a line, as published, with personal data masked and the findings of each cell."""

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

AROUND = 5
LONGEST = 300  # characters of a cell that are shown
SEVERITIES = ("critical", "warning", "info")


@dataclass(frozen=True)
class Cell:
    """One published cell, and the worst that was found in it; blank where nothing was."""

    text: str
    severity: str = ""


@dataclass(frozen=True)
class Row:
    """One published row."""

    line: int
    cells: tuple[Cell, ...]
    severity: str = ""  # of findings about the row rather than one of its cells


@dataclass(frozen=True)
class Rows:
    """Some rows around a line, and what was found on that line."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int
    found: tuple[dict[str, Any], ...]
    before: int | None  # the line to ask for to see the rows before these
    after: int | None

    @property
    def asked(self) -> Row | None:
        """The row on the line itself, None where no record starts on it."""
        return next((row for row in self.rows if row.line == self.line), None)


def rows_around(sheet: Sheet, report: Report, findings: Findings, line: int) -> Rows:
    """Return the published rows around `line`.

    Args:
        sheet: the table as published, personal data and all.
        report: what was found in it.
        findings: the same findings, in reading order.
        line: as findings call it; where no row starts on it, the rows next to where it would be.

    """
    lines = np.asarray(sheet.lines)
    at = int(np.argmin(np.abs(lines - line))) if len(lines) else 0
    start, end = max(at - AROUND, 0), min(at + AROUND + 1, len(lines))
    part = replace(
        sheet, cells=sheet.cells.slice(start, end - start), lines=lines[start:end], widths=sheet.widths[start:end]
    )
    shown = [*part.lines.tolist(), line]
    issues = findings.on_lines(min(shown), max(shown))
    safe = Published.of(part, replace(report, issues=issues))
    worst = _worst(issues)
    columns = [safe.cells[name].to_pylist() for name in safe.cells.column_names]
    rows = [
        Row(
            int(one),
            tuple(
                Cell(_cut(text), worst.get((int(one), name), "")) for name, text in zip(safe.names, cells, strict=True)
            ),
            worst.get((int(one), None), ""),
        )
        for one, cells in zip(safe.lines, _turned(columns, len(safe.lines)), strict=True)
    ]
    found = [one for one in issues.to_pylist() if one["line"] == line]
    before = int(lines[max(start - AROUND - 1, 0)]) if start else None
    after = int(lines[min(end + AROUND, len(lines) - 1)]) if end < len(lines) else None
    return Rows(safe.header, tuple(rows), line, tuple(found), before, after)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _turned(columns: Sequence[Sequence[str]], height: int) -> Sequence[tuple[str, ...]]:
    return list(zip(*columns, strict=True)) if columns else [()] * height


def _worst(issues: pa.Table) -> Mapping[tuple[int, str | None], str]:
    """Return the worst severity of each cell with findings."""
    found: dict[tuple[int, str | None], list[str]] = defaultdict(list)
    for one in issues.select(["line", "column", "severity"]).to_pylist():
        found[one["line"], one["column"]].append(one["severity"])
    return {place: min(all_found, key=SEVERITIES.index) for place, all_found in found.items()}
