"""Two workers share a collection; one is lost in the middle, and what comes of it is what comes of it undisturbed."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import httpx
import psycopg
import pytest

from examples.visits import Publishers, example_publishers
from plugins.local.platform.airflow_api import AirflowApi
from plugins.pipeline import steps
from plugins.pipeline.steps.in_process import collect_in_process
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.storage.migrations import migrate
from tests.collected import rows
from tests.several_machines import Machines, lose, main_machine, task_states, works_on
from tests.waiting import wait_until

pytestmark = pytest.mark.distributed

STANDARD, RETURN, DAY = "brownfield_land", "brownfield_register", date(2025, 9, 29)
COLLECT, ASSEMBLE = f"collect__{STANDARD}", f"assemble__{RETURN}"


@pytest.fixture(scope="module")
def publishers() -> Iterator[Publishers]:
    with example_publishers("--standards", STANDARD, "--fault-share", "0.4", authorities=50, day=DAY) as running:
        yield running


@pytest.fixture(scope="module")
def machines(publishers: Publishers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    settings = {
        "COUNCIL_RETURNS_SOURCES": str(publishers.sources_csv),
        "COUNCIL_RETURNS_ALLOW_HOSTS": ",".join(publishers.hosts),
        "COUNCIL_RETURNS_DEMONSTRATION": "1",
        "COUNCIL_RETURNS_READ_SECONDS": "5",
    }
    with main_machine(tmp_path_factory.mktemp("machines") / "main", settings) as running:
        yield running


def assembled(settings: Settings, period: str) -> dict[str, bytes]:
    """Return the files of a period's only assembly that hold what was found, by name."""
    archive = Archive.from_settings(settings)
    keys = archive.list_keys(f"returns/{RETURN}/{period}/")
    files = {key.rpartition("/")[2]: key for key in keys}
    assert len(files) == len(keys), "one assembly, and no other"
    return {name: archive.load(files[name]) for name in ("cells.csv", "exceptions.csv", "issues.csv")}


def undisturbed(settings: Settings, patch: pytest.MonkeyPatch) -> tuple[Settings, list[str]]:
    """Collect and assemble in this process, in a database and a bucket of its own; return the periods too."""
    own = replace(
        settings, database=f"{settings.database}_undisturbed", store=replace(settings.store, bucket="undisturbed")
    )
    with psycopg.connect(settings.database.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("create database council_returns_undisturbed")
    Archive(own.store).create_bucket()
    migrate(own.database)
    for name, value in own.environment().items():
        patch.setenv(name, value)
    outcome = collect_in_process(STANDARD, "undisturbed", {"day": str(DAY)}, datetime(2025, 9, 29, tzinfo=UTC))
    assert outcome.failures == []
    for period in outcome.periods:
        run = SimpleNamespace(run_id=f"undisturbed-{period}", run_after=datetime.now(UTC), partition_key=period)
        steps.assemble_period.function(RETURN, params={}, dag_run=run)
    return own, list(outcome.periods)


def test_a_worker_that_is_lost_loses_nothing(machines: Machines) -> None:
    workers = {
        "worker": machines.start("worker", AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT=str(machines.ports["log-1"])),
        "further-worker": machines.start(
            "further-worker", "--celery-hostname", "further@%h",
            AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT=str(machines.ports["log-2"]),
        ),
    }  # fmt: skip
    wait_until(lambda: api_answers(machines), "the API answers", every=0.5)
    with AirflowApi(machines.home) as api:
        wait_until(lambda: {COLLECT, ASSEMBLE} <= api.dags().keys(), "the DAGs are loaded", every=0.5)
        wait_until(lambda: all(is_ready(machines, name) for name in workers), "both workers are ready", every=0.5)
        for dag in (COLLECT, ASSEMBLE):
            api.unpause(dag)
        run = api.trigger(COLLECT, {"day": str(DAY)})
        seen: dict[str, set[str]] = {"fetch_batch": set(), "check_batch": set()}

        def is_checking() -> bool:
            """Return whether a worker is at work on a check, having written down who is at work on what."""
            for task in api.tasks(COLLECT, run):
                if task["task_id"] in seen:
                    seen[task["task_id"]] |= {name for name in workers if works_on(workers[name], task["id"])}
            return bool(seen["check_batch"])

        wait_until(is_checking, "a worker checks files")
        [lost] = seen["check_batch"]
        lose(workers[lost])
        assert seen["fetch_batch"] == workers.keys(), "both were at work before"
        wait_until(lambda: state(api, COLLECT, run) in {"success", "failed"}, "the collection ends", every=0.5)
        states = task_states(api.tasks(COLLECT, run))
        assert state(api, COLLECT, run) == "success", states
        tries = {task["task_id"]: task["try_number"] for task in api.tasks(COLLECT, run)}
        assert (tries["fetch_batch"], tries["check_batch"]) == (1, 2), "what was lost was done again, and nothing else"
        wait_until(
            lambda: bool(ends := [each["state"] for each in api.runs(ASSEMBLE)]) and set(ends) == {"success"},
            "every assembly ends", every=0.5,
        )  # fmt: skip
    settings = Settings.from_environment(machines.environment("storage"))
    with pytest.MonkeyPatch.context() as patch:
        own, periods = undisturbed_as_administrator(machines, settings, patch)
    assert periods
    assert rows(settings, STANDARD) == rows(own, STANDARD)
    for period in periods:
        assert assembled(settings, period) == assembled(own, period)
    assert logs_of(machines, settings), "tasks' logs are in the store"
    assert not any("FERNET" in name or "SQL_ALCHEMY" in name for name in machines.environment("further-worker"))


def undisturbed_as_administrator(
    machines: Machines, settings: Settings, patch: pytest.MonkeyPatch
) -> tuple[Settings, list[str]]:
    """Collect and assemble undisturbed, as the account that may make a database for it."""
    admin = machines.environment("storage")["COUNCIL_RETURNS_ADMIN_DATABASE"]
    return undisturbed(replace(settings, database=admin.rpartition("/")[0] + "/council_returns"), patch)


def api_answers(machines: Machines) -> bool:
    try:
        address = f"http://127.0.0.1:{machines.ports['api']}/api/v2/monitor/health"
        return httpx.get(address, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def is_ready(machines: Machines, worker: str) -> bool:
    return " ready." in (machines.home.logs / f"{worker}.log").read_text(errors="replace")


def state(api: AirflowApi, dag: str, run: str) -> str:
    return next(each["state"] for each in api.runs(dag) if each["dag_run_id"] == run)


def logs_of(machines: Machines, settings: Settings) -> list[str]:
    return Archive(replace(settings.store, bucket="council-returns-logs")).list_keys(f"tasks/dag_id={COLLECT}/")


def test_airflow_s_database_can_be_cleaned(machines: Machines) -> None:
    text = machines.words("airflow-clean")[-1].replace("sleep 86400", "break")
    environment = machines.environment("airflow-clean")
    run = subprocess.run(["sh", "-c", text], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
