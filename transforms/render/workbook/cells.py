"""The sheet that says of every cell what it is, how it is derived, and where it is assumed or has no value."""

from xlsxwriter import Workbook

from transforms.domain.assembled_return import AssembledReturn
from transforms.render.derivations import Derivation, derivation, origin_in_words
from transforms.render.workbook.print_layout import lay_out_pages, row_height
from transforms.render.workbook.styles import ReturnStyles

HEADINGS = ("Cell", "In words", "How it is derived", "Origin")
WIDTHS = (24, 36, 54, 46)


def add_cells(book: Workbook, styles: ReturnStyles, assembled: AssembledReturn) -> None:
    """Add a sheet with a row for each cell, in the order of the form."""
    definition = assembled.definition
    sheet = book.add_worksheet("Cells")
    for column, (words, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.write_string(0, column, words, styles.heading)
        sheet.set_column(column, column, width)
    for row, cell in enumerate(definition.cells, start=1):
        derived = derivation(definition, cell, assembled.period)
        texts = (cell.name, cell.label, derivation_text(derived), origin_in_words(definition, cell))
        sheet.set_row(row, row_height(*zip(texts, WIDTHS, strict=True)))
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, styles.text)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    lay_out_pages(sheet)


def derivation_text(derived: Derivation) -> str:
    """Return how a cell is derived, as one text."""
    if derived.plus:
        return " − ".join((" + ".join(derived.plus), *derived.minus))
    conditions = "; ".join(derived.conditions)
    return f"{derived.lead}: {conditions}." if conditions else f"{derived.lead.removesuffix('.')}."
