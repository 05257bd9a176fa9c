"""Errors, and formulas whose result was not saved, are in the sheet as an officer sees them."""

import io

import xlsxwriter

from tests.transforms.reading.small_standard import Opened, rows_of


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
