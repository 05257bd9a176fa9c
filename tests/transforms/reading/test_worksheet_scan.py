"""Errors, and formulas whose result was not saved, are in the sheet as an officer sees them."""

import io
import re
import time

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.reading.small_standard import Opened, rows_of
from transforms.reading.map_xml import Unsafe
from transforms.reading.worksheet_scan import COLUMNS, Misnumbered, column_number, scan_worksheet


def workbook(*cells: tuple[str, object]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Sites")
        sheet.write_row(0, 0, ["SiteReference", "Hectares", "GeoX"])
        for row, (formula, result) in enumerate(cells, start=1):
            sheet.write_string(row, 0, f"A{row}")
            sheet.write_formula(row, 1, formula, None, result)
            sheet.write_number(row, 2, row)
    return content.getvalue()


def test_errors_and_unsaved_formulas_are_there_and_results_are_results(opened: Opened) -> None:
    reading = opened(workbook(("=1/0", "#DIV/0!"), ("=VLOOKUP(1,A:B,2)", "#N/A"), ("=2*3", 6), ('=IF(1<2,"x","")', "")))
    assert [row[1] for row in rows_of(reading.sheet)][:3] == ["#DIV/0!", "#N/A", "6"]
    assert [row[2] for row in rows_of(reading.sheet)] == ["1", "2", "3", "4"]


def worksheet(rows: str) -> bytes:
    return f'<worksheet xmlns="http://example.com/x"><sheetData>{rows}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    "reference", ['r="XFD9"', "r='XFD9'", 'r = "XFD9"', 's="1" r="XFD9"', 'r="&#88;FD9"', 'a=">" r="XFD9"', 'r="xfd9"']
)
def test_a_cell_is_seen_however_its_reference_is_written(reference: str) -> None:
    for element in (
        f"<c {reference}><v>1</v></c>",
        f"<x:c xmlns:x='http://example.com/x' {reference}><x:v>1</x:v></x:c>",
    ):
        assert scan_worksheet(worksheet(f'<row r="9">{element}</row>'), ()).area == 9 * 16_384


def test_cells_and_rows_without_a_reference_count_on() -> None:
    scan = scan_worksheet(worksheet("<row/><row><c/><c/><c><v>1</v></c></row>"), ())
    assert (scan.last_row, scan.last_column) == (2, 3)


def test_a_cell_that_holds_nothing_spans_nothing() -> None:
    assert scan_worksheet(worksheet('<row r="5"><c r="Z5"/><c r="AA5" s="1"></c></row>'), ()).area == 0


@pytest.mark.parametrize(
    "rows",
    [f'<row r="{"9" * 5000}"/>', '<row r="0"/>', '<row r="-1"/>', '<row r="1048577"/>', '<row r="1e3"/>',
     '<row r="³"/>',
     f'<row><c r="A{"9" * 5000}"/></row>', f'<row><c r="{"A" * 5000}1"/></row>', '<row><c r="XFE1"/></row>',
     '<row><c r="A0"/></row>', '<row><c r="A 1"/></row>', '<row><c r="$A$1"/></row>', '<row><c r=""/></row>'],
)  # fmt: skip
def test_a_number_that_no_worksheet_has_is_told_and_never_worked_out(rows: str) -> None:
    with pytest.raises(Misnumbered):
        scan_worksheet(worksheet(rows), ())


def test_entities_and_unknown_encodings_are_unsafe() -> None:
    for head in (b'<?xml version="1.0" encoding="nonsense"?>', b'<!DOCTYPE a [<!ENTITY b "c">]>'):
        with pytest.raises(Unsafe):
            scan_worksheet(head + worksheet(""), ())


def test_what_keeps_an_expression_busy_for_ever_takes_a_moment() -> None:
    begun = time.monotonic()
    cell = "<c a='" + 'r="A1" ' * 200_000 + "'><f>1</f></c>"
    scan_worksheet(worksheet(f"<row>{cell * 3}</row>"), ())
    assert time.monotonic() - begun < 5


@given(st.lists(st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384), st.booleans()), max_size=20))
@settings(max_examples=40, deadline=None)
def test_the_last_filled_cell_is_the_last_that_is_there(cells: list[tuple[int, int, bool]]) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="{letters(column)}{row}">{"<v>1</v>" * is_filled}</c></row>'
        for row, column, is_filled in cells
    )
    scan = scan_worksheet(worksheet(rows), ())
    filled = [(row, column) for row, column, is_filled in cells if is_filled]
    assert scan.last_row == max((row for row, _ in filled), default=0)
    assert scan.last_column == max((column for _, column in filled), default=0)


def letters(column: int) -> str:
    """A plain second implementation: column 27 is AA."""
    text = ""
    while column:
        column, place = divmod(column - 1, 26)
        text = chr(ord("A") + place) + text
    return text


def test_the_letters_of_a_column_are_its_number() -> None:
    assert all(column_number(letters(column)) == column for column in range(1, 16_385))
    assert all(re.fullmatch("[A-Z]{1,2}", name) and letters(number) == name for name, number in COLUMNS.items())
