"""A return that reads another one: of each quarter the newest assembly that was known on the day."""

import csv
import io
import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from plugins.pipeline import steps
from plugins.pipeline.assemble.make_assembly import replay, trace_cell
from plugins.pipeline.assemble.return_request import return_request
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, HEAD, Collecting, dag_run

pytestmark = pytest.mark.platform
RETURN = "planning_performance"
YEAR = "2025-09-30"
QUARTERS = ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3")


def majors(count: int) -> bytes:
    """Return a council's file with some major decisions in each quarter, the first of them late."""
    days = ("2024-11-05", "2025-02-05", "2025-05-05", "2025-08-05")
    rows = (
        f"2025-10-02,Adur,A/{day}/{number},{day if number else '2024-01-05'},Decided,Approve,{day},Committee,Q01\n"
        for day in days
        for number in range(count)
    )
    return (HEAD + "".join(rows)).encode()


def collected(collecting: Collecting, site: Site) -> Collecting:
    """Two days of collections: Adur has 3 decisions in each quarter, then 5."""
    site.publish("/adur.csv", Page(majors(3)), Page(majors(5)))
    collecting.collect("2025-10-02")
    return collecting


def cells(collecting: Collecting, prefix: str) -> dict[str, tuple[str, str]]:
    text = collecting.deployment.archive.load(f"{prefix}/cells.csv").decode()
    rows = csv.DictReader(io.StringIO(text))
    return {row["cell"]: (row["value"], row["origin"]) for row in rows if row["authority"] == ADUR}


def inputs(collecting: Collecting, prefix: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(collecting.deployment.archive.load(f"{prefix}/manifest.json"))["inputs"]
    return read


def test_a_year_is_added_up_from_the_newest_assembly_of_each_quarter(collecting: Collecting, site: Site) -> None:
    run = collected(collecting, site)
    for quarter in QUARTERS[:3]:
        run.assemble(partition=quarter)
    three = run.assemble(RETURN, YEAR)
    assert (cells(run, three)["PP.quarters"], cells(run, three)["PP.major.decisions"]) == (
        ("3", "computed"),
        ("9", "inferred"),
    )
    run.collect("2025-10-03")
    for quarter in QUARTERS:
        run.assemble(partition=quarter)
    four = run.assemble(RETURN, YEAR)
    assert cells(run, four)["PP.major.decisions"] == ("20", "computed")
    assert [(read["return"], read["period"], read["as_known"]) for read in inputs(run, four)] == [
        ("planning_matters", quarter, "2025-10-03") for quarter in QUARTERS
    ]
    receipts = run.ask(
        "select receipt from assembly where return_slug = 'planning_matters' and as_known = '2025-10-03'"
    )
    assert {(read["receipt"],) for read in inputs(run, four)} == set(receipts)


def test_a_year_is_replayed_from_the_assemblies_that_it_was_made_of(
    collecting: Collecting, site: Site, tmp_path: Path
) -> None:
    run = collected(collecting, site)
    for quarter in QUARTERS:
        run.assemble(partition=quarter)
    prefix = run.assemble(RETURN, YEAR)
    published = {
        key.removeprefix(f"{prefix}/"): run.deployment.archive.load(key)
        for key in run.deployment.archive.list_keys(f"{prefix}/")
    }
    run.collect("2025-10-03")
    for quarter in QUARTERS:
        run.assemble(partition=quarter)
    (folder := tmp_path / "replayed").mkdir()
    names = replay(run.deployment, RETURN, YEAR, date(2025, 10, 2), folder).names
    assert {name: (folder / name).read_bytes() for name in names} == published


def test_a_figure_of_the_year_is_traced_to_the_rows_of_its_quarters(collecting: Collecting, site: Site) -> None:
    run = collected(collecting, site)
    for quarter in QUARTERS:
        run.assemble(partition=quarter)
    request = return_request(run.deployment, RETURN, YEAR, date(2025, 10, 2), [ADUR])
    rows = trace_cell(run.deployment, request, "PP.major.decisions", ADUR).records.to_pylist()
    assert [row["period"] for row in rows] == [quarter for quarter in QUARTERS for _ in range(3)]
    assert [row["line"] for row in rows] == [str(line) for line in range(2, 14)]


def test_who_reads_a_return_is_told_of_the_period_that_a_person_had_assembled(
    collecting: Collecting, site: Site
) -> None:
    collected(collecting, site)
    told: dict[str, list[str]] = defaultdict(list)

    class Events(dict[Any, Any]):
        def __missing__(self, asset: Any) -> Any:
            return SimpleNamespace(add_partitions=told[asset.name].extend)

    steps.assemble_period.function(
        "planning_matters", params={"period": "2025-Q2"}, dag_run=dag_run("by hand"), outlet_events=Events()
    )
    assert told == {"returns/planning_matters": ["2025-Q2"]}
