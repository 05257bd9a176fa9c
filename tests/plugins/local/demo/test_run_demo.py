"""The demonstration through a real scheduler, and what it leaves behind."""

import csv
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from rich.console import Console
from starlette.testclient import TestClient

from examples.england import BROWNFIELD, England, found_england
from examples.render_files import edition_of, render_file
from plugins.cli.dag_runs import run_to_the_end
from plugins.local.demo.environment import AFTER, BEFORE, DemoPlan
from plugins.local.demo.release_return import ExampleRound
from plugins.local.demo.run_demo import STARTED_BY_PEOPLE, run_demo
from plugins.local.demo.summary import DemoSummary
from plugins.local.platform import lifecycle
from plugins.local.platform.airflow_api import AirflowApi
from plugins.local.platform.home import CHECKOUT, Home
from plugins.local.platform.services import running_services
from plugins.portal.application import create_application
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.storage.deployment import open_deployment
from plugins.submissions.releases import agree_to_release, propose_release, what_to_answer
from plugins.submissions.rounds import list_every_round
from tests.waiting import PATIENCE, wait_until
from transforms.registers import planning_authorities

pytestmark = pytest.mark.scheduler

AUTHORITIES = 5
TOILETS = "public_toilets"  # no return reads it
STANDARDS = (*DemoPlan().standards, TOILETS)
MADE = {"brownfield_register", "county_matters", "planning_matters", "planning_performance"}  # what reads the others
PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>We have moved.</body></html>"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("main-job") / "run")


@pytest.fixture(scope="module")
def console() -> Console:
    return Console(file=io.StringIO(), width=200)


@pytest.fixture(scope="module")
def england() -> England:
    """The councils of the demonstration, without anything that goes wrong."""
    return found_england(planning_authorities(BEFORE), number=AUTHORITIES, opened=BEFORE, fault_share=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, england: England) -> Path:
    """A folder of files as published: two registers and two lists of toilets, the later of those a page."""
    folder, gss = tmp_path_factory.mktemp("published"), england.councils[0].gss
    for standard in (BROWNFIELD, TOILETS):
        (folder / standard).mkdir()
        for year in (2024, 2025):
            content = render_file(england, edition_of(england, gss, standard, date(year, 6, 30)))
            (folder / standard / f"{gss}__{year}.csv").write_bytes(content)
    (folder / TOILETS / f"{gss}__2025.csv").write_bytes(PAGE)
    (folder / TOILETS / "notes.md").write_text("notes")
    return folder


@pytest.fixture(scope="module")
def summary(home: Home, console: Console, folder: Path) -> DemoSummary:
    return run_demo(DemoPlan(authorities=AUTHORITIES, standards=STANDARDS, real=folder), home, console)


@pytest.fixture(scope="module")
def afterwards(home: Home, summary: DemoSummary) -> Iterator[Settings]:
    """PostgreSQL and the object store started anew on what the job left, without Airflow."""
    with running_services(home, dict(os.environ)) as settings:
        yield settings


def test_every_run_succeeds_and_every_return_is_made(summary: DemoSummary) -> None:
    assert summary.failed == []
    assert {assembly.return_slug for assembly in summary.assemblies} == MADE
    assert summary.is_complete
    assert summary.release[-1].endswith("verified: everything holds")


def test_nothing_is_left_running(home: Home, summary: DemoSummary, left_running: Callable[[Home], list[str]]) -> None:
    assert left_running(home) == []


def test_every_standard_was_collected_on_both_days_from_everybody(summary: DemoSummary) -> None:
    sources = {(entry.standard, entry.day): entry.sources for entry in summary.collections}
    assert sources == {(slug, day): AUTHORITIES for slug in STANDARDS for day in (BEFORE, AFTER)}
    for collection in summary.collections:
        assert collection.answered + collection.unchanged + collection.failed == collection.sources
        assert collection.rows >= collection.rows_usable
        assert collection.rows_usable > 0 or collection.unchanged + collection.failed == collection.sources


