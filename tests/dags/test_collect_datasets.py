"""A collection as Airflow runs it: a step that fails keeps nobody else waiting, and the run is red all the same."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.local.platform.home import CHECKOUT
from tests.plugins.conftest import Page, Site, site
from tests.plugins.pipeline.steps.conftest import (
    ADUR,
    ARUN,
    CRAWLEY,
    STANDARD,
    Collecting,
    cases,
    collecting,
    deployment_settings,
    register,
)

pytestmark = pytest.mark.platform
__all__ = ["collecting", "deployment_settings", "register", "site"]

# Airflow's own way to run one DAG in one process, on a database of its own; some names are replaced before. It reads
# deadlines out of its database alone, where only a scheduler writes them: test_dag_integrity.py has them.
RUN = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
dag = DagBag(sys.argv[1]).dags[sys.argv[2]]
dag.deadline = None
exec(sys.argv[4])
run = dag.test(run_conf=json.loads(sys.argv[3]))
tasks = [(one.task_id, one.map_index, str(one.state)) for one in run.get_task_instances()]
print(json.dumps({"state": str(run.state), "tasks": tasks}))
"""
FILE = CHECKOUT / "dags" / "collect_datasets.py"
# Replaced before the run: each source is a batch, and that of Arun fails as a whole; Arun's file is huge.
ONE_BATCH_FAILS = f"""
from plugins.pipeline.collect import batches, store_responses as module
batches.SOURCES_A_BATCH, store = 1, module.store_responses
def store_responses(deployment, run, sources, policy):
    if "{ARUN}" in sources:
        raise MemoryError
    return store(deployment, run, sources, policy)
module.store_responses = store_responses
"""
ARUN_IS_HUGE = "from plugins.pipeline.collect import batches; batches.BYTES_HUGE = 10_000"
Run = Callable[..., tuple[str, dict[tuple[str, int], str]]]


@pytest.fixture(scope="session")
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an Airflow database that is up to date."""
    home = tmp_path_factory.mktemp("airflow")
    (home / "dags").mkdir()
    (home / "dags" / FILE.name).symlink_to(FILE)
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], env=environment(home), check=True)
    return home


def environment(home: Path) -> dict[str, str]:
    airflow = {"AIRFLOW_HOME": str(home), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    return os.environ | airflow | {"PYTHONPATH": str(CHECKOUT)}


@pytest.fixture
def run(collecting: Collecting, airflow_home: Path) -> Run:
    """Run the DAG as Airflow does; return its state and those of its tasks."""

    def run(before: str = "", **conf: object) -> tuple[str, dict[tuple[str, int], str]]:
        arguments = [str(FILE), f"collect__{STANDARD}", json.dumps(conf), before]
        ran = subprocess.run(
            [sys.executable, "-c", RUN, *arguments], env=environment(airflow_home), capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr[-3000:]
        [*_, last] = [line for line in ran.stdout.splitlines() if line.startswith("{")]  # events may be logged after it
        result = json.loads(last)
        return result["state"], {(task, index): state for task, index, state in result["tasks"]}

    return run


@pytest.fixture
def published(site: Site) -> Site:
    for name, count in (("adur", 5), ("arun", 500), ("crawley", 6)):
        site.publish(f"/{name}.csv", Page(cases(count)))
    return site


def test_a_run_without_a_failure_is_green_and_checks_a_huge_file_after_the_others_are_announced(
    collecting: Collecting, published: Site, run: Run
) -> None:
    state, tasks = run(ARUN_IS_HUGE, day="2025-04-02")
    assert (state, set(tasks.values())) == ("success", {"success"})
    assert {task for task, index in tasks if index == 0} >= {"each_huge_file.check_batch", "each_huge_file.announce"}
    assert collecting.ask("select authority_gss from checked order by checked_at")[-1] == (ARUN,)
    assert collecting.in_use(ADUR)[0] == collecting.in_use(ARUN)[0] == "current"
    assert collecting.ask("select count(distinct authority_gss) from ledger") == [(3,)]


def test_what_a_run_read_and_wrote_is_told_to_openlineage_where_a_setting_says_so(
    collecting: Collecting, published: Site, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport = {"type": "file", "log_file_path": str(tmp_path / "events.jsonl"), "append": True}
    monkeypatch.setenv("AIRFLOW__OPENLINEAGE__TRANSPORT", json.dumps(transport))
    assert run(day="2025-04-02")[0] == "success"
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    store = f"s3://{collecting.deployment.settings.store.bucket}"
    lineage = {
        event["job"]["name"].removeprefix(f"collect__{STANDARD}."): tuple(
            {(dataset["namespace"], dataset["name"]) for dataset in event[side]} for side in ("inputs", "outputs")
        )
        for event in events
        if event["inputs"] or event["outputs"]
    }
    snapshots = {(store, "snapshots")}
    checked = {(store, f"standardised/{STANDARD}"), (store, f"issues/{STANDARD}")}
    assert lineage == {
        "fetch_batch": (set(), snapshots),
        "check_batch": (snapshots, checked),
        "follow_findings": (checked, {(store, f"history/{STANDARD}"), (store, f"ledger/{STANDARD}")}),
    }
    assert {event["eventType"] for event in events if event["job"]["name"].endswith(".check_batch")} == {
        "START", "RUNNING", "COMPLETE",
    }  # fmt: skip


def test_a_batch_that_fails_stops_no_other_and_makes_the_run_red(
    collecting: Collecting, published: Site, run: Run
) -> None:
    state, tasks = run(ONE_BATCH_FAILS, day="2025-04-02")
    assert (state, tasks["complete", -1]) == ("failed", "upstream_failed")
    assert {task for task, state in tasks.items() if state == "failed"} == {("fetch_batch", 1)}
    assert collecting.in_use(ADUR)[0] == collecting.in_use(CRAWLEY)[0] == "current"
    assert collecting.ask("select authority_gss from ledger order by 1") == [(ADUR,), (CRAWLEY,)]
    skipped = {task.partition(".")[0] for (task, _), state in tasks.items() if state == "skipped"}
    assert skipped == {"each_huge_file"}  # there is no huge file
