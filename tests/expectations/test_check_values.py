"""What is read of a cell, and what is said where nothing can be."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from tests.expectations.conftest import cell
from tests.expectations.records import CASE, SITE_2017
from transforms.domain.report import Report

Check = Callable[..., Report]
Found = Callable[..., list[tuple]]
GEDLING, NORTH_KESTEVEN = "E07000173", "E07000139"


@pytest.mark.parametrize("blank", ["", "  ", "N/A", "n/a", "null", "-"])
def test_a_word_for_blank_is_blank_everywhere(check: Check, blank: str) -> None:
    report = check([CASE | {"CaseText": blank, "DecisionDate": blank, "GroundArea": blank, "Status": blank}])
    assert [(row["code"], row["column"]) for row in report.issues.to_pylist()] == [("value-missing", "CaseText")]
    assert [cell(report, name) for name in ("CaseText", "DecisionDate", "GroundArea", "Status")] == [None] * 4


def test_the_value_is_the_text_as_published(found: Found) -> None:
    assert found([CASE | {"CaseURL": " www.adur.gov.uk/x "}]) == [
        ("value-malformed", "warning", 2, "CaseURL", " www.adur.gov.uk/x ")
    ]


def test_two_bad_dates_on_one_line_are_two_issues(found: Found) -> None:
    issues = found([CASE | {"DecisionDate": "31/02/2026", "CaseDate": "soon"}])
    assert [(code, line, column) for code, _, line, column, _ in issues] == [
        ("date-unparseable", 2, "CaseDate"),
        ("date-unparseable", 2, "DecisionDate"),
    ]


def test_both_published_lists_are_read_as_one(check: Check) -> None:
    report = check([CASE | {"Status": "APPEALED", "DecisionType": "planning  committee"}])
    assert (cell(report, "Status"), cell(report, "DecisionType")) == ("Appeal", "Committee")
    assert report.issues.num_rows == 0


def test_an_unknown_code_is_blank_and_kept_as_published(check: Check) -> None:
    report = check([CASE | {"Decision": "Granted"}])
    assert cell(report, "Decision") is None
    assert cell(report, "Decision__published") == "Granted"
    assert report.issues["code"].to_pylist() == ["code-unknown"]


@pytest.mark.parametrize(("published", "value"), [("N/A", "N/A"), (" - ", " - "), ("", None), ("  ", None)])
def test_a_word_for_blank_is_shown_as_it_was_published(found: Found, published: str, value: str | None) -> None:
    assert found([CASE | {"CaseText": published}]) == [("value-missing", "warning", 2, "CaseText", value)]


def test_half_a_point_is_an_incomplete_pair(found: Found) -> None:
    assert ("pair-incomplete", "warning", 2, "GeoY", None) in found([CASE | {"GeoY": ""}])


@pytest.mark.parametrize(
    ("later", "overrides"),
    [
        ("PublicConsultationEndDate", {"PublicConsultationEndDate": "13/01/2025"}),
        ("DecisionDate", {"DecisionDate": "2025-01-12"}),
        ("DecisionNoticeDate", {"DecisionNoticeDate": "2025-03-02"}),
        ("AppealDecisionDate", {"AppealDecisionDate": "2025-03-02"}),
        ("AppealDecisionDate", {"AppealDecisionDate": "2025-04-01"}),
    ],
)
def test_dates_out_of_order_are_said_on_the_later_field(found: Found, later: str, overrides: dict[str, str]) -> None:
    value = overrides[later]
    assert found([CASE | overrides]) == [("dates-out-of-order", "warning", 2, later, value)]


def test_a_target_and_a_consultation_may_end_after_the_extract(found: Found) -> None:
    assert found([CASE | {"DecisionTargetDate": "14/04/2025", "PublicConsultationEndDate": "15/04/2025"}]) == []


def test_a_column_that_leaves_day_and_month_open_is_one_warning_and_read_day_first(check: Check) -> None:
    records = [CASE | {"CaseReference": r, "PublicConsultationStartDate": "02/01/2025"} for r in "AB"]
    report = check(records)
    rows = report.issues.to_pylist()
    assert [(row["code"], row["line"], row["value"]) for row in rows] == [("date-ambiguous", None, "02/01/2025")]
    assert cell(report, "PublicConsultationStartDate") == date(2025, 1, 2)


def test_swapped_coordinates_are_turned_round(check: Check) -> None:
    swapped = SITE_2017 | {"GeoX": "53.000879", "GeoY": "-0.393631", "CoordinateReferenceSystem": "ETRS89"}
    report = check([swapped], "brownfield_land", NORTH_KESTEVEN)
    assert (cell(report, "GeoX"), cell(report, "GeoY")) == (Decimal("-0.393631"), Decimal("53.000879"))
    repaired = [row for row in report.issues.to_pylist() if row["code"] == "value-repaired"]
    assert [(row["column"], row["value"]) for row in repaired] == [("GeoX", "53.000879"), ("GeoY", "-0.393631")]


@pytest.mark.parametrize("system", ["OSGB36", "WGS84", ""])
def test_grid_coordinates_are_converted_whatever_the_label(check: Check, system: str) -> None:
    grid = SITE_2017 | {"GeoX": "461700", "GeoY": "340800", "CoordinateReferenceSystem": system}
    report = check([grid], "brownfield_land", GEDLING)
    assert float(cell(report, "GeoX")) == pytest.approx(-1.0823, abs=0.001)
    assert float(cell(report, "GeoY")) == pytest.approx(52.9607, abs=0.001)
    assert "value-repaired" in report.issues["code"].to_pylist()


def test_a_point_that_is_nowhere_is_left_blank_with_a_warning(check: Check) -> None:
    report = check([SITE_2017 | {"GeoX": "999", "GeoY": "999"}], "brownfield_land", GEDLING)
    assert (cell(report, "GeoX"), cell(report, "GeoX__published")) == (None, "999")
    assert report.issues["code"].to_pylist() == ["value-out-of-range"] * 2


def test_a_range_in_one_cell_gives_both_ends(check: Check) -> None:
    report = check([SITE_2017 | {"NetDwellingsRangeFrom": "10-20", "NetDwellingsRangeTo": ""}], "brownfield_land")
    assert (cell(report, "NetDwellingsRangeFrom"), cell(report, "NetDwellingsRangeFrom__upper")) == (10, 20)
