"""The list of findings: where, what is wrong, what to write and why it matters, each with a link to its cell.

Grain:  as in every rendering of a report: critical issues and warnings one by one, remarks by code and column.
Known:  Excel opens no more than 65,530 links of a worksheet; findings beyond name their cell without one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from transforms.domain.report import Report
from transforms.findings.issue_table import plain
from transforms.priorities import FixPriority
from transforms.render.issue_entries import entries
from transforms.render.report_words.reasons_to_fix import why
from transforms.render.report_workbook.cell_text import cell_text
from transforms.render.report_workbook.marks import HEADER, LINE, NOWHERE, ROWS_PER_SHEET, Marks
from transforms.render.report_workbook.styles import ReportStyles, for_print, set_height

HEADINGS = (
    ("Severity", 10), ("Cell", 8), ("Line", 8), ("Column", 22), ("Value as published", 26), ("What is wrong", 44),
    ("What to write", 44), ("Why it matters", 44), ("Places", 8), ("Code", 22), ("Finding", 19),
    ("Read as field", 22),
)  # fmt: skip
WIDTHS = tuple(width for _, width in HEADINGS)
LONGEST_VALUE = 500  # a boundary in a cell would make the list unreadable; the whole text stands in the rows
MOST_LINKS = 65_000


def add_findings(
    book: Workbook,
    styles: ReportStyles,
    report: Report,
    fix_priorities: Sequence[FixPriority],
    *,
    is_read: bool,
    marks: Marks,
) -> None:
    """Add every finding, on as many worksheets as they need."""
    reasons = {
        (str(priority.severity), priority.code, priority.column): why(priority, is_read=is_read)
        for priority in fix_priorities
    }
    fields, issues = report.fields_by_header, report.issues
    numbered = issues.append_column("at", pa.array(np.arange(len(issues))))
    worksheet, row, number = None, 0, 0
    for piece in entries(numbered, carried=("at",)):
        for entry in plain(piece).to_pylist():
            if worksheet is None or row == ROWS_PER_SHEET:
                worksheet, row, number = _next_sheet(book, styles, number), 0, number + 1
            row += 1
            _add(worksheet, row, entry | {"field": fields.get(entry["column"])}, reasons, styles, marks)
    if worksheet is None:
        _next_sheet(book, styles, 0)


def _next_sheet(book: Workbook, styles: ReportStyles, number: int) -> Worksheet:
    """Return a new worksheet with its headings."""
    worksheet = book.add_worksheet("Findings" if number == 0 else f"Findings {number + 1}")
    worksheet.freeze_panes(1, 0)
    for_print(worksheet)
    worksheet.repeat_rows(0)
    for position, (heading, width) in enumerate(HEADINGS):
        worksheet.set_column(position, position, width)
        worksheet.write_string(0, position, heading, styles.heading)
    worksheet.autofilter(0, 0, ROWS_PER_SHEET, len(HEADINGS) - 1)
    return worksheet


def _add(
    worksheet: Worksheet,
    row: int,
    entry: Mapping[str, Any],
    reasons: Mapping[tuple[str, str, str | None], str],
    styles: ReportStyles,
    marks: Marks,
) -> None:
    reason = reasons[entry["severity"], entry["code"], entry["column"]]
    value = cell_text(entry["value"] or "", LONGEST_VALUE)
    cells = {3: entry["column"], 4: value, 5: entry["message"], 6: entry["fix"], 7: reason, 9: entry["code"]}
    cells[11] = entry["field"]
    texts = {position: cell_text(text) for position, text in cells.items() if text}
    set_height(worksheet, row, texts, WIDTHS)
    worksheet.write_string(row, 0, entry["severity"], styles.severity[entry["severity"]])
    _add_link(worksheet, row, entry["at"], styles, marks)
    if entry["line"] is not None:
        worksheet.write_number(row, 2, entry["line"], styles.line)
    for position, text in texts.items():
        worksheet.write_string(row, position, text, styles.text)
    worksheet.write_number(row, 8, entry["count"] or 1, styles.number)
    worksheet.write_string(row, 10, entry["fingerprint"], styles.quiet)


def _add_link(worksheet: Worksheet, row: int, position: int, styles: ReportStyles, marks: Marks) -> None:
    """Write the cell that a finding is about, as a link to it."""
    at = int(marks.row[position])
    if at == NOWHERE:
        return
    sheet_row = 0 if at == HEADER else at % ROWS_PER_SHEET + 1
    cell = xl_rowcol_to_cell(sheet_row, 0 if marks.column[position] == LINE else int(marks.column[position]) + 1)
    if row <= MOST_LINKS:
        worksheet.write_url(row, 1, f"internal:'{marks.sheet_name(position)}'!{cell}", styles.link, cell)
    else:
        worksheet.write_string(row, 1, cell, styles.text)
