"""The template of an edition as a workbook: a sheet to fill in, an example, the fields explained, and their lists.

Known:  the first sheet alone is data: the others are called or hidden so that reading the workbook passes them over,
        and an officer can publish it as it is. The creation date is fixed, so that the bytes are always the same.
"""

import io

import xlsxwriter

from transforms.domain.standard import DatasetStandard, Edition
from transforms.example_record import example_records, fields_to_fill
from transforms.render.template_workbook.explained import add_explained
from transforms.render.template_workbook.filling import add_lists, add_to_fill
from transforms.render.template_workbook.styles import TemplateStyles
from transforms.render.workbook import FIXED_DAY, OPTIONS

EXAMPLE = "Example"
EXAMPLES_SHOWN = 3


def template_workbook(standard: DatasetStandard, edition: Edition) -> bytes:
    """Return the template of an edition as bytes."""
    fields = fields_to_fill(standard, edition)
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, OPTIONS) as book:
        book.set_properties({"title": f"{standard.title}, {edition.name} edition", "created": FIXED_DAY})
        styles = TemplateStyles.of(book)
        sheets = book.add_worksheet(standard.title[:31]), book.add_worksheet(EXAMPLE)
        add_explained(book, styles, standard, edition, fields)
        ranges = add_lists(book, styles, fields)
        for sheet, records in zip(sheets, ([], example_records(standard, edition, EXAMPLES_SHOWN)), strict=True):
            add_to_fill(sheet, styles, fields, ranges, records)
    return sink.getvalue()
