"""What the check says of files that are wrong in one way each."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from expectations.check import PublishedFile, check_files
from tests.expectations.conftest import AS_AT, as_bytes, as_csv
from tests.expectations.records import CASE, SITE_2017, SITE_2026
from transforms.domain.report import Report
from transforms.standards import standard

Check = Callable[..., Report]
Found = Callable[..., list[tuple]]
GEDLING, NORTH_KESTEVEN = "E07000173", "E07000139"


def cell(report: Report, column: str) -> object:
    return report.table[column][0].as_py()


def codes(issues: list[tuple]) -> list[str]:
    return [issue[0] for issue in issues]


@pytest.mark.parametrize(
    ("record", "slug"),
    [(CASE, "planning_applications"), (SITE_2026, "brownfield_land"), (SITE_2017, "brownfield_land")],
)
def test_a_good_record_has_no_issue(found: Found, record: dict[str, str], slug: str) -> None:
    assert found([record], slug) == []


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


@pytest.mark.parametrize("blank", ["", "  ", "N/A", "n/a", "null", "-", "#N/A"])
def test_a_word_for_blank_is_blank_everywhere(check: Check, blank: str) -> None:
    report = check([CASE | {"CaseText": blank, "DecisionDate": blank, "GroundArea": blank, "Status": blank}])
    assert [(row["code"], row["column"]) for row in report.issues.to_pylist()] == [("value-missing", "CaseText")]
    assert [cell(report, name) for name in ("CaseText", "DecisionDate", "GroundArea", "Status")] == [None] * 4


def test_a_blank_reference_is_critical_and_leaves_the_record_out(check: Check, found: Found) -> None:
    records = [CASE, CASE | {"CaseReference": " "}]
    assert found(records) == [("value-missing", "critical", 3, "CaseReference", None)]
    assert check(records).table["is_usable"].to_pylist() == [True, False]


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


def test_lines_are_physical_lines(found: Found) -> None:
    records = [CASE | {"LocationText": "1 High Street\nShoreham"}, CASE | {"CaseReference": "B", "UPRN": "x"}]
    assert [issue[2] for issue in found(records)] == [4]


def test_both_published_lists_are_read_as_one(check: Check) -> None:
    report = check([CASE | {"Status": "APPEALED", "DecisionType": "planning  committee"}])
    assert (cell(report, "Status"), cell(report, "DecisionType")) == ("Appeal", "Committee")
    assert report.issues.num_rows == 0


def test_an_unknown_code_is_blank_and_kept_as_published(check: Check) -> None:
    report = check([CASE | {"Decision": "Granted"}])
    assert cell(report, "Decision") is None
    assert cell(report, "Decision__published") == "Granted"
    assert report.issues["code"].to_pylist() == ["code-unknown"]


def test_the_older_of_two_records_with_one_reference_loses(check: Check, found: Found) -> None:
    records = [CASE, CASE | {"ExtractDate": "30/03/2025"}]
    assert found(records) == [("row-duplicated", "critical", 3, "CaseReference", "AWDM/0001/25")]
    assert check(records).table["is_usable"].to_pylist() == [True, False]


def test_among_equals_the_later_row_wins(found: Found) -> None:
    assert [issue[2] for issue in found([CASE, CASE, CASE])] == [2, 3]


def test_references_differ_by_case_but_not_by_surrounding_blanks(found: Found) -> None:
    records = [CASE, CASE | {"CaseReference": "awdm/0001/25"}, CASE | {"CaseReference": " AWDM/0001/25 "}]
    assert [(issue[0], issue[2]) for issue in found(records)] == [("row-duplicated", 2)]


def test_a_record_that_is_left_out_does_not_beat_another(check: Check) -> None:
    spoilt = as_csv([CASE, CASE]).rstrip("\n") + ",more\n"
    report = check(spoilt)
    assert [(row["code"], row["line"]) for row in report.issues.to_pylist()] == [("row-misaligned", 3)]
    assert report.table["is_usable"].to_pylist() == [True, False]


def test_one_reference_under_two_organisations_is_two_sites(found: Found, check: Check) -> None:
    other = "http://opendatacommunities.org/id/district-council/ashfield"
    records = [SITE_2026, SITE_2026 | {"OrganisationURI": other, "OrganisationLabel": "Ashfield"}]
    assert "row-duplicated" not in codes(found(records, "brownfield_land", GEDLING))
    report = check(records, "brownfield_land", GEDLING)
    assert report.table["organisation_gss"].to_pylist() == [None, "E07000170"]


def test_one_foreign_organisation_throughout_is_the_publisher(check: Check) -> None:
    other = "http://opendatacommunities.org/id/district-council/ashfield"
    report = check([SITE_2026 | {"OrganisationURI": other}], "brownfield_land", GEDLING)
    assert report.table["organisation_gss"].to_pylist() == [None]


def test_a_foreign_organisation_beside_a_blank_one_keeps_its_records(check: Check) -> None:
    other = "http://opendatacommunities.org/id/district-council/ashfield"
    unsaid = SITE_2026 | {"OrganisationURI": "", "OrganisationLabel": "", "SiteReference": "G8"}
    report = check([SITE_2026 | {"OrganisationURI": other}, unsaid], "brownfield_land", GEDLING)
    assert report.table["organisation_gss"].to_pylist() == ["E07000170", None]


def test_records_that_name_an_ended_council_are_its_successors(check: Check) -> None:
    ended = ("forest-heath", "st-edmundsbury")
    records = [
        SITE_2026
        | {"OrganisationURI": f"http://opendatacommunities.org/id/district-council/{slug}", "SiteReference": slug}
        for slug in ended
    ]
    report = check(records, "brownfield_land", "E07000245")
    assert report.table["organisation_gss"].to_pylist() == [None, None]


@pytest.mark.parametrize(("published", "value"), [("N/A", "N/A"), (" - ", " - "), ("", None), ("  ", None)])
def test_a_word_for_blank_is_shown_as_it_was_published(found: Found, published: str, value: str | None) -> None:
    assert found([CASE | {"CaseText": published}]) == [("value-missing", "warning", 2, "CaseText", value)]


@pytest.mark.parametrize(("row", "severity"), [("A,note", "warning"), (",note", "critical")])
def test_a_short_row_is_a_warning_unless_it_lacks_an_essential_field(found: Found, row: str, severity: str) -> None:
    header = "CaseReference,CaseText,ServiceTypeLabel"
    assert ("row-misaligned", severity, 2, None, None) in found(f"{header}\n{row}\n")


def test_a_long_row_is_critical_unless_only_blanks_are_too_many(found: Found) -> None:
    header = "CaseReference,CaseText,ServiceTypeLabel"
    assert ("row-misaligned", "critical", 2, None, None) in found(f"{header}\nA,b,c,d\n")
    assert "row-misaligned" not in codes(found(f"{header}\nA,b,c,,\n"))


def test_a_cell_beyond_the_last_named_column_is_critical(found: Found) -> None:
    assert ("row-misaligned", "critical", 2, None, None) in found("CaseReference,CaseText,\nA,b,c\nB,c,\n")


def test_a_total_row_is_ignored(check: Check) -> None:
    report = check("SiteReference,SiteNameAddress,Hectares\nA,Here,1\n,Total,1\n", "brownfield_land")
    assert report.rows == 1
    ignored = [row for row in report.issues.to_pylist() if row["code"] == "row-ignored"]
    assert [row["line"] for row in ignored] == [3]


def test_a_site_without_reference_is_not_taken_for_a_total(check: Check) -> None:
    assert check("SiteReference,SiteNameAddress\n,Total Garage\n,Here\n", "brownfield_land").rows == 2


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


def test_personal_data_is_masked_everywhere(check: Check) -> None:
    report = check([CASE | {"CaseText": "Ring Jo on 07700 900123", "DecisionDate": "jo.bloggs@example.com"}])
    assert report.rows_usable == 0
    said = str(report.issues.to_pylist()) + str(report.table.to_pylist())
    assert "07700" not in said
    assert "bloggs" not in said
    assert report.issues["code"].to_pylist().count("personal-data-found") == 2


def test_a_shared_mailbox_is_nobodys_personal_data(found: Found) -> None:
    assert found([CASE | {"CaseText": "Comments to planning@example.gov.uk or 01273 263000"}]) == []


def test_an_agent_is_in_the_place_that_the_standard_has_for_one(found: Found) -> None:
    assert found([CASE | {"Agent": "agent@example.com"}]) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.7\n", "file-not-tabular"), (b"<html><body>x</body></html>", "file-not-tabular"), (b"", "file-empty")],
)
def test_a_file_that_is_no_table_is_a_verdict(check: Check, content: bytes, code: str) -> None:
    report = check(content)
    assert report.issues["code"].to_pylist() == [code]
    assert report.rows == 0
    assert {outcome.outcome for outcome in report.outcomes} == {"not-applicable"}
    assert all(outcome.reason for outcome in report.outcomes)


def test_a_file_without_records_is_a_warning_and_no_rule_applies_to_its_records(check: Check) -> None:
    report = check(",".join(CASE) + "\n")
    assert report.issues["code"].to_pylist() == ["file-without-records"]
    assert {
        o.outcome for o in report.outcomes if not o.rule.endswith(".column") and not o.rule.startswith("file.")
    } == {"not-applicable"}


def test_many_files_in_one_run_say_the_same_as_each_alone() -> None:
    contents = [
        [CASE | {"UPRN": "x"}, CASE | {"CaseReference": "B"}],
        [{name: text for name, text in CASE.items() if name != "UPRN"}],
        b"%PDF-1.7\n",
        [CASE, CASE | {"CaseReference": "C", "CaseDate": "31/02/2025", "UPRN": "y"}],
    ]
    files = [PublishedFile(f"{n}.csv", as_bytes(content), None, AS_AT) for n, content in enumerate(contents)]
    declared = standard("planning_applications")
    together = check_files(files, declared)
    for file, report in zip(files, together, strict=True):
        (alone,) = check_files([file], declared)
        assert report.issues.equals(alone.issues)
        assert report.table.equals(alone.table)
        assert report.outcomes == alone.outcomes


def test_a_finding_keeps_its_fingerprint_when_rows_move(check: Check) -> None:
    bad = CASE | {"CaseReference": "B", "UPRN": "x"}
    first, second = check([CASE, bad]), check([bad, CASE | {"CaseReference": "C"}, CASE])
    assert first.issues["line"].to_pylist() != second.issues["line"].to_pylist()
    assert first.issues["fingerprint"].to_pylist() == second.issues["fingerprint"].to_pylist()


def test_fingerprints_within_a_file_are_unique(check: Check) -> None:
    report = check([CASE | {"UPRN": "x"}] * 3 + [CASE | {"CaseReference": "", "UPRN": "x"}] * 3)
    fingerprints = report.issues["fingerprint"].to_pylist()
    assert len(set(fingerprints)) == len(fingerprints)


def test_every_issue_says_what_to_do(check: Check) -> None:
    spoilt = dict.fromkeys(SITE_2026, "spoilt") | {"NetDwellingsRangeFrom": "3", "NetDwellingsRangeTo": "-1"}
    for row in check([spoilt, spoilt | {"GeoY": ""}], "brownfield_land").issues.to_pylist():
        assert row["message"].endswith(".")
        assert row["fix"].endswith(".")
        assert "{" not in row["message"] + row["fix"]
