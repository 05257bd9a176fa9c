"""The form of a return: its workbook, and the same as an OpenDocument spreadsheet.

Known:  the OpenDocument spreadsheet is made of the workbook, so that both say the same.
"""

import io
from collections.abc import Sequence

from transforms.release_package.assembly import AssemblyFiles
from transforms.release_package.open_document import FormCell, FormSheet, FormStyle, spreadsheet
from transforms.release_package.package_files import whole

POINTS = 7.0  # the width of a character in the workbook's font, about, in points


def sheets_of(workbook: bytes) -> list[FormSheet]:
    """Return the sheets of a workbook: texts and numbers, and how they look."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return [
        FormSheet(
            sheet.title,
            tuple(tuple(_cell(cell) for cell in row) for row in sheet.iter_rows()),
            _widths(sheet),
        )
        for sheet in book.worksheets
    ]


def open_document_form(assembly: AssemblyFiles, sheets: Sequence[FormSheet]) -> bytes:
    """Return the form as an OpenDocument spreadsheet."""
    return spreadsheet(sheets, f"{assembly.definition.title}, {assembly.period}")


def workbook_of(assembly: AssemblyFiles) -> bytes:
    """Return the workbook of an assembly; raise ValueError, in a sentence, where it has none."""
    name = f"{assembly.form}.xlsx"
    if name not in assembly.outputs:
        raise ValueError(f"the form {name} is missing")
    return whole(assembly.files, name)


def _cell(cell: object) -> FormCell:
    value = cell.value  # type: ignore[attr-defined]
    if value is None:
        return FormCell(None, FormStyle())
    style = FormStyle(
        is_bold=bool(cell.font.b),  # type: ignore[attr-defined]
        is_wrapped=bool(cell.alignment.wrap_text),  # type: ignore[attr-defined]
        is_right=cell.alignment.horizontal == "right",  # type: ignore[attr-defined]
        number_format=cell.number_format if isinstance(value, int | float) else "",  # type: ignore[attr-defined]
    )
    return FormCell(value if isinstance(value, int | float) else str(value), style)


def _widths(sheet: object) -> tuple[float, ...]:
    dimensions = sheet.column_dimensions  # type: ignore[attr-defined]
    widths: list[float] = [64.0] * sheet.max_column  # type: ignore[attr-defined]
    for dimension in dimensions.values():
        for index in range(dimension.min - 1, min(dimension.max, len(widths))):
            widths[index] = dimension.width * POINTS
    return tuple(widths)