def test_every_real_file_has_a_line_with_its_result(home: Home, summary: DemoSummary, england: England) -> None:
    with (home.root / "returns" / "real-files.csv").open() as file:
        listed = {(row["standard"], Path(row["file"]).name): row["verdict"] for row in csv.DictReader(file)}
    gss = england.councils[0].gss
    assert listed[BROWNFIELD, f"{gss}__2024.csv"] == listed[BROWNFIELD, f"{gss}__2025.csv"] == "usable"
    assert listed[TOILETS, f"{gss}__2024.csv"] == "usable"
    assert listed[TOILETS, f"{gss}__2025.csv"] == "refused: not-tabular"
    assert listed[TOILETS, "notes.md"] == "“.md” is not a format that councils publish data in"
    assert len(listed) == 5


def test_a_return_is_made_of_the_files_that_came_later_too(summary: DemoSummary) -> None:
    unscheduled = {run.dag: run.day for run in summary.runs if not run.is_scheduled}
    assert unscheduled == {f"collect__{slug}": BEFORE + timedelta(days=1) for slug in (BROWNFIELD, TOILETS)}
    known = {assembly.as_known for assembly in summary.assemblies if assembly.return_slug == "brownfield_register"}
    assert BEFORE + timedelta(days=1) in known


def test_the_second_collection_finds_changes(summary: DemoSummary) -> None:
    later = [entry for entry in summary.collections if entry.day == AFTER and entry.standard == "planning_applications"]
    assert all(collection.answered > 0 for collection in later)


def test_the_store_has_the_bytes_of_every_snapshot_in_the_warehouse(afterwards: Settings) -> None:
    archive = Archive.from_settings(afterwards)
    with psycopg.connect(afterwards.database.replace("+psycopg", "")) as connection:
        hashes = [row[0] for row in connection.execute("select distinct sha256 from snapshot")]
        attempts = connection.execute("select count(*) from attempt").fetchone()
    assert attempts is not None
    assert attempts[0] >= 2 * len(STANDARDS) * AUTHORITIES
    assert hashes
    for sha256 in hashes:
        assert hashlib.sha256(archive.load(f"snapshots/{sha256}")).hexdigest() == sha256


def test_the_exported_files_are_those_of_the_store(home: Home, summary: DemoSummary, afterwards: Settings) -> None:
    archive = Archive.from_settings(afterwards)
    for assembly in summary.assemblies:
        folder = home.root / "returns" / assembly.return_slug / assembly.period
        assert {path.name for path in folder.iterdir()} >= {"cells.csv", "exceptions.csv", "manifest.json"}
        for path in filter(Path.is_file, folder.rglob("*")):
            assert path.read_bytes() == archive.load(f"{assembly.prefix}/{path.relative_to(folder).as_posix()}")
        assert json.loads((folder / "manifest.json").read_text())


def test_the_summary_counts_what_the_files_say(home: Home, summary: DemoSummary) -> None:
    for assembly in summary.assemblies:
        with (home.root / "returns" / assembly.return_slug / assembly.period / "cells.csv").open() as file:
            origins = [row["origin"] for row in csv.DictReader(file) if row["authority"] != "E92000001"]
        counted = (assembly.computed, assembly.inferred, assembly.not_derivable, assembly.no_data)
        assert counted == tuple(map(origins.count, ("computed", "inferred", "not-derivable", "no-data")))


def test_the_summary_is_printed(summary: DemoSummary, console: Console) -> None:
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    for slug in (*STANDARDS, *MADE):
        assert slug in printed
    assert "nothing is left running" in printed
    assert "make up" in printed


def test_every_address_in_the_summary_shows_a_page_of_this_run(
    summary: DemoSummary, console: Console, afterwards: Settings
) -> None:
    paths = re.findall(r"http://127\.0\.0\.1:\d+(/\S+)", console.file.getvalue())  # type: ignore[attr-defined]
    assert {path.split("/")[1] for path in paths} == {"coverage", "councils", "returns", "check", "work"}
    with TestClient(create_application(afterwards), follow_redirects=False) as reader:
        answers = {path: reader.get(path) for path in paths}
    assert answers.pop("/work").headers["location"].startswith("/sign-in?")
    assert {answer.status_code for answer in answers.values()} == {200}, answers


