"""What runs twice at once, or has its answers cut in the middle, leaves what one undisturbed run leaves."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest

from plugins.local.platform.home import Home
from plugins.local.platform.object_store import make_bucket
from plugins.local.platform.postgres import database_url, ensure_database
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from plugins.storage.migrations import migrate
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import STANDARD, Collecting, cases
from tests.waiting import PATIENCE

pytestmark = pytest.mark.faults

DAY, PERIOD = "2025-04-02", "2025-Q1"
COLLECT = """
import sys
from datetime import UTC, datetime
from plugins.pipeline.steps.in_process import collect_in_process
sys.stdin.readline()
outcome = collect_in_process(sys.argv[1], sys.argv[2], {"day": sys.argv[3]}, datetime(2026, 11, 2, tzinfo=UTC))
sys.exit("; ".join(f"{each.step}: {each.error!r}" for each in outcome.failures) or 0)
"""
ASSEMBLE = """
import sys
from datetime import UTC, datetime
from types import SimpleNamespace
from plugins.pipeline import steps
run = SimpleNamespace(run_id=sys.argv[2], run_after=datetime(2026, 11, 2, tzinfo=UTC), partition_key=sys.argv[3])
sys.stdin.readline()
steps.assemble_period.function(sys.argv[1], params={}, dag_run=run)
"""
LEFT_BEHIND = (
    "select standard, authority_gss, fetched_on, sha256, state, usable_from, rows_usable from snapshot order by 1, 2",
    "select standard, sha256, authority_gss, rows, rows_usable from checked order by 1, 2, 3",
    "select standard, sha256, authority_gss, rule, outcome, tested, failed from outcome order by 1, 2, 3, 4",
    "select standard, sha256, authority_gss, code, severity, count from issue_count order by 1, 2, 3, 4, 5",
    "select authority_gss, chain, day, entries from ledger order by 1",
    "select distinct authority_gss, outcome, sha256, in_use_state from collection order by 1",
)
ASSEMBLIES = "select prefix, version, receipt from assembly order by 1, 2"


@pytest.fixture
def undisturbed(home: Home, services: Settings, collecting: Collecting) -> Iterator[Collecting]:
    """Another deployment of the same sources."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    ensure_database(home, name)
    settings = replace(
        collecting.deployment.settings,
        database=database_url(home, name),
        store=replace(services.store, bucket=name),
    )
    make_bucket(settings.store)
    migrate(settings.database)
    with open_deployment(settings) as deployment:
        yield Collecting(deployment)


@pytest.fixture(autouse=True)
def _published(site: Site) -> None:
    for name, count in (("adur", 300), ("arun", 200), ("crawley", 100)):
        site.publish(f"/{name}.csv", Page(cases(count)))


def run_at_once(program: str, *arguments: list[str]) -> None:
    """Start a program several times, let all go on at one moment once they have loaded, and wait for their ends."""
    processes = [
        subprocess.Popen([sys.executable, "-c", program, *each], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for each in arguments
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
    ends = [(process.communicate(timeout=PATIENCE)[1][-2_000:], process.returncode) for process in processes]
    assert [code for _, code in ends] == [0] * len(ends), ends


def in_environment(collecting: Collecting, patch: pytest.MonkeyPatch) -> Collecting:
    for name, value in collecting.deployment.settings.environment().items():
        patch.setenv(name, value)
    return collecting


def left_behind(collecting: Collecting) -> list[list[tuple[object, ...]]]:
    return [collecting.ask(query) for query in LEFT_BEHIND]


def test_two_collections_and_then_two_assemblies_at_once_leave_what_one_of_each_leaves(
    collecting: Collecting, undisturbed: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_environment(undisturbed, monkeypatch)
    undisturbed.collect(DAY, "first")
    undisturbed.assemble("planning_matters", PERIOD)
    in_environment(collecting, monkeypatch)
    run_at_once(COLLECT, [STANDARD, "first", DAY], [STANDARD, "second", DAY])
    assert left_behind(collecting) == left_behind(undisturbed)
    run_at_once(ASSEMBLE, ["planning_matters", "first", PERIOD], ["planning_matters", "second", PERIOD])
    assemblies = collecting.ask(ASSEMBLIES)
    assert len(assemblies) == 1
    assert assemblies == undisturbed.ask(ASSEMBLIES)


def test_answers_cut_in_the_middle_of_their_bodies_are_asked_for_again(
    collecting: Collecting, undisturbed: Collecting, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_environment(undisturbed, monkeypatch)
    undisturbed.collect(DAY, "first")
    for name, count in (("adur", 300), ("arun", 200)):
        site.publish(f"/{name}.csv", Page(cases(count), drop=True), Page(cases(count)))
    in_environment(collecting, monkeypatch)
    collecting.collect(DAY, "first")
    assert left_behind(collecting) == left_behind(undisturbed)
