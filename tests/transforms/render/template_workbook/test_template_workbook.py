"""A template is filled in, and published as it is: its first sheet alone is data, whatever stands in the others."""

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.domain.standard import DatasetStandard, Edition, FieldKind
from transforms.example_record import example_records, fields_to_fill
from transforms.render.template_workbook import template_workbook
from transforms.standards import STANDARDS, standard

EDITIONS = [(declared, edition) for declared in STANDARDS for edition in declared.editions]
IDS = [f"{declared.slug}-{edition.name}" for declared, edition in EDITIONS]
AS_AT = date(2026, 10, 1)
each_edition = pytest.mark.parametrize(("declared", "edition"), EDITIONS, ids=IDS)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def checked(content: bytes, declared: DatasetStandard) -> Report:
    return check_files([PublishedFile("f.xlsx", content, None, AS_AT)], declared)[0]


def filled_in(content: bytes, records: int) -> bytes:
    """Return the template with the first example records copied to its first sheet, as an officer would try it."""
    book = opened(content)
    data, example = book.worksheets[:2]
    for row in range(2, 2 + records):
        for column in range(1, (example.max_column or 0) + 1):
            data.cell(row, column, example.cell(row, column).value)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def offered(book: openpyxl.Workbook, sheet: Worksheet) -> dict[str, list[str]]:
    """Return the words of the drop-downs by the header of their column."""
    found = {}
    for one in sheet.data_validations.dataValidation:
        bounds = next(iter(one.sqref.ranges))
        assert (one.type, bounds.min_row, bounds.max_row) == ("list", 2, 1_048_576)
        if one.formula1.startswith('"'):
            words = one.formula1.strip('"').split(",")
        else:
            name, area = one.formula1.split("!")
            words = [row[0].value for row in book[name][area.replace("$", "")]]
        found[str(sheet.cell(1, bounds.min_col).value)] = words
    return found


@each_edition
def test_the_header_is_the_fields_with_a_note_on_each(declared: DatasetStandard, edition: Edition) -> None:
    sheet = opened(template_workbook(declared, edition)).worksheets[0]
    fields = fields_to_fill(declared, edition)
    assert [cell.value for cell in sheet[1]] == [field.name for field in fields]
    for field, cell in zip(fields, sheet[1], strict=True):
        assert cell.comment is not None
        assert field.description in cell.comment.text
        assert f"It {field.requirement.value} be filled in" in cell.comment.text
    assert sheet.max_row == 1


@each_edition
def test_every_list_is_a_drop_down_of_its_codes(declared: DatasetStandard, edition: Edition) -> None:
    book = opened(template_workbook(declared, edition))
    lists = {
        field.name: [one.code for one in field.codelist.codes]
        for field in fields_to_fill(declared, edition)
        if field.codelist and not field.separator
    }
    assert offered(book, book.worksheets[0]) == lists
    assert offered(book, book.worksheets[1]) == lists


@each_edition
def test_columns_are_formatted_for_what_they_hold(declared: DatasetStandard, edition: Edition) -> None:
    sheet = opened(template_workbook(declared, edition)).worksheets[0]
    shown = {FieldKind.DATE: "dd/mm/yyyy", FieldKind.INTEGER: "0", FieldKind.DECIMAL: "0.00######"}
    for field, cell in zip(fields_to_fill(declared, edition), sheet[1], strict=True):
        column = sheet.column_dimensions[openpyxl.utils.get_column_letter(_first(sheet, cell.column))]
        expected = "@" if field.codelist or field.separator else shown.get(field.kind, "@")
        assert column.number_format == expected


@each_edition
def test_a_template_published_with_its_rows_is_read_from_the_first_sheet_alone(
    declared: DatasetStandard, edition: Edition
) -> None:
    content = filled_in(template_workbook(declared, edition), records=2)
    report = checked(content, declared)
    assert (report.edition, report.table.num_rows) == (edition.name, 2)
    assert [(one["code"], one["value"]) for one in report.issues.to_pylist()] == [
        ("sheet-chosen", f"“{declared.title[:31]}”")
    ]


@each_edition
def test_an_empty_template_holds_no_records(declared: DatasetStandard, edition: Edition) -> None:
    assert checked(template_workbook(declared, edition), declared).table.num_rows == 0


@each_edition
def test_the_fields_are_explained_with_their_words(declared: DatasetStandard, edition: Edition) -> None:
    sheet = opened(template_workbook(declared, edition))["About the fields"]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    for field in fields_to_fill(declared, edition):
        assert field.description in str(rows[field.name][2])
        if field.codelist:
            assert field.codelist.codes[0].code in str(rows[field.name][4])


@each_edition
def test_the_same_edition_gives_the_same_bytes(declared: DatasetStandard, edition: Edition) -> None:
    assert template_workbook(declared, edition) == template_workbook(declared, edition)


def test_days_and_numbers_of_the_example_are_days_and_numbers() -> None:
    spending = standard("spending_over_500")
    sheet = opened(template_workbook(spending, spending.editions[0])).worksheets[1]
    names = [cell.value for cell in sheet[1]]
    row = dict(zip(names, next(sheet.iter_rows(min_row=2, values_only=True)), strict=True))
    assert (row["PaymentDate"].date(), row["Amount"]) == (date(2025, 3, 31), 25123)
    assert row["CompaniesHouseRegistrationNumber"] == "01234567"
    assert len(example_records(spending, spending.editions[0], 3)) == (sheet.max_row or 0) - 1


def _first(sheet: Worksheet, column: int | None) -> int:
    """Return the first of the columns that share one definition with this, as openpyxl groups them."""
    assert column is not None
    for dimension in sheet.column_dimensions.values():
        if dimension.min <= column <= dimension.max:
            return int(dimension.min)
    raise AssertionError(column)
