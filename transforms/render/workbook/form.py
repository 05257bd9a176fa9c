"""One page of the form for one authority, laid out as the department prints it."""

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.statutory_return import Page
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.print_layout import lay_out_pages
from transforms.render.workbook.styles import ReturnStyles

HEADER_ROW = 3
FIRST_FIGURE = 2


def add_form(
    book: Workbook,
    styles: ReturnStyles,
    page: Page,
    authority: str,
    assembled: AssembledReturn,
    figures: WorkbookFigures,
) -> None:
    """Add the page as a sheet: line number and words on the left, the form's columns across."""
    sheet = book.add_worksheet(sheet_name(page, authority, figures))
    sheet.write_string(0, 0, page.title, styles.title)
    name = figures.name(authority)
    who = name if authority in figures.areas else f"{name} ({authority})"
    sheet.write_string(1, 0, f"{who}, {assembled.definition.period_in_words(assembled.period)}", styles.label)
    sheet.write_string(2, 0, assembled.definition.kind_in_words, styles.label)
    _write_heading(sheet, styles, page)
    for offset, line in enumerate(page.lines, start=1):
        words = styles.total if line.is_total else styles.text
        sheet.write_string(HEADER_ROW + offset, 0, line.number, words)
        sheet.write_string(HEADER_ROW + offset, 1, line.label, words)
        for column, cell in enumerate(line.cells, start=FIRST_FIGURE):
            if cell is not None:
                at = (HEADER_ROW + offset, column)
                figures.write(sheet, at, authority, assembled.definition.cell(cell), styles, total=line.is_total)
    sheet.set_column(0, 0, max(9, *(len(line.number) + 2 for line in page.lines)))
    sheet.set_column(1, 1, 46)
    sheet.set_column(FIRST_FIGURE, FIRST_FIGURE + len(page.columns), 13)
    sheet.set_row(HEADER_ROW, 62)
    sheet.freeze_panes(HEADER_ROW + 1, FIRST_FIGURE)
    lay_out_pages(sheet, pages_down=1)


def sheet_name(page: Page, authority: str, figures: WorkbookFigures) -> str:
    """Return the name of the sheet of one page and authority or total area."""
    return f"{page.name} {figures.areas.get(authority, authority)}"[:31]


def _write_heading(sheet: Worksheet, styles: ReturnStyles, page: Page) -> None:
    sheet.write_string(HEADER_ROW, 0, "Line", styles.heading)
    sheet.write_string(HEADER_ROW, 1, "", styles.heading)
    for column, (letter, words) in enumerate(page.columns, start=FIRST_FIGURE):
        sheet.write_string(HEADER_ROW, column, f"{letter}  {words}".strip(), styles.heading)
