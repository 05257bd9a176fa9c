"""Steps that are killed and run again: what was right stays right, and what was done is not done again."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from plugins.pipeline.steps.collect import check_batch, fetch_batch, plan_batches
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, STANDARD, Collecting, cases, dag_run
from tests.waiting import wait_until

pytestmark = pytest.mark.platform

STEP = """
import sys
from datetime import UTC, datetime
from types import SimpleNamespace
from plugins.pipeline import steps
run = SimpleNamespace(run_id="run", run_after=datetime(2026, 11, 2, tzinfo=UTC))
values = {"params": {"day": "2025-04-02"}, "dag_run": run} if sys.argv[1] == "fetch_batch" else {}
batch = sys.argv[2:]
getattr(steps, sys.argv[1]).function("planning_applications", *([batch] if batch else []), **values)
"""
VALUES = {"params": {"day": "2025-04-02"}, "dag_run": dag_run("run")}
CONTENTS = (
    "select standard, authority_gss, fetched_on, sha256, state, usable_from, rows_usable from snapshot order by 1, 2",
    "select standard, sha256, authority_gss, rows, rows_usable from checked order by 1, 2, 3",
    "select standard, sha256, authority_gss, rule, outcome, tested, failed from outcome order by 1, 2, 3, 4",
    "select standard, sha256, authority_gss, code, severity, count from issue_count order by 1, 2, 3, 4, 5",
    "select authority_gss, outcome, sha256, in_use_state from collection order by 1",
)


def kill_once(step: str, batch: list[str], is_midway: Callable[[], bool]) -> None:
    """Start a step in a process of its own and kill it, without warning, once it is midway."""
    process = subprocess.Popen([sys.executable, "-c", STEP, step, *batch], env=os.environ, start_new_session=True)
    wait_until(lambda: process.poll() is not None or is_midway(), "the step is midway", every=0.005)
    assert process.poll() is None, "the step ended before it was killed"
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def test_a_fetch_that_is_killed_asks_only_the_rest_when_it_is_run_again(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)))
    site.publish("/arun.csv", Page(cases(20), wait=20), Page(cases(20)))
    site.publish("/crawley.csv", Page(cases(10), wait=20), Page(cases(10)))
    batch = [ADUR, ARUN, CRAWLEY]
    kill_once("fetch_batch", batch, lambda: len(collecting.ask("select from collection")) == 1)
    assert fetch_batch.function(STANDARD, batch, **VALUES) == 2
    assert (site.count("/adur.csv"), site.count("/arun.csv")) == (1, 2)
    found = collecting.ask("select authority_gss, outcome from collection order by 1")
    assert found == [(ADUR, "answered"), (ARUN, "answered"), (CRAWLEY, "answered")]


def test_a_check_that_is_killed_between_tables_and_counts_leaves_what_an_undisturbed_one_leaves(
    collecting: Collecting, site: Site
) -> None:
    for name, count in (("adur", 3000), ("arun", 2000), ("crawley", 1000)):
        site.publish(f"/{name}.csv", Page(cases(count)))
    fetch_batch.function(STANDARD, [ADUR, ARUN, CRAWLEY], **VALUES)
    [batch] = plan_batches.function(STANDARD)
    archive = collecting.deployment.archive
    kill_once("check_batch", batch, lambda: bool(archive.list_keys("standardised/")))
    check_batch.function(STANDARD, batch)
    collecting.announce(VALUES)
    interrupted = [collecting.ask(query) for query in CONTENTS]
    objects = {key: archive.load(key) for key in archive.list_keys("") if not key.endswith(".json")}
    assert [row[4] for row in interrupted[0]] == ["usable"] * 3

    again = [plan_batches.function(STANDARD), check_batch.function(STANDARD, batch)]
    collecting.announce(VALUES)
    assert again == [[], 0]
    assert [collecting.ask(query) for query in CONTENTS] == interrupted
    assert {key: archive.load(key) for key in archive.list_keys("") if not key.endswith(".json")} == objects
