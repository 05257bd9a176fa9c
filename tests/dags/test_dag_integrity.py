"""The DAG files: they load quickly and without anything heavy, and say what a person on call needs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plugins.notify.report_failure import LOOK, advice_of
from plugins.pipeline.schedules.task_defaults import OWNER
from plugins.storage.airflow_pools import COMPUTING, FETCHING, slots_by_pool
from transforms.registers.documents import DOCUMENTS
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

DAGS = Path(__file__).parents[2] / "dags"
FILES = sorted(path for path in DAGS.glob("*.py") if path.name != "__init__.py")
HEAVY = ("pandas", "numpy", "pyarrow", "great_expectations", "boto3", "shapely", "openpyxl")

# What Airflow itself loads is not ours to avoid: only what comes on top of it counts.
PARSE = """
import importlib.util, json, sys
from pathlib import Path
from airflow.sdk import DAG, ExceptionRetryPolicy, Param, PartitionedAssetTimetable, TriggerRule, task
import airflow.timetables.base
from airflow.sdk.definitions._internal.contextmanager import DagContext
before, dags = set(sys.modules), {}
for path in map(Path, sys.argv[1:]):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    sys.modules[path.stem] = module = importlib.util.module_from_spec(spec)
    DagContext.autoregistered_dags.clear()
    DagContext.current_autoregister_module_name = path.stem
    spec.loader.exec_module(module)
    found = {
        dag.dag_id: {
            "doc": dag.doc_md,
            "tags": sorted(dag.tags),
            "owners": sorted({task.owner for task in dag.tasks}),
            "on_failure": getattr(dag.on_failure_callback, "__name__", None),
            "deadlines": [
                [alert.interval.total_seconds(), alert.callback.path, alert.callback.kwargs]
                for alert in dag.deadline or []
            ],
            "pools": {task.task_id: task.pool for task in dag.tasks},
            "logs": sorted({
                (getattr(task, "_post_execute_hook", None) or task.partial_kwargs["post_execute"]).__name__
                for task in dag.tasks
            }),
            "endless": sorted(task.task_id for task in dag.tasks if not task.execution_timeout),
            "tasks": {task.task_id: sorted(task.upstream_task_ids) for task in dag.tasks},
        }
        for dag, _ in DagContext.autoregistered_dags
    }
    dags[path.name] = found
print(json.dumps({"dags": dags, "loaded": sorted({name.split(".")[0] for name in set(sys.modules) - before})}))
"""

Dags = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the DAG files declare and load, in an interpreter of their own, without any setting of ours."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COUNCIL_RETURNS_")}
    bare |= {"AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")), "PYTHONPATH": str(DAGS.parent)}
    command = [sys.executable, "-c", PARSE, *map(str, FILES)]
    ran = subprocess.run(command, env=bare, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return dict(json.loads(ran.stdout.splitlines()[-1]))


@pytest.fixture
def dags(parsed: dict[str, Any]) -> Dags:
    """Every DAG by its name."""
    return {name: dag for file in parsed["dags"].values() for name, dag in file.items()}


def test_parsing_the_dag_files_loads_nothing_heavy(parsed: dict[str, Any]) -> None:
    assert not set(parsed["loaded"]) & set(HEAVY)


def test_there_is_one_dag_for_each_standard_and_two_for_each_return(dags: Dags) -> None:
    assert dags.keys() == {
        *(f"collect__{standard.slug}" for standard in STANDARDS),
        *(f"collect__{slug}" for slug in DOCUMENTS),
        *(f"{verb}__{definition.slug}" for definition in RETURNS for verb in ("assemble", "freeze")),
        "collect_requested",
        "refresh_registers",
        "discover_sources",
        "follow_rounds",
        "release_returns",
    }


def test_every_dag_says_when_it_runs_what_it_reads_and_writes_and_what_to_do_if_red(dags: Dags) -> None:
    for name, dag in dags.items():
        headings = [line.split("  ")[0] for line in dag["doc"].splitlines() if line[:1].isalpha()][1:]
        assert headings == ["Runs", "Reads", "Writes", "If red"], name


def test_every_dag_is_tagged_with_its_kind(dags: Dags) -> None:
    kinds = {"collect", "assemble", "freeze", "registers", "rounds", "release"}
    for name, dag in dags.items():
        assert len(kinds & set(dag["tags"])) == 1, name


def test_a_return_of_several_standards_waits_until_all_have_announced_their_changes(dags: Dags) -> None:
    for definition in RETURNS:
        alone = {"assemble_period": []}
        waiting = {"wait_for_other_collections": [], "assemble_period": ["wait_for_other_collections"]}
        expected = waiting if len(definition.all_standards) > 1 else alone
        assert dags[f"assemble__{definition.slug}"]["tasks"] == expected
    assert "wait_for_other_collections" in dags["assemble__transparency_code"]["tasks"]


def test_a_dag_file_is_short_and_defines_only_its_builder() -> None:
    for path in FILES:
        lines = path.read_text().splitlines()
        assert len(lines) <= 80, path.name
        assert sum(line.startswith(("def ", "class ")) for line in lines) <= 1, path.name


def test_every_task_comes_to_an_end(dags: Dags) -> None:
    assert {name: dag["endless"] for name, dag in dags.items() if dag["endless"]} == {}


def test_somebody_is_told_when_a_run_of_any_dag_fails_or_is_not_done_by_its_hour(dags: Dags) -> None:
    for name, dag in dags.items():
        assert dag["on_failure"] == "report_failure", name
        [(seconds, path, arguments)] = dag["deadlines"]
        assert path == "plugins.notify.report_failure.report_lateness"
        assert seconds == arguments["hours"] * 3600
        assert arguments["advice"] == advice_of(dag["doc"]) != LOOK, name


def test_what_asks_publishers_and_what_computes_have_their_pools(dags: Dags) -> None:
    """A task in a pool that no start makes would never begin; what neither fetches nor computes is light."""
    pools = {(task.rpartition(".")[2], pool) for dag in dags.values() for task, pool in dag["pools"].items()}
    by_pool = {pool: {task for task, of_task in pools if of_task == pool} for _, pool in pools}
    assert by_pool == {
        FETCHING: {"fetch_batch", "discover_sources"},
        COMPUTING: {"check_batch", "follow_findings", "assemble_period", "freeze_period", "build_release"},
        "default_pool": {
            "list_sources", "plan_batches", "plan_huge_files", "announce", "complete", "wait_for_other_collections",
            "wait_for_collection", "check_registers", "follow_rounds", "send_messages", "list_agreed_releases",
            "deliver_releases", "take_requests", "collect",
        },
    }  # fmt: skip
    assert by_pool.keys() - slots_by_pool(2).keys() == {"default_pool"}  # which Airflow has by itself


def test_every_task_logs_that_it_is_done(dags: Dags) -> None:
    assert {name for dag in dags.values() for name in dag["logs"]} == {"log_step"}


def test_every_task_has_its_owner(dags: Dags) -> None:
    assert {owner for dag in dags.values() for owner in dag["owners"]} == {OWNER}
