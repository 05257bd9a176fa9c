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


def test_the_accounting_format_is_read() -> None:
    report = checked("13", "c02_amounts.csv")
    amounts = dict(zip(values(report, "TransactionNumber"), values(report, "Amount"), strict=True))
    read = {"T14": 1234, "T25": 500, "T28": -500, "T29": -500, "T30": -500}
    assert {reference: amounts[reference] for reference in read} == {key: Decimal(value) for key, value in read.items()}
    unread = [reference for reference, amount in amounts.items() if amount is None]
    assert unread == ["T2", "T3", "T6", "T8", "T10", "T15", "T17", "T18", "T23", "T24", "T27", "T31", "T33", "T34"]
    noughts = checked("13", "c14_acctzero.csv")
    assert values(noughts, "Amount") == [0, 0, None, -12, 1234, -12]