def running_by_the_clock(api: AirflowApi) -> list[str]:
    """Return the DAGs that start at a time of day: others start when something was collected, or people have acted."""
    started = [dag for dag, is_paused in api.dags().items() if not is_paused and dag not in STARTED_BY_PEOPLE]
    return [dag for dag in started if not dag.startswith("assemble__")]


def agree_to_a_second_version(settings: Settings) -> str:
    """Have the example people release planning matters once more, and return the release."""
    day = AFTER + timedelta(days=1)
    with open_deployment(settings) as deployment, deployment.transaction() as connection:
        rounds = list_every_round(connection)
        opened = next(made for made in rounds if made.definition.slug == "planning_matters" and made.round.frozen)
        people = ExampleRound(deployment, opened.round.period, day)
        address, archive = ("planning_matters", opened.round.period), deployment.archive
        asked = what_to_answer(connection, archive, opened)
        answers = [{"check": check, "why": "As before"} for check in asked.checks]
        answers += [{"part": state.value, "why": "As before"} for state in dict.fromkeys(asked.parts.values())]
        propose_release(connection, archive, people.access(connection, "releaser"), address, answers, day)
        agree_to_release(connection, archive, people.access(connection, "second-releaser"), (*address, 2), "")
    return f"{'/'.join(address)}/v2"


def built(settings: Settings, release: str) -> int:
    """Return how often a package was built for a release."""
    with psycopg.connect(settings.database.replace("+psycopg", "")) as connection:
        query = "select count(*) from audit_entry where act = 'build-release' and subject = %s"
        [count] = connection.execute(query, [release]).fetchone() or (0,)
    return int(count)


def test_started_again_it_collects_from_its_example_publishers_only(
    home: Home, summary: DemoSummary, monkeypatch: pytest.MonkeyPatch, left_running: Callable[[Home], list[str]]
) -> None:
    monkeypatch.setenv("COUNCIL_RETURNS_HOME", str(home.root))
    monkeypatch.setenv("COUNCIL_RETURNS_SOURCES", str(CHECKOUT / "transforms" / "registers" / "sources.csv"))
    monkeypatch.setenv("COUNCIL_RETURNS_DEMONSTRATION", "")
    try:
        status = lifecycle.up()
        assert status.is_up
        assert status.is_demonstration
        with AirflowApi(home) as api:
            assert running_by_the_clock(api) == []
            run = run_to_the_end(f"collect__{BROWNFIELD}", {}, lambda _: None)
            assert running_by_the_clock(api) == []
        assert run.succeeded
        page = httpx.get(f"{status.portal}/collections", trust_env=False).text
        assert "Collections are paused." in page
        assert "This is a demonstration." in page
        settings = lifecycle.running_settings()
        release = agree_to_a_second_version(settings)
        wait_until(lambda: built(settings, release) == 1, "the agreement has started its package", every=0.5)
        with psycopg.connect(settings.database.replace("+psycopg", "")) as connection:
            query = "select url from attempt where run_id = %s"
            hosts = [urlsplit(url).netloc for (url,) in connection.execute(query, [run.name])]
        assert len(hosts) >= AUTHORITIES
        assert set(hosts) == settings.allow_hosts
    finally:
        lifecycle.down(home)
    assert left_running(home) == []


def test_a_signal_to_end_ends_everything(tmp_path: Path, left_running: Callable[[Home], list[str]]) -> None:
    home = Home(tmp_path / "run")
    environment = {**os.environ, "COUNCIL_RETURNS_HOME": str(tmp_path)}
    command = [sys.executable, "-c", "from plugins.cli.main import main; main()", "run", "--authorities", "3"]
    with subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdout=subprocess.DEVNULL) as running:
        wait_until(
            lambda: any("scheduler" in command for command in left_running(home)), "the scheduler runs", every=0.2
        )
        running.send_signal(signal.SIGTERM)
        assert running.wait(PATIENCE) == 130
    assert left_running(home) == []
