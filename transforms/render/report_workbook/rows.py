"""The published rows: every cell as text, in the file's own columns and order, offending ones marked and explained.

Known:  a note is drawn for the most severe findings only, since a worksheet with a hundred thousand notes will not
        open; every cell is tinted, and every finding is in the list of findings. A worksheet ends after a million rows.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from transforms.findings.issue_table import plain
from transforms.render.issue_entries import SEVERITIES
from transforms.render.report_workbook.cell_text import cell_text
from transforms.render.report_workbook.marks import LINE, ROWS_PER_SHEET, Ints, Marks, rows_name
from transforms.render.report_workbook.published import Published
from transforms.render.report_workbook.start_here import MOST_NOTES
from transforms.render.report_workbook.styles import ReportStyles, for_print

NOTE = {"width": 340, "height": 150, "font_name": "Arial", "font_size": 10}
CHUNK = 5_000
SAMPLE = 200
NARROWEST, WIDEST = 10, 50


def add_rows(book: Workbook, styles: ReportStyles, sheet: Published, issues: pa.Table, marks: Marks) -> None:
    """Add the published rows, on as many worksheets as they need."""
    order = marks.in_order()
    starts = np.searchsorted(marks.row[order], np.arange(0, max(len(sheet.lines), 1), ROWS_PER_SHEET))
    notes = _notes(issues, marks)
    for number, start in enumerate(starts):
        worksheet = book.add_worksheet(rows_name(number))
        _lay_out(worksheet, sheet, styles)
        _add_header(worksheet, sheet, styles, marks, notes)
        first = number * ROWS_PER_SHEET
        rows_of_sheet = sheet.cells.slice(first, ROWS_PER_SHEET)
        marked = _marked_by_row(marks, order[start:], first, first + len(rows_of_sheet))
        for row, (line, values) in enumerate(_rows(sheet, rows_of_sheet, first), start=first):
            _add_row(worksheet, row - first + 1, line, values, next(marked), styles, notes)
        worksheet.autofilter(0, 0, max(len(rows_of_sheet), 1), len(sheet.header))


def _notes(issues: pa.Table, marks: Marks) -> dict[tuple[int, int], str]:
    """Return what to say at the cells of the most severe findings: what is wrong and what to write."""
    first = np.lexsort((np.arange(len(issues)), marks.rank))[:MOST_NOTES]
    sentences = plain(issues.select(["message", "fix"]).take(pa.array(first))).to_pylist()
    notes: dict[tuple[int, int], list[str]] = {}
    for position, words in zip(first.tolist(), sentences, strict=True):
        at = (int(marks.row[position]), int(marks.column[position]))
        text = f"{words['message']}\n→ {words['fix']}" if words["fix"] else words["message"]
        if text not in notes.setdefault(at, []):
            notes[at].append(text)
    return {at: cell_text("\n\n".join(texts)) for at, texts in notes.items()}


def _lay_out(worksheet: Worksheet, sheet: Published, styles: ReportStyles) -> None:
    """Set widths by the first rows; the header and the line numbers stay in sight."""
    worksheet.freeze_panes(1, 1)
    for_print(worksheet)
    worksheet.repeat_rows(0)
    worksheet.set_column(0, 0, 8, styles.line)
    for position, header in enumerate(sheet.header):
        sample = sheet.cells.column(position).slice(0, SAMPLE).to_pylist()
        longest = max([len(header), *(len(text or "") for text in sample)])
        worksheet.set_column(position + 1, position + 1, min(max(longest + 2, NARROWEST), WIDEST))


def _add_header(
    worksheet: Worksheet, sheet: Published, styles: ReportStyles, marks: Marks, notes: dict[tuple[int, int], str]
) -> None:
    worksheet.write_string(0, 0, "Line", styles.heading)
    worst = {}
    for position in sorted(marks.on_header().tolist(), key=lambda position: -marks.rank[position]):
        worst[int(marks.column[position])] = SEVERITIES[marks.rank[position]]
    for position, header in enumerate(sheet.header):
        style = styles.severity[worst[position]] if position in worst else styles.heading
        worksheet.write_string(0, position + 1, cell_text(header), style)
        if (-1, position) in notes:
            worksheet.write_comment(0, position + 1, notes[-1, position], NOTE)


def _marked_by_row(marks: Marks, order: Ints, first: int, end: int) -> Iterator[Sequence[tuple[int, int, str]]]:
    """Yield, row by row, the marked cells of the row: row, column and severity, the most severe of a cell first."""
    position = 0
    rows, columns, ranks = marks.row[order], marks.column[order], marks.rank[order]
    for row in range(first, end):
        cells = []
        while position < len(rows) and rows[position] == row:
            cells.append((row, int(columns[position]), SEVERITIES[ranks[position]]))
            position += 1
        yield cells


def _rows(sheet: Published, cells: pa.Table, first: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield every row with the line on which it starts."""
    for start in range(0, len(cells), CHUNK):
        chunk = cells.slice(start, CHUNK)
        lines = sheet.lines[first + start : first + start + len(chunk)].tolist()
        yield from zip(lines, zip(*(column.to_pylist() for column in chunk.columns), strict=True), strict=True)


def _add_row(
    worksheet: Worksheet,
    row: int,
    line: int,
    values: Sequence[str],
    marked: Sequence[tuple[int, int, str]],
    styles: ReportStyles,
    notes: dict[tuple[int, int], str],
) -> None:
    """Write one row: text as text, a mark where a finding stands, a note where one is drawn."""
    formats: dict[int, Format] = {}
    for _, column, severity in reversed(marked):
        formats[column] = styles.marked[severity]
    worst = min((SEVERITIES.index(severity) for _, _, severity in marked), default=None)
    worksheet.write_number(row, 0, line, styles.line if worst is None else styles.severity[SEVERITIES[worst]])
    for column, value in enumerate(values, start=1):
        if value or column - 1 in formats:
            style = formats.get(column - 1, styles.plain)
            if value:
                worksheet.write_string(row, column, cell_text(value), style)
            else:
                worksheet.write_blank(row, column, None, style)
    for at in {(row_at, column) for row_at, column, _ in marked}:
        if at in notes:
            worksheet.write_comment(row, 0 if at[1] == LINE else at[1] + 1, notes[at], NOTE)
