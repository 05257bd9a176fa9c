"""What the examples claim that a council is told is what our own check tells it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from examples.england import BROWNFIELD, PLANNING, England, found_england
from examples.faults import CLEAN, FORMATS, ROWS, TIMES, Fault, fault
from examples.render_files import edition_of, extension, render_file, render_rubbish
from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.registers import planning_authorities
from transforms.standards import standard

OPENED = date(2026, 10, 5)
LATER = OPENED + timedelta(days=1)
SEEN_ONLY_WHEN_COLLECTED = {"source-unreachable", "source-shrunk", "source-unchanged"}
FAULTS = (CLEAN, *FORMATS, *ROWS, *TIMES, fault("page"), fault("pdf"), fault("empty"))


@pytest.fixture(scope="module")
def crowd() -> England:
    england = found_england(planning_authorities(OPENED), scale=0.1, opened=OPENED, fault_share=0)
    grown = tuple(one for one in england.councils if one.size > 0.5 and one.habits.edition == "2017")
    return replace(england, councils=grown)


def _reports(crowd: England, slug: str) -> dict[str, Report]:
    """One council for each fault, all checked in one run."""
    befalling = [one for one in FAULTS if one.befalls(slug)]
    faults = {(council.gss, slug): one for council, one in zip(crowd.councils, befalling, strict=False)}
    england = replace(crowd, faults=faults)
    files = [_file(england, gss) for gss, _ in faults]
    return dict(zip([one.slug for one in befalling], check_files(files, standard(slug)), strict=True))


def _file(england: England, gss: str) -> PublishedFile:
    (slug,) = {standard for _, standard in england.faults}
    name = f"{gss}.{extension(england, gss, slug)}"
    return PublishedFile(name, render_file(england, edition_of(england, gss, slug, LATER)), gss, LATER)


@pytest.mark.parametrize("slug", [PLANNING, BROWNFIELD])
def test_every_fault_gets_its_finding_and_a_clean_file_no_critical_one(crowd: England, slug: str) -> None:
    reports = _reports(crowd, slug)
    assert _without_finding(reports, FAULTS) == []
    clean = reports["clean"]
    assert clean.rows == clean.rows_usable > 5
    assert "critical" not in clean.issues.column("severity").to_pylist()


def _without_finding(reports: dict[str, Report], faults: Sequence[Fault]) -> list[str]:
    due = [one for one in faults if one.slug in reports and one.finding and one.finding not in SEEN_ONLY_WHEN_COLLECTED]
    return [one.slug for one in due if one.finding not in reports[one.slug].issues.column("code").to_pylist()]


def test_formats_hold_as_many_records_as_the_plain_file(crowd: England) -> None:
    council = crowd.councils[0].gss
    files = [_file(replace(crowd, faults={(council, PLANNING): one}), council) for one in (CLEAN, *FORMATS)]
    assert len({report.rows for report in check_files(files, standard(PLANNING))}) == 1


def test_rubbish_has_a_reference_in_every_row_and_nothing_else_of_use() -> None:
    (report,) = check_files([PublishedFile("rubbish.csv", render_rubbish(50), None, OPENED)], standard(PLANNING))
    assert report.rows == 50
    assert report.issues.num_rows > 150
