"""The sheets of a return's own tables, such as a form in whole thousands, as they are in its files."""

import re
from collections.abc import Sequence
from math import ceil

import pyarrow as pa
from xlsxwriter import Workbook

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.origins import Origin
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.print_layout import lay_out_pages
from transforms.render.workbook.styles import ReturnStyles

NUMBER = re.compile(r"-?\d+(\.\d+)?")
TEXTS = ("authority", "period", "line")  # what looks like a number there is none
MOST_ROWS = 100_000  # the file holds all
WIDEST = 60
WIDTH_ACROSS = 170  # of the columns on one printed page


def add_own_tables(book: Workbook, styles: ReturnStyles, assembled: AssembledReturn, figures: WorkbookFigures) -> None:
    """Add a sheet for each of the return's own tables that it declares one for."""
    definition = assembled.definition
    if definition.files is None or not definition.file_sheets:
        return
    for name, content in definition.files(assembled):
        if name in definition.file_sheets and isinstance(content, pa.Table):
            _add_table(book, styles, definition.file_sheets[name], content.slice(0, MOST_ROWS), figures)


def _add_table(book: Workbook, styles: ReturnStyles, title: str, table: pa.Table, figures: WorkbookFigures) -> None:
    sheet, widths = book.add_worksheet(title), []
    for column, name in enumerate(table.column_names):
        texts = [text or "" for text in table[name].to_pylist()]
        words = [figures.name(text) for text in texts] if name == "authority" else texts
        sheet.write_string(0, column, name.replace("_", " ").capitalize() if name.islower() else name, styles.heading)
        for row, text in enumerate(words, start=1):
            if name not in TEXTS and NUMBER.fullmatch(text):
                sheet.write_number(row, column, float(text), styles.numbers[Origin.COMPUTED, "." in text, False])
            else:
                sheet.write_string(row, column, text, styles.text)
        sheet.set_column(column, column, width := _width(name, words))
        widths.append(width)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    lay_out_pages(sheet, pages_across=ceil(sum(widths) / WIDTH_ACROSS))


def _width(name: str, words: Sequence[str]) -> int:
    return min(WIDEST, max(len(name), *map(len, words), 8) + 2) if words else len(name) + 2
