"""Two files of one council, a month apart, and what the rules over time make of them."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from expectations.check import PublishedFile, check_files
from expectations.compare import Compared, compare, with_history
from expectations.file_pairs import Side
from expectations.history_rules import history_rules
from tests.expectations.conftest import as_csv
from tests.expectations.records import CASE, SITE_2026
from transforms.domain.report import Report
from transforms.findings.issue_table import plain
from transforms.standards import STANDARDS, standard

Records = Sequence[Mapping[str, str]]
APRIL, MAY, JULY = date(2025, 4, 2), date(2025, 5, 2), date(2025, 7, 2)


def checked(records: Records, slug: str, day: date | None) -> Report:
    content = as_csv(records).encode()
    return check_files([PublishedFile("file.csv", content, None, day or MAY)], standard(slug))[0]


def side(records: Records, slug: str = "planning_applications", day: date | None = None) -> Side:
    report = checked(records, slug, day)
    return Side(report.table, report.columns, day)


def compared(before: Records, after: Records, slug: str = "planning_applications") -> Compared:
    return compare([(side(before, slug, APRIL), side(after, slug, MAY))], standard(slug))[0]


def found(result: Compared) -> list[tuple[object, ...]]:
    return [(row["code"], row["line"], row["column"], row["value"]) for row in plain(result.issues).to_pylist()]


def outcomes(result: Compared) -> dict[str, tuple[object, ...]]:
    return {one.rule: (one.outcome, one.reason, one.tested, one.failed) for one in result.outcomes}


def case(reference: str, **fields: str) -> dict[str, str]:
    return {**CASE, "CaseReference": reference, **fields}


def site(reference: str, **fields: str) -> dict[str, str]:
    return {**SITE_2026, "SiteReference": reference, **fields}


def test_the_same_file_a_month_later_breaks_no_rule() -> None:
    result = compared([case("A"), case("B")], [case("B"), case("A")])
    assert found(result) == []
    assert {outcome for outcome, *_ in outcomes(result).values()} == {"passed"}


def test_a_decided_case_that_is_undecided_is_found_on_its_line_with_what_it_said_before() -> None:
    result = compared([case("A"), case("B")], [case("A"), case("B", Decision="", DecisionDate="")])
    assert found(result) == [
        ("value-withdrawn", 3, "DecisionDate", "2025-03-03"),
        ("value-withdrawn", 3, "Decision", "Approve"),
    ]
    assert outcomes(result)["DecisionDate.stays_given"] == ("failed", None, 2, 1)


def test_a_case_that_is_decided_for_the_first_time_has_withdrawn_nothing() -> None:
    assert found(compared([case("A", Decision="", DecisionDate="")], [case("A")])) == []


def test_a_date_that_moved_backwards_is_found_and_one_that_moved_on_is_not() -> None:
    result = compared([case("A"), case("B")], [case("A", CaseDate="12/01/2025"), case("B", CaseDate="14/01/2025")])
    assert found(result) == [("date-moved-back", 2, "CaseDate", "2025-01-12")]


def test_a_vanished_site_is_found_on_the_line_that_it_had_in_the_file_before() -> None:
    result = compared([site("G1"), site("G2"), site("G3")], [site("G3"), site("G1")], "brownfield_land")
    assert found(result) == [("record-vanished", 3, "SiteReference", "G2")]
    assert outcomes(result)["SiteReference.stays"] == ("failed", None, 3, 1)


def test_planning_applications_do_not_say_twice_that_a_case_is_gone() -> None:
    assert found(compared([case("A"), case("B")], [case("A")])) == []


def test_a_record_that_can_not_be_used_any_more_has_not_vanished() -> None:
    result = compared([site("G1")], [site("G1", GeoX="x"), site("G1")], "brownfield_land")
    assert [code for code, *_ in found(result)] == []


def test_without_an_earlier_file_no_rule_over_time_applies() -> None:
    [result] = compare([(None, side([case("A")]))], standard("planning_applications"))
    assert set(outcomes(result).values()) == {("not-applicable", "no earlier file", 0, 0)}
    assert found(result) == []


def test_a_rule_whose_column_one_of_the_files_lacks_does_not_apply() -> None:
    without = [{name: text for name, text in case("A").items() if name != "DecisionDate"}]
    result = compared([case("A")], without)
    expected = ("not-applicable", "the file has no column DecisionDate", 0, 0)
    assert outcomes(result)["DecisionDate.stays_given"] == expected
    assert found(result) == []


def test_a_file_that_comes_later_than_its_rhythm_is_late() -> None:
    declared = standard("planning_applications")
    [result] = compare([(side([case("A")], day=APRIL), side([case("A")], day=JULY))], declared)
    assert [code for code, *_ in found(result)] == ["publication-late"]
    assert "91 days" in plain(result.issues)["message"][0].as_py()


def test_the_rhythm_is_not_tested_where_a_day_is_not_known() -> None:
    [result] = compare([(side([case("A")]), side([case("A")]))], standard("planning_applications"))
    assert outcomes(result)["publication.in_rhythm"][:2] == (
        "not-applicable",
        "the day of the earlier file is not known",
    )


def test_what_is_found_in_one_file_of_a_batch_is_not_found_in_another() -> None:
    good, bad = (side([case("A")], day=APRIL), side([case("A", Decision="")], day=MAY))
    results = compare([(good, good), (None, good), (good, bad), (good, good)], standard("planning_applications"))
    assert [len(found(result)) for result in results] == [0, 0, 1, 0]


def test_a_report_with_its_history_has_the_outcomes_and_issues_of_both() -> None:
    report = checked([case("A", Decision="")], "planning_applications", MAY)
    both = with_history(report, compared([case("A")], [case("A", Decision="")]))
    assert both.issues.num_rows == report.issues.num_rows + 1
    assert len(both.outcomes) == len(report.outcomes) + len(history_rules(standard("planning_applications")))


def test_the_same_step_has_the_same_fingerprints_whatever_the_order_of_the_records() -> None:
    one = compared([case("A"), case("B")], [case("A", Decision=""), case("B", Decision="")])
    other = compared([case("B"), case("A")], [case("B", Decision=""), case("A", Decision="")])
    assert set(one.issues["fingerprint"].to_pylist()) == set(other.issues["fingerprint"].to_pylist())


@pytest.mark.parametrize("slug", [one.slug for one in STANDARDS])
def test_the_fields_of_a_history_rule_are_declared_and_its_standard_has_a_key(slug: str) -> None:
    declared = standard(slug)
    names = {field.name for field in declared.all_fields}
    for rule in history_rules(declared):
        assert set(rule.fields) <= names
        assert declared.key or not rule.fields
