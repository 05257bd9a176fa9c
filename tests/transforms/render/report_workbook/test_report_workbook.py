"""The workbook of a check: the rows as published, marked and explained, and nothing in it that runs or that leaks."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.transforms.render.reports import INVENTED, Checked, checked, spoilt
from transforms.render.report_workbook import marks, report_workbook, start_here
from transforms.render.report_workbook.styles import TINTS


def written(one: Checked) -> bytes:
    return report_workbook(one.report, one.standard, one.fix_priorities, is_read=one.is_read, sheet=one.sheet)


def opened(one: Checked) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(one)))


@pytest.fixture(scope="module")
def report() -> Checked:
    return checked(spoilt(), "planning_applications")


@pytest.fixture(scope="module")
def book(report: Checked) -> Workbook:
    return opened(report)


def test_the_first_sheet_says_the_verdict_and_what_to_fix_first(book: Workbook) -> None:
    assert book.sheetnames == ["Start here", "Columns", "Findings", "Rows"]
    said = [str(cell) for row in book["Start here"].iter_rows(values_only=True) for cell in row if cell is not None]
    assert said[1].startswith("NOT READY: ")
    order = [row[0].value for row in book["Start here"].iter_rows() if row[0].value in ("critical", "warning")]
    assert order[2:] == sorted(order[2:])  # after the legend: critical before warning
    assert any("excluded from " in text and "every figure of PS1 and PS2" in text for text in said)


def test_the_rows_are_as_published_with_their_lines(report: Checked, book: Workbook) -> None:
    rows = list(book["Rows"].iter_rows(values_only=True))
    assert rows[0] == ("Line", *report.sheet.header)
    assert [row[0] for row in rows[1:]] == list(range(2, 14))
    place = rows[0].index("DecisionDate")
    assert [row[place] for row in rows[1:4]] == ["2024-06-20", "31/06/2024", "2024-06-20"]
    assert rows[4][rows[0].index("Officer")] == "=cmd|' /C calc'!A0"


def test_nothing_that_a_council_wrote_can_run(report: Checked) -> None:
    with zipfile.ZipFile(io.BytesIO(written(report))) as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
        rels = [packed.read(name).decode() for name in packed.namelist() if name.endswith(".rels")]
    assert not any("<f>" in sheet for sheet in sheets)
    assert not any("http://example" in rel or "https://planning" in rel for rel in rels)


def test_personal_data_stays_masked_in_every_part(report: Checked) -> None:
    with zipfile.ZipFile(io.BytesIO(written(report))) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    assert [name for name, text in parts.items() if "jo.invented" in text or "someone." in text] == []
    assert "[personal data removed]" in parts["xl/worksheets/sheet4.xml"]


def test_a_cell_with_a_finding_is_tinted_by_its_severity_and_says_what_to_write(book: Workbook) -> None:
    rows = book["Rows"]
    place = {cell.value: cell.column for cell in rows[1]}
    cells = {
        "critical": rows.cell(4, place["CaseReference"]),
        "warning": rows.cell(3, place["DecisionDate"]),
        "info": rows.cell(6, place["CaseDate"]),
    }
    assert {severity: f"#{cell.fill.fgColor.rgb[2:]}" for severity, cell in cells.items()} == TINTS
    assert "→ Enter a valid date" in cells["warning"].comment.text
    assert rows.cell(2, place["DecisionDate"]).comment is None
    assert rows.cell(1, place["Officer"]).comment.text.startswith("The standard has no column “Officer”")


def test_every_finding_links_to_its_cell(book: Workbook) -> None:
    rows, findings = book["Rows"], book["Findings"]
    for row in findings.iter_rows(min_row=2):
        link, line, column, value = row[1], row[2].value, row[3].value, row[4].value
        assert link.hyperlink.location == f"'Rows'!{link.value}"
        cell = rows[link.value]
        if column:
            assert rows.cell(1, cell.column).value == column
        if line and column and value:
            assert cell.value == value
            assert rows.cell(cell.row, 1).value == line


def test_the_same_file_gives_the_same_bytes(report: Checked) -> None:
    assert written(report) == written(checked(spoilt(), "planning_applications"))


def test_the_folder_that_a_file_lies_in_is_in_no_part_of_it() -> None:
    here, there = (checked(spoilt(), "planning_applications", f"{folder}/a.csv") for folder in ("here", "there/below"))
    assert written(here) == written(there)


def test_a_file_without_a_table_has_its_verdict_and_no_rows() -> None:
    one = checked(*INVENTED["a web page"])
    book = opened(one)
    assert book.sheetnames == ["Start here", "Findings"]
    assert book["Findings"]["J2"].value == "file-not-tabular"


def test_what_does_not_fit_on_one_worksheet_goes_on_on_the_next(
    report: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("marks", "rows", "findings"):
        monkeypatch.setattr(f"transforms.render.report_workbook.{module}.ROWS_PER_SHEET", 5)
    assert marks.ROWS_PER_SHEET == 5
    book = opened(report)
    assert [name for name in book.sheetnames if name.startswith("Rows")] == ["Rows", "Rows 2", "Rows 3"]
    lines = [
        row[0] for name in ("Rows", "Rows 2", "Rows 3") for row in book[name].iter_rows(min_row=2, values_only=True)
    ]
    assert lines == list(range(2, 14))
    last = next(sheet for sheet in book.worksheets if sheet.title.startswith("Findings"))
    for _, link, line, *_ in last.iter_rows(min_row=2):
        name, cell = link.hyperlink.location.replace("'", "").split("!")
        assert line.value is None or book[name].cell(book[name][cell].row, 1).value == line.value


def test_beyond_the_notes_that_a_spreadsheet_can_bear_cells_are_tinted_and_it_is_said(
    report: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("rows", "start_here"):
        monkeypatch.setattr(f"transforms.render.report_workbook.{module}.MOST_NOTES", 2)
    assert start_here.MOST_NOTES == 2
    book = opened(report)
    notes = [cell for row in book["Rows"].iter_rows() for cell in row if cell.comment]
    tinted = [cell for row in book["Rows"].iter_rows(min_row=2, min_col=2) for cell in row if cell.fill.fill_type]
    assert len(notes) <= 2 < len(tinted)
    assert any("Notes are drawn at the 2 most severe" in str(row[0].value) for row in book["Start here"].iter_rows())


def test_texts_that_no_cell_can_hold_are_cut_and_made_writable() -> None:
    content = (
        f'CaseReference,CaseDate,CaseText,CaseURL,Decision\n1,2024-05-13,"{"long " * 8000}",\x0bbell\x07,Approve\n'
    )
    rows = list(opened(checked(content.encode(), "planning_applications"))["Rows"].iter_rows(values_only=True))
    assert len(rows[1][3]) == 32_767
    assert "bell" in rows[1][4]
