"""Small files that are easily read wrong: each is read as its `expected.md` says."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.standards import standard

CASES = Path(__file__).parents[3] / "shared" / "cases"
AS_AT = date(2026, 11, 22)
SPENDING, BROWNFIELD = "spending_over_500", "brownfield_land"

pytestmark = pytest.mark.real_data


def checked(case: str, file: str, slug: str = SPENDING) -> Report:
    """Return the report on the file of a case."""
    folders = sorted(CASES.glob(f"{case}-*"))
    if not folders:
        pytest.skip("no cases beside the checkout")
    return check_files([PublishedFile(file, (folders[0] / file).read_bytes(), None, AS_AT)], standard(slug))[0]


def found(report: Report, code: str) -> list[dict[str, Any]]:
    """Return the issues with a code."""
    return [issue for issue in report.issues.to_pylist() if issue["code"] == code]


def values(report: Report, field: str) -> list[Any]:
    """Return a field of every record."""
    return report.table.column(field).to_pylist()


def days(*texts: str) -> Sequence[date]:
    """Return days from their ISO forms."""
    return [date.fromisoformat(text) for text in texts]


def test_dates_half_swapped_by_a_spreadsheet_are_said() -> None:
    [issue] = found(checked("04", "x05_swapped.xlsx"), "date-half-swapped")
    assert (issue["severity"], issue["column"]) == ("warning", "PaymentDate")


def test_instants_are_days_of_the_united_kingdom() -> None:
    report = checked("07", "u3.csv", BROWNFIELD)
    read = dict(zip(values(report, "SiteReference"), values(report, "PermissionDate"), strict=True))
    assert {read[reference] for reference in ("T0", "T1", "T2", "T3", "T5", "T6")} == set(days("2025-04-01"))


def test_milliseconds_since_1970_are_read() -> None:
    report = checked("08", "b09_latlon.json", BROWNFIELD)
    assert values(report, "PermissionDate") == days("2025-04-01", "2025-04-01", "2025-01-01", "2025-03-31")


def test_a_second_header_in_another_order_is_followed() -> None:
    report = checked("05", "c09_concat_reordered.csv")
    assert values(report, "Amount") == [100, 200, 300, 400, 500, 600]
    assert values(report, "TransactionNumber") == ["T1", "T2", "T3", "94", "95", "96"]
    assert report.rows_usable == 6


@pytest.mark.parametrize("file", ["p1.json", "p2.json", "p5.json"])
def test_an_answer_that_is_one_page_of_several_is_said(file: str) -> None:
    assert found(checked("06", file, BROWNFIELD), "file-cut-short")


def test_text_that_was_encoded_twice_is_read() -> None:
    report = checked("10", "c15_mojibake.csv")
    assert (report.rows_usable, report.columns["Amount"]) == (6, "Net Amount (£)")
    assert "CAFé – RENéE" in values(report, "BeneficiaryName")
    assert found(report, "file-encoding-guessed")


def test_notes_formats_and_sums_are_no_records() -> None:
    report = checked("14", "c12_footers.csv")
    assert (report.rows, report.rows_usable) == (6, 6)
    assert {issue["line"] for issue in found(report, "row-ignored")} >= {8, 9, 10, 11, 12}
    units = checked("14", "x16_units.xlsx")
    assert (units.rows, units.rows_usable) == (4, 4)


def test_an_archive_of_months_is_read_whole() -> None:
    report = checked("15", "x11_two.zip")
    assert (report.rows, report.rows_usable) == (8, 8)


def test_rows_quoted_whole_are_read() -> None:
    report = checked("16", "c05_wholelinequoted.csv")
    assert report.rows_usable == 6
    assert "SUPPLIER 2, LTD" in values(report, "BeneficiaryName")


@pytest.mark.parametrize(
    ("file", "kind"),
    [("x10_encrypted.xlsx", "protected with a password"), ("x12_sml.xls", "saved as XML"), ("x13_html.xls", "a table")],
)
def test_a_workbook_that_is_none_says_what_it_is(file: str, kind: str) -> None:
    [issue] = found(checked("19", file), "file-not-tabular")
    assert kind in issue["message"]
    assert "password" in issue["fix"] or ".xlsx" in issue["fix"]


def test_what_gzip_packs_is_read() -> None:
    assert checked("19", "c16_gzip.csv").rows_usable == 6


def test_a_server_is_quoted_and_an_empty_list_is_one() -> None:
    assert "“499 Token Required”" in found(checked("20", "e6_token.json"), "file-not-tabular")[0]["message"]
    assert "“Not found”" in found(checked("20", "e2_ckan.json"), "file-not-tabular")[0]["message"]
    assert "“400 Invalid URL”" in found(checked("20", "e1_arcgis.json"), "file-not-tabular")[0]["message"]
    assert found(checked("20", "e3_emptyfc.json", BROWNFIELD), "file-without-records")


def test_days_that_can_not_be_are_said() -> None:
    lines = [issue["line"] for issue in found(checked("11", "c04_daterange.csv"), "value-out-of-range")]
    assert lines == [2, 3, 4, 5]


def test_references_that_a_spreadsheet_damaged_are_said() -> None:
    malformed = found(checked("12", "b05_refs.csv", BROWNFIELD), "value-malformed")
    severities = {issue["value"]: issue["severity"] for issue in malformed}
    assert severities == {"#REF!": "critical", "01-Mar": "warning", "Mar-02": "warning", "1.00E+11": "warning"}
    report = checked("12", "u2.csv")
    numbers = values(report, "CompaniesHouseRegistrationNumber")
    assert numbers[:4] == ["01234567", "01234567", "00123456", "SC123456"]
    assert {issue["value"] for issue in found(report, "value-repaired")} >= {"1234567", "123456"}


def test_codes_that_an_export_cut_short_are_read() -> None:
    report = checked("17", "b04_codes.csv", BROWNFIELD)
    assert values(report, "PermissionType")[:3] == [
        "full planning permission",
        "outline planning permission",
        "reserved matters approval",
    ]
    assert values(report, "OwnershipStatus")[3:5] == ["not owned by a public authority", "owned by a public authority"]


def test_errors_and_formulas_are_quoted() -> None:
    report = checked("18", "x03_errors.xlsx")
    messages = {issue["value"]: issue["message"] for issue in report.issues.to_pylist() if issue["value"]}
    assert {"#N/A", "#REF!", "#VALUE!", "#NAME?"} <= messages.keys()
    assert all("error of a spreadsheet" in messages[value] for value in ("#N/A", "#REF!", "#VALUE!", "#NAME?"))
    assert not found(report, "value-missing")
    formulas = checked("18", "x02_formula.xlsx")
    assert "a formula without its result" in found(formulas, "number-unparseable")[0]["message"]
    assert found(formulas, "date-unparseable")[0]["value"] == "=DATE(2025,1,1)"
    assert not found(formulas, "value-missing")


def test_a_file_of_nobody_we_know_holds_no_records_of_others() -> None:
    assert not found(checked("21", "c12_footers.csv"), "records-of-others")


def test_a_count_is_a_whole_number() -> None:
    malformed = found(checked("23", "b06_units.csv", BROWNFIELD), "value-malformed")
    assert "10.5" in {issue["value"] for issue in malformed if issue["column"] == "MinNetDwellings"}


def test_points_are_read_in_whatever_words_the_system_is_named() -> None:
    report = checked("09", "b01_crs.csv", BROWNFIELD)
    assert not found(report, "value-out-of-range")
    assert not found(report, "code-unknown")
    assert all(-1.2 < x < -1.1 for x in values(report, "GeoX"))
    assert all(52.9 < y < 53.1 for y in values(report, "GeoY"))


def test_an_amount_in_other_words_is_read_and_said() -> None:
    report = checked("24", "total-excludes-vat.csv")
    assert (report.rows_usable, sum(values(report, "Amount"))) == (4, Decimal("4587.5"))
    assert report.columns["Amount"] == "Total (excludes VAT)"
    [issue] = found(report, "column-in-other-words")
    assert "VAT is left out" in issue["message"]


def test_the_accounting_format_is_read() -> None:
    report = checked("13", "c02_amounts.csv")
    amounts = dict(zip(values(report, "TransactionNumber"), values(report, "Amount"), strict=True))
    read = {"T14": 1234, "T25": 500, "T28": -500, "T29": -500, "T30": -500}
    assert {reference: amounts[reference] for reference in read} == {key: Decimal(value) for key, value in read.items()}
    unread = [reference for reference, amount in amounts.items() if amount is None]
    assert unread == ["T2", "T3", "T6", "T8", "T10", "T15", "T17", "T18", "T23", "T24", "T27", "T31", "T33", "T34"]
    noughts = checked("13", "c14_acctzero.csv")
    assert values(noughts, "Amount") == [0, 0, None, -12, 1234, -12]
