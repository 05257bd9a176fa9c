"""The sheet that says of every authority how its cells came about, and how many exceptions a person should look at."""

from collections import Counter

from xlsxwriter import Workbook

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.origins import Origin
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.print_layout import LINE_POINTS, lay_out_pages
from transforms.render.workbook.styles import ReturnStyles

ORIGINS = tuple(reversed(Origin))  # the best known first
HEADINGS = (
    *("Authority", "Name", "Owes this return"),
    *(f"Cells {origin.value.replace('-', ' ')}" for origin in ORIGINS),
    "Exceptions",
)
NAME_WIDTH, WIDTH = 40, 14


def add_quality(book: Workbook, styles: ReturnStyles, assembled: AssembledReturn, figures: WorkbookFigures) -> None:
    """Add a row for each authority, totals first, with its number of cells of each origin and of exceptions."""
    sheet = book.add_worksheet("Quality")
    for column, words in enumerate(HEADINGS):
        sheet.write_string(0, column, words, styles.heading)
    exceptions = Counter(assembled.exceptions["authority"].to_pylist())
    owing = set(assembled.owing)
    for row, authority in enumerate((*figures.areas, *figures.respondents), start=1):
        is_total = authority in figures.areas
        text = styles.total if is_total else styles.text
        owes = "" if is_total else "yes" if authority in owing else "no"
        for column, words in enumerate((authority, figures.name(authority), owes)):
            sheet.write_string(row, column, words, text)
        origins = figures.count_origins(authority)
        counts = (*(origins[origin.value] for origin in ORIGINS), exceptions[authority])
        for column, count in enumerate(counts, start=3):
            sheet.write_number(row, column, count, styles.count)
    sheet.set_column(0, len(HEADINGS) - 1, WIDTH)
    sheet.set_column(1, 1, NAME_WIDTH)
    sheet.set_row(0, 2 * LINE_POINTS)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(figures.cells), len(HEADINGS) - 1)
    lay_out_pages(sheet)
