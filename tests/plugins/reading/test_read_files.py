"""Published files read in processes of their own: a hostile one is a finding about itself, and costs nobody else."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import expectations.check
from expectations.check import PublishedFile
from plugins.reading import read_files, tasks
from plugins.reading.limited_process import ProcessDied
from plugins.reading.read_files import check_files, content_digest, recognise_standard
from tests.plugins.reading.hostile_files import HARMLESS, HOSTILE, check_or_die
from transforms.domain.report import Report
from transforms.standards import standard

DAY = date(2026, 10, 5)
BROWNFIELD, PLANNING = standard("brownfield_land"), standard("planning_applications")
GOOD = b"SiteReference,Hectares,GeoX,GeoY,PlanningStatus\nA,1,,,\nB,2,,,\n"


SHARED = Path(__file__).parents[4] / "shared" / "cases" / "hostile"
REFUSED = {"file-not-tabular", "file-empty", "file-too-large", "file-unreadable"}
BROKE_DOWN = {"damaged.xls"}  # which no reader sees before its library ends the process
MOST_SECONDS = 60


def file(name: str, content: bytes) -> PublishedFile:
    return PublishedFile(name, content, None, DAY)


def codes(report: Report) -> set[str]:
    return set(report.issues["code"].to_pylist())


def same(report: Report, other: Report) -> bool:
    return replace(report, issues=None, table=None) == replace(other, issues=None, table=None) and (  # type: ignore[arg-type]
        report.issues.equals(other.issues) and report.table.equals(other.table)
    )


@pytest.fixture(scope="module")
def hostile_reports() -> dict[str, Report]:
    """The reports on hostile files of every kind, read in one batch with good ones between them."""
    files = [file(kind, make()) for kind, make in HOSTILE.items()]
    between = [PublishedFile(f"good {place}", GOOD, None, DAY) for place in range(len(files))]
    begun = time.monotonic()
    reports = check_files([each for pair in zip(files, between, strict=True) for each in pair], BROWNFIELD)
    assert time.monotonic() - begun < MOST_SECONDS
    return {report.file: report for report in reports}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_for_what_it_is_and_its_neighbour_is_read(
    hostile_reports: dict[str, Report], kind: str
) -> None:
    report = hostile_reports[kind]
    expected = HARMLESS.get(kind, REFUSED - {"file-unreadable"})
    assert codes(report) & expected
    assert report.rows_usable == 0
    assert hostile_reports[f"good {list(HOSTILE).index(kind)}"].rows == 2


@pytest.mark.skipif(not SHARED.is_dir(), reason="the hostile files are not beside the checkout")
def test_the_hostile_files_that_were_found_are_refused() -> None:
    reports = check_files([file(path.name, path.read_bytes()) for path in sorted(SHARED.glob("*"))], BROWNFIELD)
    assert all(codes(report) & (REFUSED | {"file-without-records"}) and not report.rows for report in reports)
    assert {report.file for report in reports if "file-unreadable" in codes(report)} <= BROKE_DOWN


def test_a_check_elsewhere_gives_the_very_report_of_a_check_here() -> None:
    files = [file("1.csv", GOOD), file("none.csv", b""), file("odd.json", b'[{"SiteReference": 1}, {"Hectares": "x"}]')]
    for there, here in zip(
        check_files(files, BROWNFIELD), expectations.check.check_files(files, BROWNFIELD), strict=True
    ):
        assert same(there, here)


@pytest.mark.parametrize("name", ["deadly", "deadly together"])
def test_a_file_of_which_the_process_dies_says_so_and_the_others_are_as_without_it(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    files = [file(f"{number}.csv", GOOD) for number in range(4)]
    alone = check_files(files, BROWNFIELD)
    monkeypatch.setattr(tasks, "check_files", check_or_die)
    *first, deadly, third, fourth = check_files([*files[:2], file(name, GOOD), *files[2:]], BROWNFIELD)
    assert all(same(report, other) for report, other in zip([*first, third, fourth], alone, strict=True))
    assert codes(deadly) >= {"file-unreadable"}
    assert deadly.rows == 0
    assert "makes the program that reads it break down" in deadly.issues["message"].to_pylist()[0]


def test_what_our_program_raises_over_a_file_is_a_finding_of_it_and_in_our_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tasks, "check_files", check_or_die)
    good, odd = check_files([file("good.csv", GOOD), file("odd", GOOD)], BROWNFIELD)
    assert (good.rows, codes(odd)) == (2, {"file-unreadable"})
    assert "our program failed over it (ZeroDivisionError)" in odd.issues["message"].to_pylist()[0]
    assert "our program failed over odd (ZeroDivisionError: our own mistake)" in caplog.text
    assert "Traceback" in caplog.text


def test_many_deadly_files_cost_each_other_file_two_readings_at_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[str] = Counter()

    def check(part: Sequence[PublishedFile]) -> list[str]:
        for place, one in enumerate(part):
            read[one.name] += 1
            if one.name.startswith("deadly") and not one.unreadable:
                raise read_files._Unfinished("it died", place, ProcessDied(11))
        return [one.name for one in part]

    def mark(one: PublishedFile, reason: str) -> PublishedFile:
        return replace(one, unreadable=reason)

    names = [f"{'deadly' if number % 5 == 0 else 'good'} {number}" for number in range(40)]
    assert read_files._check_each([file(name, GOOD) for name in names], check, mark) == names  # type: ignore[arg-type, comparison-overlap]
    assert max(read.values()) <= 3
    assert max(count for name, count in read.items() if name.startswith("good")) <= 2


def test_the_digest_of_a_file_that_can_not_be_read_is_none() -> None:
    assert content_digest(HOSTILE["an encrypted member"](), "odd.xlsx", PLANNING) is None


def test_a_file_that_can_not_be_read_speaks_of_no_standard() -> None:
    assert not recognise_standard(HOSTILE["a Deflate64 member"](), "odd.xlsx")
