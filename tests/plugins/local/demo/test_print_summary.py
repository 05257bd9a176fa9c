import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from plugins.local.demo.print_summary import MOST_LISTED, print_summary
from plugins.local.demo.summary import PARTLY, QUARANTINED, REFUSED, USABLE, DemoSummary, RealFileSummary
from plugins.local.demo.trigger_runs import TriggeredRun
from plugins.storage.warehouse.summaries import CollectionSummary
from transforms.standards import STANDARDS

ADUR, PLANNING = "E07000223", "planning_applications"
DAY = date(2025, 9, 29)
VERDICTS = (USABLE, PARTLY, f"{QUARANTINED}: shrunk", f"{REFUSED}: not-tabular")


def files(count: int) -> list[RealFileSummary]:
    verdicts = [VERDICTS[number % len(VERDICTS)] for number in range(count)]
    return [
        RealFileSummary(f"{ADUR}__{at}.csv", "contracts", ADUR, verdict, 10, 9) for at, verdict in enumerate(verdicts)
    ]


def printed(summary: DemoSummary) -> str:
    console = Console(file=io.StringIO(), width=200)
    print_summary(console, summary, Path("returns"), Path("run"), "http://127.0.0.1:8000", 60.0)
    return console.file.getvalue()  # type: ignore[attr-defined]


def summary(real_files: list[RealFileSummary] | None = None, reports: dict[str, str] | None = None) -> DemoSummary:
    return DemoSummary(collections=[], assemblies=[], real_files=real_files or [], runs=[], reports=reports or {})


def test_a_few_real_files_have_a_line_each() -> None:
    text = printed(summary(files(4)))
    for number, verdict in enumerate(VERDICTS):
        assert any(f"{ADUR}__{number}.csv" in line and verdict in line for line in text.splitlines())
    assert "returns/real-files.csv" in text


def test_many_real_files_are_counted_by_standard_and_listed_in_a_file() -> None:
    text = printed(summary(files(MOST_LISTED + 4)))
    [line] = [line for line in text.splitlines() if line.startswith("contracts")]
    assert line.split() == ["contracts", "64", "16", "16", "16", "16", "640", "576"]
    assert f"{ADUR}__1.csv" not in text
    assert "returns/real-files.csv" in text


def test_a_file_that_could_not_be_collected_says_why() -> None:
    text = printed(
        summary([*files(1), RealFileSummary("x.csv", "bins", "", "no standard “bins” is declared", is_collected=False)])
    )
    assert "1 file not collected: no standard “bins” is declared" in text


@pytest.mark.parametrize(
    "slugs", [("brownfield_land", "planning_applications"), tuple(standard.slug for standard in STANDARDS)]
)
def test_after_collecting_more_than_the_returns_need_each_report_has_its_address(slugs: tuple[str, ...]) -> None:
    text = printed(summary(reports=dict.fromkeys(slugs, ADUR)))
    listed = [
        standard
        for standard in STANDARDS
        if f"/councils/{ADUR}/{standard.slug} " in text and f"{standard.title}: the report" in text
    ]
    assert listed == (list(STANDARDS) if len(slugs) > 2 else [])
    assert len(text.splitlines()) < 40


@pytest.mark.parametrize(
    ("slug", "state", "outcome"),
    [
        ("public_toilets", "success", "done in 60"),
        ("public_toilets", "failed", "failed in 60"),
        (PLANNING, "success", "failed in 60"),
    ],
)
def test_a_run_is_done_when_nothing_failed_and_every_return_of_what_was_collected_is_made(
    slug: str, state: str, outcome: str
) -> None:
    collected = CollectionSummary(slug, "run", DAY, 1, 1, 0, 0, 0, 0, 9, 9)
    text = printed(replace(summary(), collections=[collected], runs=[TriggeredRun("collect__x", "run", DAY, state)]))
    assert outcome in text
    assert "<return>" not in text
