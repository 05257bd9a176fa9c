"""What a spreadsheet makes of texts is said, and where it stands for a key the record is left out."""

from datetime import date

import pyarrow as pa
import pytest

from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.standardise.parse_values import parse_column
from transforms.standardise.parsed_column import ParseState
from transforms.standards import standard

AS_AT = date(2026, 6, 30)


def checked(slug: str, header: str, *rows: str) -> Report:
    content = "\n".join([header, *rows]).encode()
    return check_files([PublishedFile("a.csv", content, None, AS_AT)], standard(slug))[0]


def malformed(report: Report) -> dict[str, str]:
    return {
        issue["value"]: issue["severity"] for issue in report.issues.to_pylist() if issue["code"] == "value-malformed"
    }


def test_references_that_a_spreadsheet_took_for_numbers_or_days_are_said() -> None:
    header = (
        "SiteReference,Hectares,OrganisationURI,GeoX,GeoY,OwnershipStatus,PlanningStatus,FirstAddedDate,LastUpdatedDate"
    )
    references = [*(f"BR{number}" for number in range(5)), "1.00E+11", "01-Mar", "#REF!"]
    report = checked("brownfield_land", header, *(f"{reference},1,,,,,,," for reference in references))
    assert malformed(report) == {"1.00E+11": "warning", "01-Mar": "warning", "#REF!": "critical"}
    assert report.rows_usable == 7
    assert report.table["SiteReference"].to_pylist()[-1] is None


def test_references_that_are_all_months_are_not_damaged() -> None:
    assert not malformed(checked("brownfield_land", "SiteReference,Hectares", "1-Mar,1", "2-Mar,1", "3-Apr,1"))


def test_an_error_in_any_other_text_is_a_warning_and_no_text() -> None:
    report = checked("brownfield_land", "SiteReference,Notes", "A,#N/A", 'B,"=VLOOKUP(A1,B:C,2)"', 'C,"=""0012"""')
    assert malformed(report) == {"#N/A": "warning", "=VLOOKUP(A1,B:C,2)": "warning"}
    assert report.table["Notes"].to_pylist() == [None, None, '="0012"']


@pytest.mark.parametrize(("text", "value", "state"), [
    ("1234567", "01234567", ParseState.REPAIRED), ("01234567", "01234567", ParseState.READ),
    ("12345", "00012345", ParseState.REPAIRED),
    ("1234", "1234", ParseState.READ), ("SC123456", "SC123456", ParseState.READ), ("", None, ParseState.BLANK),
])  # fmt: skip
def test_the_noughts_of_a_company_number_are_put_back(text: str, value: str | None, state: ParseState) -> None:
    field = standard("spending_over_500").editions[0].field("CompaniesHouseRegistrationNumber")
    column = parse_column(pa.array([text]), field, AS_AT)
    assert (column.values[0].as_py(), ParseState(column.states[0])) == (value, state)


def test_days_that_can_not_be_and_counts_in_parts_are_said() -> None:
    header = "SiteReference,FirstAddedDate,EndDate,MinNetDwellings"
    rows = ["A,2026-07-01,2030-01-01,12", "B,1899-12-30,2205-01-01,162.25", "C,2020-01-01,,10-12.5"]
    report = checked("brownfield_land", header, *rows)
    issues = report.issues.to_pylist()
    out = [(issue["column"], issue["value"]) for issue in issues if issue["code"] == "value-out-of-range"]
    assert sorted(out) == [
        ("EndDate", "2205-01-01"),
        ("FirstAddedDate", "1899-12-30"),
        ("FirstAddedDate", "2026-07-01"),
    ]
    assert malformed(report) == {"162.25": "warning", "10-12.5": "warning"}
