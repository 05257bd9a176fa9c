"""The long sheets: every authority's figures by page, the indicators, and the exceptions."""

from collections.abc import Sequence
from math import ceil

import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.statutory_return import Cell, Page, StatutoryReturn
from transforms.render.exception_words import detail_in_words
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.print_layout import lay_out_pages, row_height
from transforms.render.workbook.styles import ReturnStyles

NAMED = 2  # columns that say who
LEAST_WIDTH = 12
RATE_WIDTH = 16
EXCEPTION_WIDTHS = (26, 36, 46, 22, 38)
WIDTH_ACROSS = 120  # of the figures on one printed page
MOST_ROWS = 100_000  # exceptions.csv holds all; a sheet ends at 1,048,576 rows


def add_page_of_all(
    book: Workbook, styles: ReturnStyles, page: Page, definition: StatutoryReturn, figures: WorkbookFigures
) -> None:
    """Add a sheet with a row per authority and a column per cell of the page.

    Totals stand first, then those with figures, and last those without any, which are not printed.
    """
    cells = [definition.cell(cell) for line in page.lines for cell in line.cells if cell is not None]
    ranked = sorted(figures.respondents, key=lambda gss: (not figures.has_figures(gss), gss))
    bodies = (*figures.areas, *ranked)
    sheet = book.add_worksheet(f"{page.name} all"[:31])
    width = _write_cell_headings(sheet, styles, cells, [figures.width(bodies, [cell], LEAST_WIDTH) for cell in cells])
    for row, authority in enumerate(bodies, start=2):
        total = authority in figures.areas
        sheet.write_string(row, 0, authority, styles.total if total else styles.text)
        sheet.write_string(row, 1, figures.name(authority), styles.total if total else styles.text)
        for column, cell in enumerate(cells, start=NAMED):
            figures.write(sheet, (row, column), authority, cell, styles, total=total)
    sheet.freeze_panes(2, NAMED)
    sheet.repeat_rows(0, 1)
    sheet.repeat_columns(0, 1)
    printed = len(figures.areas) + sum(map(figures.has_figures, figures.respondents))
    sheet.autofilter(1, 0, 1 + len(bodies), NAMED - 1 + len(cells))
    sheet.print_area(0, 0, 1 + printed, NAMED - 1 + len(cells))
    lay_out_pages(sheet, pages_across=ceil(width / WIDTH_ACROSS))


def _write_cell_headings(sheet: Worksheet, styles: ReturnStyles, cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """Write the names and the words of cells above their columns; return how wide the columns are together."""
    for row, words in enumerate(("Authority", "")):
        sheet.write_string(row, 0, words, styles.heading)
        sheet.write_string(row, 1, "Name" if words else "", styles.heading)
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True), start=NAMED):
        sheet.write_string(0, column, cell.name, styles.heading)
        sheet.write_string(1, column, cell.label, styles.heading)
        sheet.set_column(column, column, width)
    for row, texts in enumerate(([cell.name for cell in cells], [cell.label for cell in cells])):
        sheet.set_row(row, row_height(*zip(texts, widths, strict=True)))
    sheet.set_column(0, 0, 13)
    sheet.set_column(1, 1, 40)
    return sum(widths)


def add_indicators(book: Workbook, styles: ReturnStyles, assembled: AssembledReturn, figures: WorkbookFigures) -> None:
    """Add the rates read off the cells, if the return has any: a row per authority that has one, a column per rate."""
    indicators = assembled.definition.indicators
    if not indicators:
        return
    columns = (assembled.indicators[name].to_pylist() for name in ("authority", "indicator", "value"))
    rates: dict[str, dict[str, float]] = {}
    for authority, name, value in zip(*columns, strict=True):
        if value:
            rates.setdefault(authority, {})[name] = float(value)
    sheet = book.add_worksheet("Indicators")
    headings = ("Authority", "Name", *(f"{indicator.label}, per cent" for indicator in indicators))
    widths = (13, 40, *(RATE_WIDTH for _ in indicators))
    for column, words in enumerate(headings):
        sheet.write_string(0, column, words, styles.heading)
    rated = [authority for authority in (*figures.areas, *figures.respondents) if authority in rates]
    for row, authority in enumerate(rated, start=1):
        text = styles.total if authority in figures.areas else styles.text
        sheet.write_string(row, 0, authority, text)
        sheet.write_string(row, 1, figures.name(authority), text)
        for column, indicator in enumerate(indicators, start=NAMED):
            if (rate := rates[authority].get(indicator.name)) is not None:
                sheet.write_number(row, column, rate, styles.percent)
    sheet.set_row(0, row_height(*zip(headings, widths, strict=True)))
    _lay_out(sheet, widths)


def add_exceptions(book: Workbook, styles: ReturnStyles, assembled: AssembledReturn, figures: WorkbookFigures) -> None:
    """Add what a person should look at: whose, the reason and what to do in words, the record and the detail."""
    definition = assembled.definition
    sheet = book.add_worksheet("Exceptions")
    for column, heading in enumerate(("Authority", "Reason", "What to do", "Reference", "Detail")):
        sheet.write_string(0, column, heading, styles.heading)
    columns = ("authority", "reason", "reference", "detail")
    listed: pa.Table = assembled.exceptions.select(list(columns)).slice(0, MOST_ROWS)
    rows = zip(*(listed[name].to_pylist() for name in columns), strict=True)
    reasons = {name: definition.reason(name) for name in set(listed["reason"].to_pylist())}
    for row, (authority, name, reference, detail) in enumerate(rows, start=1):
        reason = reasons[name]
        words = (figures.name(authority), reason.sentence, reason.fix, reference, detail_in_words(definition, detail))
        texts = [text or "" for text in words]
        sheet.set_row(row, row_height(*zip(texts, EXCEPTION_WIDTHS, strict=True)))
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, styles.text)
    if len(assembled.exceptions) > MOST_ROWS:
        more = len(assembled.exceptions) - MOST_ROWS
        sheet.write_string(MOST_ROWS + 1, 0, f"and {more:,} more, in exceptions.csv", styles.text)
    _lay_out(sheet, EXCEPTION_WIDTHS)


def _lay_out(sheet: Worksheet, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    lay_out_pages(sheet)
    sheet.autofilter(0, 0, max(sheet.dim_rowmax or 0, 1), len(widths) - 1)
