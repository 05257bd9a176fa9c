"""The sheet of columns: which published column was read as which field, what is missing, and what nothing reads."""

from collections.abc import Iterator

from xlsxwriter import Workbook

from transforms.domain.report import Report
from transforms.render.report_words.columns_read import ColumnsRead, guess_in_words
from transforms.render.report_workbook.cell_text import cell_text
from transforms.render.report_workbook.styles import ReportStyles, for_print, set_height

HEADINGS = (("Your column", 36), ("Our field", 30), ("What we say of it", 80))
WIDTHS = tuple(width for _, width in HEADINGS)


def add_columns(book: Workbook, styles: ReportStyles, report: Report, columns: ColumnsRead) -> None:
    """Add the sheet."""
    worksheet = book.add_worksheet("Columns")
    worksheet.freeze_panes(1, 0)
    for_print(worksheet)
    worksheet.repeat_rows(0)
    for position, (heading, width) in enumerate(HEADINGS):
        worksheet.set_column(position, position, width)
        worksheet.write_string(0, position, heading, styles.heading)
    for row, words in enumerate(_rows(report, columns), start=1):
        texts = {position: cell_text(text) for position, text in enumerate(words) if text}
        set_height(worksheet, row, texts, WIDTHS)
        for position, text in texts.items():
            worksheet.write_string(row, position, text, styles.text)


def _rows(report: Report, columns: ColumnsRead) -> Iterator[tuple[str, str, str]]:
    """Yield the rows: what may be a field first, then what is missing, what was read, what was not."""
    for name, guess in columns.guesses:
        yield name, "", guess_in_words(name, guess)
    for field in columns.missing:
        yield "", field.name, f"No column was read as this field, which a file {field.requirement} have."
    for name, field_name in columns.renamed:
        yield name, field_name, "Read under this other name."
    for field_name in columns.same:
        yield report.columns[field_name], field_name, ""
    for name, no_guess in columns.unread:
        if not no_guess:
            yield name, "", "Not read: the standard has no such column."
