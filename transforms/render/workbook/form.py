"""One page of the form for one authority, laid out as the department prints it."""

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.statutory_return import Page, StatutoryReturn
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.print_layout import TITLE_POINTS, lay_out_pages, row_height
from transforms.render.workbook.styles import ReturnStyles

HEADER_ROW = 3
FIRST_FIGURE = 2
MOST_LABEL_WIDTH, LEAST_WIDTH = 64, 11
HEADING_POINTS = 6  # more than its words need


def add_form(
    book: Workbook,
    styles: ReturnStyles,
    page: Page,
    authority: str,
    assembled: AssembledReturn,
    figures: WorkbookFigures,
) -> None:
    """Add the page as a sheet: line number and words on the left, the form's columns across."""
    definition = assembled.definition
    sheet = book.add_worksheet(sheet_name(page, authority, figures))
    name = figures.name(authority)
    authority_name = name if authority in figures.areas else f"{name} ({authority})"
    sheet.write_string(0, 0, page.title, styles.title)
    sheet.write_string(1, 0, f"{authority_name}, {definition.period_in_words(assembled.period)}", styles.label)
    sheet.write_string(2, 0, _coverage(authority, assembled, figures), styles.label)
    label_width = min(MOST_LABEL_WIDTH, max(len(line.label) for line in page.lines) + 3)
    widths = [_width(definition, page, column, authority, figures) for column in range(len(page.columns))]
    _write_heading(sheet, styles, page, widths)
    for offset, line in enumerate(page.lines, start=1):
        words = styles.total if line.is_total else styles.text
        sheet.write_string(HEADER_ROW + offset, 0, line.number, words)
        sheet.write_string(HEADER_ROW + offset, 1, line.label, words)
        sheet.set_row(HEADER_ROW + offset, row_height((line.label, label_width)))
        for column, cell in enumerate(line.cells, start=FIRST_FIGURE):
            if cell is not None:
                at = (HEADER_ROW + offset, column)
                figures.write(sheet, at, authority, definition.cell(cell), styles, total=line.is_total)
    sheet.set_column(0, 0, max(9, *(len(line.number) + 2 for line in page.lines)))
    sheet.set_column(1, 1, label_width)
    for column, width in enumerate(widths, start=FIRST_FIGURE):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEADER_ROW + 1, FIRST_FIGURE)
    lay_out_pages(sheet, pages_down=1)


def sheet_name(page: Page, authority: str, figures: WorkbookFigures) -> str:
    """Return the name of the sheet of one page and authority or total area."""
    return f"{page.name} {figures.areas.get(authority, authority)}"[:31]


def _coverage(authority: str, assembled: AssembledReturn, figures: WorkbookFigures) -> str:
    """Return the kind of return where it is not the usual one, and of a total how many authorities it is the sum of."""
    sentences = [f"{kind}."] if (kind := assembled.definition.kind_in_words) else []
    if area := assembled.definition.total_area(authority):
        owing = {gss for gss in assembled.owing if gss.startswith(area.gss_prefixes)}
        summed = {gss for gss in figures.respondents if gss.startswith(area.gss_prefixes) and figures.has_figures(gss)}
        others = f", and of {len(summed - owing):,} besides" if summed - owing else ""
        sentences.append(f"The sum of {len(summed & owing):,} of the {len(owing):,} authorities that owe it{others}.")
    return " ".join(sentences)


def _width(definition: StatutoryReturn, page: Page, column: int, authority: str, figures: WorkbookFigures) -> int:
    """Return how wide a column of the page is."""
    names = [line.cells[column] for line in page.lines if column < len(line.cells)]
    return figures.width([authority], [definition.cell(name) for name in names if name is not None], LEAST_WIDTH)


def _write_heading(sheet: Worksheet, styles: ReturnStyles, page: Page, widths: Sequence[int]) -> None:
    headings = [f"{letter}  {words}".strip() for letter, words in page.columns]
    sheet.set_row(0, TITLE_POINTS)
    sheet.set_row(HEADER_ROW, HEADING_POINTS + row_height(*zip(headings, widths, strict=True)))
    for column, heading in enumerate(("Line", "", *headings)):
        sheet.write_string(HEADER_ROW, column, heading, styles.heading)
