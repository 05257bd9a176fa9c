"""The workbook of a return: notes, the form as the department lays it out, every authority, indicators, exceptions.

Source: markers after "Symbols in tables" of the Government Analysis Function,
        https://analysisfunction.civilservice.gov.uk
Known:  text that a council wrote is written as text, so it can't run as a formula or open an address; the creation date
        is fixed, so the same return gives the same bytes.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.imputed_cell import ImputedCell
from transforms.render.total_pages import pages_of_totals
from transforms.render.workbook.cells import add_cells
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.form import add_form
from transforms.render.workbook.imputed import add_imputed
from transforms.render.workbook.lists import add_exceptions, add_indicators, add_page_of_all
from transforms.render.workbook.notes import add_notes
from transforms.render.workbook.own_tables import add_own_tables
from transforms.render.workbook.print_layout import name_pages
from transforms.render.workbook.quality import add_quality
from transforms.render.workbook.rankings import add_ranking
from transforms.render.workbook.styles import ReturnStyles

FIXED_DAY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
FORMS_SHOWN = 12  # with more authorities than this the form shows the totals alone; the lists show everybody
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def workbook(assembled: AssembledReturn, imputed: Sequence[ImputedCell] = ()) -> bytes:
    """Return the workbook of a return as bytes, with a sheet of imputed figures where there are any."""
    sink = io.BytesIO()
    definition = assembled.definition
    figures = WorkbookFigures.of(assembled)
    title = f"{definition.title}, {definition.period_in_words(assembled.period)}"
    with xlsxwriter.Workbook(sink, OPTIONS) as book:
        book.set_properties({"title": title, "created": FIXED_DAY})
        styles = ReturnStyles.of(book)
        add_notes(book, styles, assembled, figures, has_imputed=bool(imputed))
        sheets = [*figures.areas, *(figures.respondents if len(figures.respondents) <= FORMS_SHOWN else ())]
        for authority in sheets:
            for page in pages_of_totals(definition) if authority in figures.areas else definition.pages:
                add_form(book, styles, page, authority, assembled, figures)
        add_own_tables(book, styles, assembled, figures)
        add_quality(book, styles, assembled, figures)
        for page in definition.pages:
            add_page_of_all(book, styles, page, definition, figures)
        for ranking in definition.rankings:
            add_ranking(book, styles, ranking, assembled, figures)
        add_indicators(book, styles, assembled, figures)
        add_imputed(book, styles, definition, figures, imputed)
        add_exceptions(book, styles, assembled, figures)
        add_cells(book, styles, assembled)
        for sheet in book.worksheets():
            name_pages(sheet, title, definition.kind_in_words)
    return sink.getvalue()
