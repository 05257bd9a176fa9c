"""The main job through a real scheduler, and what it leaves behind."""

import csv
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from rich.console import Console
from starlette.testclient import TestClient

from examples.england import BROWNFIELD, England, found_england
from examples.render_files import edition_of, render_file
from plugins.local.demo.environment import AFTER, BEFORE, Plan
from plugins.local.demo.run_demo import play
from plugins.local.demo.summary import Account
from plugins.local.platform.home import CHECKOUT, Home
from plugins.local.platform.services import running_services
from plugins.portal.application import create_application
from plugins.settings import Settings
from plugins.storage.archive import Archive
from transforms.registers import planning_authorities
from transforms.returns import RETURNS

pytestmark = pytest.mark.scheduler

AUTHORITIES = 5
SALARIES = "senior_salary_counts"  # no return reads it
STANDARDS = (*Plan().standards, SALARIES)
PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>We have moved.</body></html>"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("main-job") / "run")


@pytest.fixture(scope="module")
def words() -> Console:
    return Console(file=io.StringIO(), width=200)


@pytest.fixture(scope="module")
def england() -> England:
    """The councils of the rehearsal, without anything that goes wrong."""
    return found_england(planning_authorities(BEFORE), number=AUTHORITIES, opened=BEFORE, fault_share=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, england: England) -> Path:
    """A folder of files as published: two registers and two tables of salaries, the later of those a page."""
    folder, gss = tmp_path_factory.mktemp("published"), england.councils[0].gss
    for standard in (BROWNFIELD, SALARIES):
        (folder / standard).mkdir()
        for year in (2024, 2025):
            content = render_file(england, edition_of(england, gss, standard, date(year, 6, 30)))
            (folder / standard / f"{gss}__{year}.csv").write_bytes(content)
    (folder / SALARIES / f"{gss}__2025.csv").write_bytes(PAGE)
    (folder / SALARIES / "notes.md").write_text("notes")
    return folder


@pytest.fixture(scope="module")
def account(home: Home, words: Console, folder: Path) -> Account:
    return play(Plan(authorities=AUTHORITIES, standards=STANDARDS, real=folder), home, words)


@pytest.fixture(scope="module")
def afterwards(home: Home, account: Account) -> Iterator[Settings]:
    """PostgreSQL and the object store started anew on what the job left, without Airflow."""
    with running_services(home, dict(os.environ)) as settings:
        yield settings


def test_every_run_succeeds_and_every_return_is_made(account: Account) -> None:
    assert account.failed == []
    assert {one.return_slug for one in account.assemblies} == {one.slug for one in RETURNS}
    assert account.is_whole


def test_nothing_is_left_running(home: Home, account: Account, left_running: Callable[[Home], list[str]]) -> None:
    assert left_running(home) == []


def test_every_standard_was_collected_on_both_days_from_everybody(account: Account) -> None:
    asked = {(one.standard, one.day): one.asked for one in account.collections}
    assert asked == {(slug, day): AUTHORITIES for slug in STANDARDS for day in (BEFORE, AFTER)}
    for one in account.collections:
        assert one.answered + one.unchanged + one.failed == one.asked
        assert one.rows >= one.rows_usable
        assert one.rows_usable > 0 or one.unchanged == one.asked


def test_every_real_file_has_a_line_that_says_what_came_of_it(home: Home, account: Account, england: England) -> None:
    with (home.root / "returns" / "real-files.csv").open() as file:
        listed = {(row["standard"], Path(row["file"]).name): row["verdict"] for row in csv.DictReader(file)}
    gss = england.councils[0].gss
    assert listed[BROWNFIELD, f"{gss}__2024.csv"] == listed[BROWNFIELD, f"{gss}__2025.csv"] == "usable"
    assert listed[SALARIES, f"{gss}__2024.csv"] == "usable"
    assert listed[SALARIES, f"{gss}__2025.csv"] == "refused: not-tabular"
    assert listed[SALARIES, "notes.md"] == "“.md” is not a format that councils publish data in"
    assert len(listed) == 5


