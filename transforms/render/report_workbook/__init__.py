"""The workbook of a check: what to fix first, every finding with a link, and the published rows with theirs marked.

Known:  rows are written one by one and never held, so memory does not grow with them. Text that a council wrote is
        written as text, so it can't run as a formula or open an address; personal data stays masked. The creation date
        is fixed, so the same file gives the same bytes.
"""

import io
from collections.abc import Sequence

import xlsxwriter

from transforms.domain.report import Report
from transforms.domain.sheet import Sheet
from transforms.domain.standard import DatasetStandard
from transforms.priorities import FixPriority
from transforms.priorities.blank_cells import BlankCells
from transforms.render.report_words.columns_read import columns_read
from transforms.render.report_workbook.columns import add_columns
from transforms.render.report_workbook.findings import add_findings
from transforms.render.report_workbook.marks import Marks
from transforms.render.report_workbook.published import Published
from transforms.render.report_workbook.rows import add_rows
from transforms.render.report_workbook.start_here import add_start
from transforms.render.report_workbook.styles import ReportStyles
from transforms.render.workbook import FIXED_DAY, OPTIONS


def report_workbook(
    report: Report,
    standard: DatasetStandard,
    fix_priorities: Sequence[FixPriority],
    *,
    is_read: bool,
    sheet: Sheet | None,
    blank: Sequence[BlankCells] = (),
) -> bytes:
    """Return the workbook as bytes.

    Args:
        report: what checking one file found.
        standard: the dataset standard that it was checked against.
        fix_priorities: the groups of findings, in the order in which to fix them.
        is_read: whether any return reads the standard.
        sheet: the table as published, None where the file holds none.
        blank: the cells of returns that the file leaves blank.

    """
    sink = io.BytesIO()
    options = OPTIONS | {"in_memory": False, "constant_memory": True, "max_url_length": 255}
    with xlsxwriter.Workbook(sink, options) as book:
        book.set_properties({"title": f"{standard.title}: findings", "created": FIXED_DAY})
        styles = ReportStyles.of(book)
        published = Published.of(sheet, report) if sheet else None
        marks = Marks.of(report.issues, published)
        columns = columns_read(report, standard.edition(report.edition))
        add_start(book, styles, report, standard.title, columns, fix_priorities, is_read=is_read, blank=blank)
        if columns:
            add_columns(book, styles, report, columns)
        add_findings(book, styles, report, fix_priorities, is_read=is_read, marks=marks)
        if published:
            add_rows(book, styles, published, report.issues, marks)
    return sink.getvalue()
