"""Whether a file is taken for one of the standard that it is checked against."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from expectations.check import PublishedFile, check_files
from expectations.standard_fit import BEST_FIT, ENOUGH_ASKED
from tests.expectations.conftest import as_csv
from tests.expectations.good_records import good_record
from tests.expectations.records import CASE, SITE_2026
from transforms.domain.report import Report
from transforms.domain.standard import NO_STANDARD, DatasetStandard, Requirement
from transforms.standards import STANDARDS, standard

Check = Callable[..., Report]
STATISTICS = "CaseReference,Status,Q1,Q2,Q3,Q4,Total\n" + "E07000223,Approve,1,2,3,4,10\n" * 3
DAY = date(2026, 6, 30)


def mismatches(report: Report) -> list[str]:
    return [row["message"] for row in report.issues.to_pylist() if row["code"] == "standard-mismatch"]


def outcomes(report: Report) -> dict[str, str]:
    return {one.rule: one.outcome for one in report.outcomes if one.rule in (ENOUGH_ASKED, BEST_FIT)}


def asked_of(declared: DatasetStandard) -> list[str]:
    return [
        field.name
        for field in declared.editions[-1].fields
        if field.is_essential or field.requirement is not Requirement.MAY
    ]


def test_a_table_of_statistics_counts_for_nothing(check: Check) -> None:
    report = check(STATISTICS)
    (message,) = mismatches(report)
    assert message.startswith("This does not look like a file of “Planning applications”: it has 1 of the 7 columns ")
    assert report.rows_usable == 0
    assert outcomes(report) == {ENOUGH_ASKED: "failed", BEST_FIT: "not-applicable"}


@pytest.mark.parametrize("declared", STANDARDS, ids=lambda declared: declared.slug)
def test_a_third_of_what_a_standard_asks_for_is_enough_and_less_is_not(declared: DatasetStandard) -> None:
    asked = asked_of(declared)
    good = good_record(declared, declared.editions[-1])
    essential = {field.name for field in declared.editions[-1].essential}
    names = sorted(asked, key=lambda name: name not in essential)
    fewest, third = max(1, len(essential)), -(-len(asked) // 3)
    counts = sorted({max(fewest, count) for count in (1, third - 1, third, third + 1, len(asked))})
    records = [{name: good[name] for name in names[:count]} | {"Our own": "x"} for count in counts]
    files = [PublishedFile("f.csv", as_csv([record]).encode(), None, DAY) for record in records]
    for count, report in zip(counts, check_files(files, declared), strict=True):
        assert (outcomes(report)[ENOUGH_ASKED] == "passed") == (3 * count >= len(asked)), (count, len(asked))
        assert bool(mismatches(report)) == (3 * count < len(asked))


def test_a_file_of_another_standard_is_named_with_the_share_of_its_columns(check: Check) -> None:
    record = {name: text for name, text in SITE_2026.items() if name not in ("GeoX", "GeoY")}
    report = check([record | {"CaseText": "x", "LocationText": "y", "ServiceTypeLabel": "z"}])
    assert outcomes(report) == {ENOUGH_ASKED: "passed", BEST_FIT: "failed"}
    (message,) = mismatches(report)
    assert message.startswith(
        "This does not look like a file of “Planning applications”: it has no column CaseReference"
    )
    assert "27 of its 30 columns (90%) are those of “Brownfield land registers”" in message
    assert report.rows_usable == 0


def test_a_missing_essential_column_alone_makes_no_file_of_another_standard(check: Check) -> None:
    report = check([{name: text for name, text in CASE.items() if name != "CaseReference"}])
    assert outcomes(report) == {ENOUGH_ASKED: "passed", BEST_FIT: "passed"}
    assert mismatches(report) == []


@pytest.mark.parametrize("content", [b"<html><body>x</body></html>", b"%PDF-1.7\n"])
def test_what_is_no_table_is_not_compared_with_any_standard(check: Check, content: bytes) -> None:
    assert set(outcomes(check(content)).values()) == {"not-applicable"}
    report = check_files([PublishedFile("f", content, None, DAY)], NO_STANDARD)[0]
    assert (report.standard, report.outcomes, report.rows) == ("", (), 0)
    assert report.issues["code"].to_pylist() == ["file-not-tabular"]


@pytest.mark.parametrize("together", [True, False])
def test_files_in_one_run_are_told_apart(together: bool) -> None:
    contents = [as_csv([CASE]), STATISTICS, "<html></html>", as_csv([CASE, CASE | {"CaseReference": "B"}])]
    files = [PublishedFile("f", content.encode(), None, DAY) for content in contents]
    declared = standard("planning_applications")
    batches: Sequence[Sequence[PublishedFile]] = [files] if together else [[file] for file in files]
    reports = [report for batch in batches for report in check_files(batch, declared)]
    assert [bool(mismatches(report)) for report in reports] == [False, True, False, False]