def test_a_return_is_made_of_the_files_that_came_later_too(account: Account) -> None:
    by_hand = {run.dag: run.day for run in account.runs if run.is_by_hand}
    assert by_hand == {f"collect__{slug}": BEFORE + timedelta(days=1) for slug in (BROWNFIELD, SALARIES)}
    known = {one.as_known for one in account.assemblies if one.return_slug == "brownfield_register"}
    assert BEFORE + timedelta(days=1) in known


def test_the_second_collection_finds_changes(account: Account) -> None:
    later = [one for one in account.collections if one.day == AFTER and one.standard == "planning_applications"]
    assert all(one.answered > 0 for one in later)


def test_the_store_holds_the_bytes_that_the_warehouse_speaks_of(afterwards: Settings) -> None:
    archive = Archive.from_settings(afterwards)
    with psycopg.connect(afterwards.database.replace("+psycopg", "")) as connection:
        hashes = [row[0] for row in connection.execute("select distinct sha256 from snapshot")]
        attempts = connection.execute("select count(*) from attempt").fetchone()
    assert attempts is not None
    assert attempts[0] >= 2 * len(STANDARDS) * AUTHORITIES
    assert hashes
    for sha256 in hashes:
        assert hashlib.sha256(archive.load(f"snapshots/{sha256}")).hexdigest() == sha256


def test_the_exported_files_are_those_of_the_store(home: Home, account: Account, afterwards: Settings) -> None:
    archive = Archive.from_settings(afterwards)
    for assembly in account.assemblies:
        folder = home.root / "returns" / assembly.return_slug / assembly.period
        assert {path.name for path in folder.iterdir()} >= {"cells.csv", "exceptions.csv", "manifest.json"}
        for path in folder.iterdir():
            assert path.read_bytes() == archive.load(f"{assembly.prefix}/{path.name}")
        assert json.loads((folder / "manifest.json").read_text())


def test_the_summary_counts_what_the_files_say(home: Home, account: Account) -> None:
    for assembly in account.assemblies:
        with (home.root / "returns" / assembly.return_slug / assembly.period / "cells.csv").open() as file:
            origins = [row["origin"] for row in csv.DictReader(file) if row["authority"] != "E92000001"]
        counted = (assembly.computed, assembly.inferred, assembly.not_derivable, assembly.no_data)
        assert counted == tuple(map(origins.count, ("computed", "inferred", "not-derivable", "no-data")))


def test_the_summary_is_said_to_a_person(account: Account, words: Console) -> None:
    said = words.file.getvalue()  # type: ignore[attr-defined]
    for slug in (*STANDARDS, *(one.slug for one in RETURNS)):
        assert slug in said
    assert "nothing is left running" in said
    assert "make up" in said


def test_every_address_that_is_said_shows_a_page_of_this_run(
    account: Account, words: Console, afterwards: Settings
) -> None:
    said = re.findall(r"http://127\.0\.0\.1:\d+(/\S+)", words.file.getvalue())  # type: ignore[attr-defined]
    assert {address.split("/")[1] for address in said} == {"coverage", "councils", "returns", "check"}
    with TestClient(create_application(afterwards)) as reader:
        answers = {address: reader.get(address).status_code for address in said}
    assert set(answers.values()) == {200}, answers


def test_being_told_to_end_ends_everything(tmp_path: Path, left_running: Callable[[Home], list[str]]) -> None:
    home = Home(tmp_path / "run")
    environment = {**os.environ, "COUNCIL_RETURNS_HOME": str(tmp_path)}
    command = [sys.executable, "-c", "from plugins.cli.main import main; main()", "run", "--authorities", "3"]
    with subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdout=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 120
        while not any("scheduler" in one for one in left_running(home)) and time.monotonic() < deadline:
            time.sleep(0.2)
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 130
    assert left_running(home) == []
