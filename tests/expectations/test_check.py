"""What the check says of whole files, and how it knows a finding again."""

from collections.abc import Callable

import pytest

from expectations.check import PublishedFile, check_files
from tests.expectations.conftest import AS_AT, as_bytes
from tests.expectations.records import CASE, SITE_2017, SITE_2026
from transforms.domain.report import Report
from transforms.standards import standard

Check = Callable[..., Report]
Found = Callable[..., list[tuple]]


@pytest.mark.parametrize(
    ("record", "slug"),
    [(CASE, "planning_applications"), (SITE_2026, "brownfield_land"), (SITE_2017, "brownfield_land")],
)
def test_a_good_record_has_no_issue(found: Found, record: dict[str, str], slug: str) -> None:
    assert found([record], slug) == []


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
