"""What a running platform stands on is killed in the middle of a collection, or a task is; only time is lost."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import psutil
import pytest

from examples.visits import Publishers, example_publishers
from plugins.local.platform import lifecycle
from plugins.local.platform.airflow_api import AirflowApi
from plugins.local.platform.home import Home
from plugins.local.platform.object_store import make_bucket, store
from plugins.local.platform.postgres import database_url, ensure_database
from plugins.local.platform.processes import recorded
from plugins.pipeline.steps.in_process import collect_in_process
from plugins.settings import ALLOW_HOSTS, DEMONSTRATION, READ_SECONDS, SOURCES, Settings
from plugins.storage.migrations import migrate
from plugins.storage.roles import OWNER
from tests.collected import rows
from tests.waiting import wait_until

pytestmark = pytest.mark.faults

DAY = date(2025, 9, 29)
# Of each standard, what is killed while it is collected.
KILLED = {"brownfield_land": "scheduler", "public_toilets": "object-store", "contracts": "postgres"}
OF_A_KILLED_TASK = "grants"
STANDARDS = (*KILLED, OF_A_KILLED_TASK)


@pytest.fixture(scope="module")
def publishers() -> Iterator[Publishers]:
    with example_publishers("--standards", *STANDARDS, "--fault-share", "0.4", authorities=20, day=DAY) as running:
        yield running


@pytest.fixture(scope="module")
def settings(publishers: Publishers) -> dict[str, str]:
    return {
        SOURCES: str(publishers.sources_csv),
        ALLOW_HOSTS: ",".join(publishers.hosts),
        DEMONSTRATION: "1",
        READ_SECONDS: "5",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]) -> Iterator[Home]:
    """A platform that collects from the example publishers when it is asked to."""
    home = Home(tmp_path_factory.mktemp("faults"))
    lifecycle.up(home, settings)
    try:
        with AirflowApi(home) as api:
            wait_until(lambda: {dag(each) for each in STANDARDS} <= api.dags().keys(), "DAGs are loaded", every=0.5)
            for standard in STANDARDS:
                api.unpause(dag(standard))
        yield home
    finally:
        lifecycle.down(home)


@pytest.fixture(scope="module")
def undisturbed(home: Home, settings: dict[str, str]) -> Iterator[Settings]:
    """The same collections in this process, in a database and a bucket of their own."""
    ensure_database(home, "undisturbed")
    own = replace(
        lifecycle.running_settings(home, OWNER),
        database=database_url(home, "undisturbed"), store=replace(store(home), bucket="undisturbed"),
    )  # fmt: skip
    make_bucket(own.store)
    migrate(own.database)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**own.environment(), **settings}.items():
            patch.setenv(name, value)
        for standard in STANDARDS:
            moment = datetime(2025, 9, 29, tzinfo=UTC)
            assert collect_in_process(standard, "undisturbed", {"day": str(DAY)}, moment).failures == []
        yield own


def dag(standard: str) -> str:
    return f"collect__{standard}"


def kill(home: Home, name: str) -> None:
    [process] = [process for process in recorded(home) if process.name == name]
    os.kill(process.pid, signal.SIGKILL)
    wait_until(lambda: not lifecycle.status(home).processes[name], f"{name} has ended")


def ended(home: Home, standard: str, run: str) -> str:
    """Return how a run ended, once it has."""
    states: list[str] = []

    def has_ended() -> bool:
        with AirflowApi(home) as api:
            states[:] = [each["state"] for each in api.runs(dag(standard)) if each["dag_run_id"] == run]
        return states[0] in {"success", "failed"}

    wait_until(has_ended, f"{standard} is collected", every=1)
    return states[0]


@pytest.mark.parametrize("standard", KILLED)
def test_a_collection_ends_as_undisturbed_whatever_is_killed(
    home: Home, undisturbed: Settings, settings: dict[str, str], standard: str
) -> None:
    with AirflowApi(home) as api:
        run = api.trigger(dag(standard), {"day": str(DAY)})
        wait_until(lambda: bool(api.tasks_under_way([dag(standard)])), "a task runs")
    kill(home, KILLED[standard])
    again = lifecycle.up(home, settings)
    assert again.is_up
    assert KILLED[standard] in again.started_again
    assert ended(home, standard, run) == "success"
    assert rows(lifecycle.running_settings(home, OWNER), standard) == rows(undisturbed, standard)


def test_a_task_that_is_killed_is_done_again_and_leaves_what_one_run_leaves(home: Home, undisturbed: Settings) -> None:
    with AirflowApi(home) as api:
        run = api.trigger(dag(OF_A_KILLED_TASK), {"day": str(DAY)})
        killed: list[int] = []

        def is_killed() -> bool:
            is_fetching = "fetch_batch" in str(api.tasks_under_way([dag(OF_A_KILLED_TASK)]))
            killed.extend(kill_task(home) if is_fetching else [])
            return bool(killed)

        wait_until(is_killed, "a task fetches", every=0.2)
    assert ended(home, OF_A_KILLED_TASK, run) == "success"
    with AirflowApi(home) as api:
        assert max(task["try_number"] for task in api.tasks(dag(OF_A_KILLED_TASK), run)) == 2
    assert rows(lifecycle.running_settings(home, OWNER), OF_A_KILLED_TASK) == rows(undisturbed, OF_A_KILLED_TASK)


def kill_task(home: Home) -> list[int]:
    """Kill every process that runs a task, which Airflow calls its worker, and return their numbers."""
    [scheduler] = [process for process in recorded(home) if process.name == "scheduler"]
    tasks = [
        process.pid
        for process in psutil.Process(scheduler.pid).children(recursive=True)
        if " ".join(process.cmdline()).startswith("airflow worker -- 0")
    ]
    for task in tasks:
        os.kill(task, signal.SIGKILL)
    return tasks
