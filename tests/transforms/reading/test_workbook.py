"""A workbook gives the table of the right worksheet, as the text that a person sees in full."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from tests.transforms.reading.small_standard import Opened, recognise, rows_of
from transforms.reading import Limits, read
from transforms.reading.workbook import as_text


def workbook(**worksheets: dict[int, list[object]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "remove_timezone": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in worksheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for place, row in rows.items():
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(place - 1, column, value, day)
                    else:
                        sheet.write(place - 1, column, value)
    return content.getvalue()


HEADER = ["SiteReference", "GeoX", "Notes", "FirstAddedDate"]


def test_numbers_dates_and_booleans_are_plain_text(opened: Opened) -> None:
    reading = opened(workbook(Data={1: HEADER, 2: [14.0, 0.1, True, date(2025, 3, 1)]}))
    assert rows_of(reading.sheet) == [["14", "0.1", "TRUE", "2025-03-01"]]
    assert (reading.sheet.workbook, reading.table_name) == (True, "Data")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9533.910000000003, "9533.91"),
        (1e-7, "0.0000001"),
        (100000.0, "100000"),
        (-0.5, "-0.5"),
        (54.55582927, "54.55582927"),
        (datetime.fromisoformat("2025-04-01T01:00:00"), "2025-04-01T01:00:00"),
        (None, ""),
    ],
)
def test_float_noise_and_exponents_are_not_published_text(value: object, text: str) -> None:
    assert as_text(value) == text


def test_the_line_is_the_sheet_row_even_below_titles_and_gaps(opened: Opened) -> None:
    reading = opened(workbook(Data={3: ["Register"], 5: HEADER, 6: ["A1"], 8: ["A2"]}))
    assert (reading.sheet.header_line, list(reading.sheet.lines)) == (5, [6, 8])


def test_example_and_guidance_sheets_are_not_data(opened: Opened) -> None:
    example = {1: HEADER, 2: ["X1"], 3: ["X2"], 4: ["X3"]}
    reading = opened(workbook(About={1: ["Name", "Version"]}, Example_Data=example, Register={1: HEADER, 2: ["A1"]}))
    assert (reading.table_name, reading.sheet.cells.num_rows) == ("Register", 1)


def test_the_sheet_that_the_standard_recognises_is_read_not_the_longest(opened: Opened) -> None:
    other = {i: [f"a{i}", f"b{i}", f"c{i}", "d"] for i in range(1, 40)}
    reading = opened(workbook(Lookup=other, Sites={1: HEADER, 2: ["A1"]}))
    assert reading.table_name == "Sites"


def test_sheets_of_one_shape_are_read_one_after_another(opened: Opened) -> None:
    reading = opened(workbook(Apr={1: HEADER, 2: ["A1"]}, May={1: HEADER, 2: ["A2"], 3: ["A3"]}))
    assert [row[0] for row in rows_of(reading.sheet)] == ["A1", "A2", "A3"]
    assert reading.table_name == "Apr, May"


def test_blank_ends_of_a_sheet_cost_nothing_and_are_not_reported(opened: Opened) -> None:
    reading = opened(workbook(Data={1: HEADER, 2: ["A1"], 9000: ["", " "]}))
    assert (reading.sheet.cells.num_rows, reading.findings) == (1, ())


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    content = workbook(Data={1: HEADER, **{i: ["same" * 20] for i in range(2, 3000)}})
    reading = read(content, "file", recognise, Limits(unpacked=50_000))
    assert [finding.code for finding in reading.findings] == ["file-too-large"]


def test_a_broken_workbook_is_refused_in_words(opened: Opened) -> None:
    reading = opened(workbook(Data={1: HEADER})[:-200])
    assert (reading.sheet, reading.findings[0].code) == (None, "file-not-tabular")


def test_a_workbook_of_blank_sheets_is_empty(opened: Opened) -> None:
    assert opened(workbook(Sheet1={}, Sheet2={})).findings[0].code == "file-empty"


def test_a_stray_blank_in_the_last_cell_is_refused_before_it_fills_the_memory(opened: Opened) -> None:
    stray = io.BytesIO()
    with xlsxwriter.Workbook(stray) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 16_383, " ")
    reading = opened(stray.getvalue())
    assert (reading.sheet, reading.findings[0].code) == (None, "file-too-large")


def test_formatted_cells_without_values_are_no_part_of_the_sheet(opened: Opened) -> None:
    ghosts = io.BytesIO()
    with xlsxwriter.Workbook(ghosts) as book:
        sheet, bold = book.add_worksheet("Data"), book.add_format({"bold": True})
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["A1", 1, 2, 3])
        for row, column in ((2, 16_383), (500_000, 0), (1_048_575, 16_383)):
            sheet.write_blank(row, column, None, bold)
    reading = opened(ghosts.getvalue())
    assert (reading.sheet.cells.num_rows, reading.sheet.header, reading.findings) == (1, tuple(HEADER), ())


def test_the_sheet_that_was_read_is_named_where_there_were_several(opened: Opened) -> None:
    rows: dict[int, list[object]] = {1: HEADER, 2: ["A", 1, "n", ""]}
    reading = opened(
        workbook(About={1: ["Words only"]}, Example_Data=rows, Data=rows, Lookup={1: ["a", "b"], 2: [1, 2]})
    )
    (finding,) = reading.findings
    assert reading.table_name == "Data"
    assert (finding.code, finding.facts["name"]) == ("sheet-chosen", "“Data”")
    assert finding.facts["others"] == "“Example Data”, “Lookup”"


def test_sheets_read_one_after_another_are_named(opened: Opened) -> None:
    rows: dict[int, list[object]] = {1: HEADER, 2: ["A", 1, "n", ""]}
    reading = opened(workbook(April=rows, May=rows))
    assert reading.sheet.cells.num_rows == 2
    assert [(one.code, one.facts["names"]) for one in reading.findings] == [("sheets-joined", "“April”, “May”")]
