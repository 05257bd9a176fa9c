"""Which columns of a file are read, and what is said of those that are missing or unknown."""

from collections.abc import Callable

from tests.expectations.records import CASE, SITE_2017, SITE_2026
from transforms.domain.report import Report

Check = Callable[..., Report]
Found = Callable[..., list[tuple]]


def test_the_edition_is_told_by_the_end_date_column(check: Check) -> None:
    assert check([SITE_2026], "brownfield_land").edition == "2026"
    assert check([SITE_2017], "brownfield_land").edition == "2017"


def test_headers_match_in_any_case_spacing_and_by_alias(check: Check) -> None:
    renamed = {"Site Plan URL": "x", "SITE_REFERENCE": "G7", "organisation url": "", "net dwelling range-from": "1"}
    columns = check([renamed], "brownfield_land").columns
    assert columns == {
        "OrganisationURI": "organisation url",
        "SiteReference": "SITE_REFERENCE",
        "SiteplanURL": "Site Plan URL",
        "NetDwellingsRangeFrom": "net dwelling range-from",
    }


def test_of_two_columns_of_one_name_the_first_with_values_is_read_and_the_other_named(check: Check) -> None:
    report = check("SiteReference,HECTARES,hectares,Notes\nA,1.5,,x\nB,1.6,2,y\n", "brownfield_land")
    assert report.columns["Hectares"] == "HECTARES"
    doubled = [row for row in report.issues.to_pylist() if row["code"] == "column-duplicated"]
    assert [row["column"] for row in doubled] == ["hectares"]


def test_of_two_other_words_for_one_field_the_better_is_read_and_the_other_named(check: Check) -> None:
    report = check("SiteReference,Longitude,Easting,Notes\nA,-1.5,,x\nB,-1.6,400000,y\n", "brownfield_land")
    assert report.columns["GeoX"] == "Longitude"
    unread = [row["column"] for row in report.issues.to_pylist() if row["code"] == "column-unrecognised"]
    assert unread == ["Easting"]


def test_an_empty_exact_column_does_not_hide_a_filled_alias(check: Check) -> None:
    report = check("SiteReference,GeoX,Longitude\nA,,-1.5\n", "brownfield_land")
    assert report.columns["GeoX"] == "Longitude"


def test_a_missing_must_column_is_one_issue_and_not_one_a_row(found: Found) -> None:
    without = [{name: text for name, text in CASE.items() if name != "CaseText"} | {"CaseReference": r} for r in "AB"]
    assert found(without) == [("column-missing", "warning", None, "CaseText", None)]


def test_a_missing_essential_column_leaves_every_record_out(check: Check) -> None:
    report = check([{name: text for name, text in CASE.items() if name != "CaseReference"}])
    assert report.rows_usable == 0
    assert report.issues["severity"].to_pylist() == ["critical"]


def test_a_missing_may_column_is_no_issue(found: Found) -> None:
    assert found([{name: text for name, text in CASE.items() if name != "Agent"}]) == []


def test_an_unknown_column_is_named(found: Found) -> None:
    assert found([CASE | {"Ward": "Marine"}]) == [("column-unrecognised", "info", None, "Ward", None)]
