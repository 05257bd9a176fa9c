"""The sheet of imputed figures, each in a column of its own beside the value that was reported, which may be blank."""

from collections.abc import Sequence

from xlsxwriter import Workbook

from transforms.domain.imputed_cell import ImputedCell
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.print_layout import lay_out_pages, row_height
from transforms.render.workbook.styles import ReturnStyles

HEADINGS = ("Authority", "Name", "Cell", "In words", "Reported value", "Imputed", "How it was imputed")
WIDTHS = (12, 32, 16, 40, 14, 14, 50)
NUMBERS = (4, 5)


def add_imputed(
    book: Workbook, styles: ReturnStyles, definition: StatutoryReturn, figures: WorkbookFigures,
    imputed: Sequence[ImputedCell],
) -> None:  # fmt: skip
    """Add a sheet with a row for each imputed figure, the totals with and without them last; none where none is."""
    if not imputed:
        return
    sheet = book.add_worksheet("Imputed")
    for column, (words, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.write_string(0, column, words, styles.heading)
        sheet.set_column(column, column, width)
    for row, figure in enumerate(imputed, start=1):
        name, label = figures.name(figure.authority), definition.cell(figure.cell).label
        texts = (figure.authority, name, figure.cell, label, figure.value, figure.imputed, figure.method)
        sheet.set_row(row, row_height(*zip(texts, WIDTHS, strict=True)))
        for column, text in enumerate(texts):
            if column in NUMBERS and text:
                sheet.write_number(row, column, float(text))
            else:
                sheet.write_string(row, column, text, styles.text)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    lay_out_pages(sheet)
