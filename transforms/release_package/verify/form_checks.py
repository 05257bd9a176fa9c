"""Whether every file that holds the cells holds the same: the table, the workbook, the spreadsheet, the SDMX file."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence

import python_calamine

from transforms.domain.origins import MARKERS, Origin
from transforms.domain.statutory_return import Cell, StatutoryReturn
from transforms.release_package.cells import AuthorityCells, CellRow
from transforms.release_package.package_files import Files, Payload, whole
from transforms.release_package.sdmx import COLUMNS, OBS_STATUS, structure_id
from transforms.render.cell_values import value_in_words

LARGEST_FORM = 2 * 1024**3  # bytes, unpacked
Cells = Mapping[tuple[str, str], CellRow]
Words = dict[tuple[tuple[str, str], ...], dict[str, str]]  # by a cell's codes: of each code the words in a form


def wrong_in_forms(
    package: Files, form: str, cells: Sequence[AuthorityCells], definition: StatutoryReturn
) -> Iterator[str]:
    """Yield where the workbook, the OpenDocument spreadsheet or the SDMX file is not as cells.csv.

    Args:
        package: the package.
        form: the name of the workbook without its ending.
        cells: what cells.csv holds.
        definition: of the return.

    """
    rows = {(row.authority, row.cell): row for group in cells for row in group.rows}
    payload = Payload(package)
    for name in (f"{form}.xlsx", f"{form}.ods"):
        yield from _wrong_in_form(whole(payload, name), name, rows, definition)
    yield from _wrong_in_sdmx(whole(payload, "cells.sdmx.csv"), rows, definition)


def _wrong_in_form(content: bytes, name: str, rows: Cells, definition: StatutoryReturn) -> Iterator[str]:
    """Yield where the sheets of all authorities differ from the cells."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_FORM:
            yield f"{name} unpacks to more than 2 GB"
            return
    book = python_calamine.load_workbook(io.BytesIO(content))
    seen: dict[tuple[str, str], object] = {}
    for sheet_name in book.sheet_names:
        sheet = book.get_sheet_by_name(sheet_name).to_python(skip_empty_area=False)
        if _is_of_all_authorities(sheet):
            seen |= _cells_of_sheet(sheet)
    if not seen:
        yield f"{name} has no sheet of all authorities"
        return
    words: Words = {}
    for key in sorted(rows.keys() ^ seen.keys()):
        yield f"{key[1]} of {key[0]} is in only one of cells.csv and {name}"
    for key in sorted(rows.keys() & seen.keys()):
        if not _is_same(rows[key], seen[key], definition.cell(key[1]), words):
            yield f"{key[1]} of {key[0]} is “{rows[key].value}” in cells.csv and “{seen[key]}” in {name}"


def _is_of_all_authorities(sheet: Sequence[Sequence[object]]) -> bool:
    """Return whether a sheet has a row for each authority and a column for each cell, whatever it is called."""
    return len(sheet) > 1 and [*sheet[0][:2], *sheet[1][:2]] == ["Authority", "Name", "", ""]


def _cells_of_sheet(sheet: Sequence[Sequence[object]]) -> dict[tuple[str, str], object]:
    """Return what a sheet of all authorities holds: names of cells in the first row, codes in the first column."""
    names = [str(name) for name in sheet[0]]
    return {
        (str(row[0]), names[position]): row[position]
        for row in sheet[2:]
        for position in range(2, len(names))
        if names[position] and row[0]
    }


def _is_same(row: CellRow, displayed: object, cell: Cell, words: Words) -> bool:
    """Return whether a figure is displayed as it is: a day in words, a code in the same words throughout the form.

    Which words a code has is for the definition of then, which a later one may have worded anew.
    """
    marker = MARKERS.get(Origin(row.origin), "")
    if not row.value:
        return displayed == marker
    if isinstance(displayed, int | float):
        return not cell.is_day and float(displayed) == float(row.value)
    text = str(displayed).removesuffix(marker).rstrip()
    if cell.is_day:
        return text == value_in_words(cell, row.value)
    return bool(cell.codes and text) and _is_one_to_one(words.setdefault(cell.codes, {}), row.value, text)


def _is_one_to_one(words: dict[str, str], code: str, text: str) -> bool:
    """Return whether a code has the words that it had before, and no other code has them; note them."""
    if code not in words and text in words.values():
        return False
    return words.setdefault(code, text) == text


def _wrong_in_sdmx(content: bytes, rows: Cells, definition: StatutoryReturn) -> Iterator[str]:
    reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    columns = next(reader, [])
    if tuple(columns[: len(COLUMNS)]) != COLUMNS:
        yield "cells.sdmx.csv does not have the columns of the data structure"
        return
    structure, seen = structure_id(definition), set()
    for _, structure_named, _, authority, _, cell, value, status, _, origin, *_ in reader:
        key = authority, cell
        row = rows.get(key)
        seen.add(key)
        if structure_named != structure:
            yield f"cells.sdmx.csv names the structure {structure_named} instead of {structure}"
            return
        if row is None or (row.value, row.origin, OBS_STATUS[Origin(row.origin)]) != (value, origin, status):
            yield f"{cell} of {authority} is “{row.value if row else ''}” in cells.csv and “{value}” in cells.sdmx.csv"
    for authority, cell in sorted(rows.keys() - seen):
        yield f"{cell} of {authority} is missing from cells.sdmx.csv"
