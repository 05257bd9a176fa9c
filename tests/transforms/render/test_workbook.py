"""The workbook of a return: laid out as the form, marked where it should be, harmless, the same bytes every time."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pyarrow as pa
import pytest

from tests.transforms.returns.drawn import assemble
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.imputed_cell import ImputedCell
from transforms.domain.origins import MARKERS, WITH_VALUE, Origin
from transforms.domain.period import financial_year, quarter
from transforms.render.workbook import workbook
from transforms.returns import RETURNS, statutory_return

ADUR, ARUN = "E07000223", "E07000224"


@pytest.fixture(scope="module")
def assembled() -> AssembledReturn:
    """Return a quarter without a file, with one figure and one hostile reference put in."""
    blank = assemble(statutory_return("planning_matters"), [], [ADUR, ARUN], quarter(2024, 2))
    figures = {"PS1.1": {"value": "1234", "origin": "inferred"}, "PS1.3": {"value": "7", "origin": "declared"}}
    rows = [row | (figures.get(row["cell"], {}) if row["authority"] == ADUR else {}) for row in blank.cells.to_pylist()]
    listed = blank.exceptions.to_pylist()
    hostile = [*listed, listed[0] | {"reference": '=HYPERLINK("x")'}]
    return replace(
        blank,
        cells=pa.Table.from_pylist(rows, schema=blank.cells.schema),
        exceptions=pa.Table.from_pylist(hostile, schema=blank.exceptions.schema),
    )


def test_the_same_return_gives_the_same_bytes(assembled: AssembledReturn) -> None:
    assert workbook(assembled) == workbook(assembled)


def test_a_page_is_laid_out_as_the_form(assembled: AssembledReturn) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(assembled)))
    sheet = book[f"PS1 {ADUR}"]
    assert (sheet["A5"].value, sheet["B5"].value) == ("1", "On hand at the start of the quarter")
    assert (sheet["C5"].value, sheet["C5"].number_format) == (1234, '#,##0" [e]"')
    assert sheet["C6"].value == "[x]"
    assert (sheet["C7"].value, sheet["C7"].number_format) == (7, '#,##0" [d]"')


@pytest.mark.parametrize("origin", Origin)
def test_every_origin_can_be_written_and_is_explained(assembled: AssembledReturn, origin: Origin) -> None:
    value = "5" if origin in WITH_VALUE else None
    rows = [row | {"value": value, "origin": origin.value} for row in assembled.cells.to_pylist()]
    cells = pa.Table.from_pylist(rows, schema=assembled.cells.schema)
    book = openpyxl.load_workbook(io.BytesIO(workbook(replace(assembled, cells=cells))))
    written = book["PS1 England"]["C5"]
    assert MARKERS.get(origin, "") in f"{written.value} {written.number_format}"
    notes = {str(row[0].value): row[1].value for row in book["Notes"].iter_rows(min_row=3)}
    assert [words for name, words in notes.items() if name.startswith(f"{origin.value} ")]


def test_what_a_council_wrote_is_text_and_cannot_run(assembled: AssembledReturn) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(assembled)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == '=HYPERLINK("x")'] == ["s"]
    assert b"<f>" not in b"".join(_sheets(workbook(assembled)))


def _sheets(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]


@pytest.mark.parametrize("definition", RETURNS, ids=lambda definition: definition.slug)
def test_every_cell_of_the_form_is_on_a_page_once(definition) -> None:  # noqa: ANN001 - a declared return
    shown = [cell for page in definition.pages for line in page.lines for cell in line.cells if cell is not None]
    assert sorted(shown) == sorted(cell.name for cell in definition.cells)


def test_the_first_sheet_says_what_the_markers_mean(assembled: AssembledReturn) -> None:
    notes = openpyxl.load_workbook(io.BytesIO(workbook(assembled)))["Notes"]
    words = {row[0].value: row[1].value for row in notes.iter_rows(min_row=3)}
    assert "assumption" in words["inferred [e]"]
    assert words["Authorities"] == "0 with usable data, of 2 that owe it"
    assert words["Period"] == "April to June 2024 (2024-Q2)"


def test_every_sheet_of_a_reconciliation_says_that_it_is_no_return() -> None:
    parking = statutory_return("parking_account_check")
    book = openpyxl.load_workbook(io.BytesIO(workbook(assemble(parking, [], [ADUR], financial_year(2024)))))
    assert {sheet.oddFooter.center.text for sheet in book} == {parking.kind_in_words}
    assert {row[0].value: row[1].value for row in book["Notes"].iter_rows()}["Kind"] == f"{parking.kind_in_words}."


def test_an_exception_says_in_words_whose_it_is_what_is_so_and_what_to_do(assembled: AssembledReturn) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(assembled)))["Exceptions"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows[0] == ("Authority", "Reason", "What to do", "Reference", "Detail")
    no_data = assembled.definition.reason("no-data")
    assert ("Adur District Council", no_data.sentence, no_data.fix) in {row[:3] for row in rows}


def test_a_sheet_says_of_every_cell_how_it_is_derived_and_how_well_it_is_known(assembled: AssembledReturn) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(assembled)))["Cells"]
    rows = {row[0].value: tuple(cell.value for cell in row[1:]) for row in sheet.iter_rows(min_row=2)}
    assert list(rows) == [cell.name for cell in assembled.definition.cells]
    assert all(all(texts) for texts in rows.values())
    assert rows["PS1.end"][1] == "PS1.1 + PS1.2 − PS1.3 − PS1.4"
    assert rows["PS2.Q21.a"][2] == "Computed."


def test_every_sheet_is_printed_on_a4_with_its_page_numbers(assembled: AssembledReturn) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook(assembled))):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.oddHeader.left.text == "Planning matters: district planning return, April to June 2024"


def test_a_total_s_form_says_of_how_many_it_is_the_sum(assembled: AssembledReturn) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(assembled)))
    assert book["PS1 England"]["A3"].value == "The sum of 1 of the 2 authorities that owe it."
    assert book[f"PS1 {ADUR}"]["A3"].value in ("", None)
    of_another = openpyxl.load_workbook(io.BytesIO(workbook(replace(assembled, owing=(ARUN,)))))
    sentence = "The sum of 0 of the 1 authorities that owe it, and of 1 besides."
    assert of_another["PS1 England"]["A3"].value == sentence


def test_authorities_without_figures_stand_last_and_are_not_printed() -> None:
    blank = assemble(statutory_return("planning_matters"), [], [ADUR, ARUN], quarter(2024, 2))
    rows = [
        row | ({"value": "7", "origin": "computed"} if row["authority"] == ARUN else {})
        for row in blank.cells.to_pylist()
    ]
    cells = pa.Table.from_pylist(rows, schema=blank.cells.schema)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(replace(blank, cells=cells))))["PS1 all"]
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == ["E92000001", ARUN, ADUR]
    assert sheet.print_area.endswith("$4")
    assert sheet.auto_filter.ref.endswith("5")


def test_the_quality_of_each_authority_is_counted(assembled: AssembledReturn) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(assembled)))["Quality"]
    heading, _, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    adur, arun = (dict(zip(heading, row, strict=True)) for row in rows)
    assert (adur["Cells inferred"], adur["Cells declared"], adur["Owes this return"]) == (1, 1, "yes")
    assert adur["Cells no data"] == arun["Cells no data"] - 2 == len(assembled.definition.cells) - 2
    assert (adur["Exceptions"], arun["Exceptions"]) == (2, 1)


def test_the_indicators_have_a_column_each_and_a_row_for_who_has_one(assembled: AssembledReturn) -> None:
    indicators = assembled.indicators.to_pylist()
    of_arun = next(row for row in indicators if row["authority"] == ARUN)
    rates = pa.Table.from_pylist([of_arun | {"value": "62.5"}], schema=assembled.indicators.schema)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(replace(assembled, indicators=rates))))["Indicators"]
    heading, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    label = next(one.label for one in assembled.definition.indicators if one.name == of_arun["indicator"])
    assert [row[:2] for row in rows] == [[ARUN, "Arun District Council"]]
    assert rows[0][heading.index(f"{label}, per cent")] == 62.5


def test_a_return_has_sheets_of_its_own_tables() -> None:
    parking = statutory_return("parking_account_check")
    book = openpyxl.load_workbook(io.BytesIO(workbook(assemble(parking, [], [ADUR], financial_year(2024)))))
    heading = [cell.value for cell in book["RO2 in thousands"][1]]
    assert heading == ["Authority", "Period", "Line", "Column", "Label", "Thousand pounds"]


def test_a_code_and_a_day_are_written_in_words() -> None:
    statement = statutory_return("transparency_code")
    blank = assemble(statement, [], [ADUR], financial_year(2024))
    figures = {"LGT.grants.state": "1", "LGT.grants.seen_on": "20240407", "LGT.grants.records": "1234"}
    rows = [
        row | ({"value": figures[row["cell"]], "origin": "computed"} if row["cell"] in figures else {})
        for row in blank.cells.to_pylist()
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(replace(blank, cells=pa.Table.from_pylist(rows, schema=blank.cells.schema))))
    )
    [grants] = [
        row for row in book[f"Statement {ADUR}"].iter_rows() if row[1].value == "Grants to the voluntary sector"
    ]
    assert [cell.value for cell in grants][2:4] == ["on time", "7 April 2024"]
    assert grants[5].value == 1234


def test_no_figure_is_wider_than_its_column_and_no_words_are_higher_than_their_row(assembled: AssembledReturn) -> None:
    rows = [row | {"value": "123456789.25", "origin": "inferred"} for row in assembled.cells.to_pylist()]
    cells = pa.Table.from_pylist(rows, schema=assembled.cells.schema)
    book = openpyxl.load_workbook(io.BytesIO(workbook(replace(assembled, cells=cells))))
    for sheet in (book[f"PS2 {ADUR}"], book["PS1 all"]):
        width = sheet.column_dimensions["C"].width
        assert width > len("123,456,789.25 [e]")
    for row in book["Cells"].iter_rows(min_row=2):
        lines = max(len(cell.value) / book["Cells"].column_dimensions[cell.column_letter].width for cell in row)
        assert book["Cells"].row_dimensions[row[0].row].height >= 15 * lines


def test_imputed_figures_have_a_sheet_of_their_own_and_no_other_sheet_has_them(assembled: AssembledReturn) -> None:
    england = ImputedCell("E92000001", "PS1.2", "", "42", "with 1 imputed")
    figures = [ImputedCell(ARUN, "PS1.2", "", "42", "40 in 2024-Q1 × 1.05 of 3 districts"), england]
    book = openpyxl.load_workbook(io.BytesIO(workbook(assembled, figures)))
    label = "Received in the quarter"
    assert [[cell.value for cell in row] for row in book["Imputed"].iter_rows()] == [
        ["Authority", "Name", "Cell", "In words", "Reported value", "Imputed", "How it was imputed"],
        [ARUN, "Arun District Council", "PS1.2", label, "", 42, "40 in 2024-Q1 × 1.05 of 3 districts"],
        ["E92000001", "England", "PS1.2", label, "", 42, "with 1 imputed"],
    ]
    assert book["Notes"].cell(book["Notes"].max_row - 1, 1).value == "Imputed figures"
    without = openpyxl.load_workbook(io.BytesIO(workbook(assembled)))
    assert {*book.sheetnames} - {*without.sheetnames} == {"Imputed"}
    for name in {*without.sheetnames} - {"Notes"}:
        rows = [[[cell.value for cell in row] for row in of_book[name].iter_rows()] for of_book in (book, without)]
        assert rows[0] == rows[1], name
