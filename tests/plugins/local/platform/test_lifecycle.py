import os
import signal
from collections.abc import Callable
from pathlib import Path

import boto3
import httpx
import psycopg
import pytest

from plugins.local.platform import lifecycle
from plugins.local.platform.airflow_api import AirflowApi
from plugins.local.platform.faults import AlreadyStarting, DidNotStart, NotRunning
from plugins.local.platform.home import Home
from plugins.local.platform.processes import recorded
from plugins.settings import SOURCES
from plugins.storage.roles import OWNER
from tests.waiting import wait_until

pytestmark = pytest.mark.platform

PAGES_OF_DAGS = {
    "collect__contracts": "/standards/contracts",
    "assemble__planning_matters": "/returns/planning_matters",
}


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("lifecycle"))


@pytest.fixture
def nobody(tmp_path: Path) -> Path:
    """A register without a source: a platform whose schedule runs asks no real council."""
    path = tmp_path / "sources.csv"
    path.write_text("authority_gss,standard,url\n")
    return path


def s3(home: Home):  # noqa: ANN201
    store = lifecycle.running_settings(home).store
    return boto3.client(
        "s3",
        endpoint_url=store.endpoint,
        aws_access_key_id=store.access_key,
        aws_secret_access_key=store.secret_key,
        region_name="us-east-1",
    )


def crash(home: Home, *names: str) -> None:
    for process in recorded(home):
        if process.name in names:
            os.kill(process.pid, signal.SIGKILL)


def links_of_every_task(api: AirflowApi) -> dict[str, set[tuple[str, str]]]:
    """Return store the tasks of a run lead, mapped ones among them; the DAGs are paused first, so no task starts."""
    links = {}
    for dag in PAGES_OF_DAGS:
        api.pause(dag)
        run = api.trigger(dag, {})
        tasks = [task["task_id"] for task in api.tasks(dag, run)]
        assert tasks
        links[dag] = {link for task in tasks for link in api.task_links(dag, run, task).items()}
    return links


def test_it_starts_survives_a_crash_and_ends_clean(
    home: Home, nobody: Path, left_running: Callable[[Home], list[str]]
) -> None:
    try:
        platform = lifecycle.up(home, {SOURCES: str(nobody)})
        assert platform.is_up
        assert not platform.is_demonstration
        assert lifecycle.up(home).processes == platform.processes, "a second start changes nothing"
        with AirflowApi(home) as api:
            expected = {"collect__planning_applications", *PAGES_OF_DAGS}
            wait_until(lambda: api.dags().keys() >= expected, "every DAG file has been read")
            assert api.import_errors() == {}
            assert [dag for dag, is_paused in api.dags().items() if is_paused] == [], "the schedule runs by itself"
            page = httpx.get(f"{platform.portal}/collections", trust_env=False).text
            assert "The next collection is due to start on" in page
            portal_links = api.portal_links()
            from_tasks = links_of_every_task(api)
        assert portal_links == {"nav": f"{platform.portal}/", "dag": f"{platform.portal}/dags/{{DAG_ID}}"}
        assert from_tasks == {dag: {("Portal", f"{platform.portal}{path}")} for dag, path in PAGES_OF_DAGS.items()}
        page_of_dag = httpx.get(
            f"{platform.portal}/dags/assemble__planning_matters", follow_redirects=True, trust_env=False
        )
        assert "planning" in page_of_dag.text
        assert f"frame-ancestors {platform.address};" in page_of_dag.headers["Content-Security-Policy"]
        settings = lifecycle.running_settings(home, OWNER)
        s3(home).put_object(Bucket=settings.store.bucket, Key="snapshots/a", Body=b"exact bytes")
        with psycopg.connect(settings.database.replace("+psycopg", "")) as connection:
            connection.execute("create table stored as select 1 as value")

        crash(home, "postgres", "object-store", "scheduler", "api-server", "portal")
        assert not lifecycle.status(home).is_up
        assert left_running(home), "the rest outlives the crash"
        again = lifecycle.up(home, {SOURCES: str(nobody)})
        assert again.is_up
        assert httpx.get(f"{again.portal}/status", trust_env=False).status_code == httpx.codes.OK
        settings = lifecycle.running_settings(home, OWNER)
        assert s3(home).get_object(Bucket=settings.store.bucket, Key="snapshots/a")["Body"].read() == b"exact bytes"
        with psycopg.connect(settings.database.replace("+psycopg", "")) as connection:
            assert connection.execute("select value from stored").fetchone() == (1,)

        before = {process.name: process.pid for process in recorded(home)}
        crash(home, "scheduler")
        wait_until(lambda: not lifecycle.status(home).processes["scheduler"], "the scheduler has ended")
        assert lifecycle.status(home).health["scheduler"] == "ended", "at once, not when its heartbeat is overdue"
        revived = lifecycle.up(home, {SOURCES: str(nobody)})
        assert (revived.is_up, revived.started_again) == (True, ("scheduler",))
        after = {process.name: process.pid for process in recorded(home)}
        assert {name for name in before if after[name] != before[name]} == {"scheduler"}
    finally:
        assert lifecycle.down(home)
    assert left_running(home) == []
    assert lifecycle.status(home).is_down
    assert not lifecycle.down(home), "nothing is left to stop"


def test_a_start_that_fails_leaves_nothing_running(home: Home, left_running: Callable[[Home], list[str]]) -> None:
    broken = {"AIRFLOW__CORE__EXECUTOR": "", "PATH": "/nowhere", "PYTHONHOME": "/nowhere"}
    with pytest.raises(DidNotStart, match="airflow-migrate"):
        lifecycle.up(home, broken, disposable=True)
    assert left_running(home) == []


def test_a_lock_that_a_gone_server_left_does_not_block_the_next_start(home: Home) -> None:
    from plugins.local.platform.postgres import start_postgres
    from plugins.local.platform.processes import stop

    stop(home, [start_postgres(home, dict(os.environ), disposable=True)])
    lock = home.root / "postgres" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{lock.parent}\n")
    process = start_postgres(home, dict(os.environ), disposable=True)
    assert process.is_running()
    stop(home, [process])


def test_one_command_at_a_time_changes_the_platform(home: Home) -> None:
    with lifecycle.exclusive(home), pytest.raises(AlreadyStarting, match=home.root.name):
        lifecycle.up(home)


def test_a_command_that_needs_the_platform_says_how_to_start_it(tmp_path: Path) -> None:
    with pytest.raises(NotRunning, match="make up"):
        lifecycle.running_settings(Home(tmp_path))


def test_stopping_what_was_never_started_makes_no_folder(tmp_path: Path) -> None:
    assert not lifecycle.down(Home(tmp_path / "never"))
    assert not (tmp_path / "never").exists()
