"""Runs of a DAG on the running platform: triggered, watched to the end, with the tasks that failed."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.local.platform.airflow_api import AirflowApi

ENDED = ("success", "failed")
SECONDS_BETWEEN_LOOKS = 1.0


@dataclass(frozen=True)
class EndedRun:
    """One run that has ended."""

    dag: str
    name: str
    succeeded: bool
    failed_tasks: tuple[str, ...]


def run_to_the_end(dag: str, params: Mapping[str, object], progress: Callable[[str], None]) -> EndedRun:
    """Trigger one run through the scheduler, report its progress, and return how it ended.

    A DAG whose schedule is paused is unpaused for the run, and paused again afterwards.
    """
    from plugins.local.platform.airflow_api import AirflowApi
    from plugins.local.platform.home import Home
    from plugins.local.platform.lifecycle import running_settings

    home = Home.from_environment()
    running_settings(home)
    with AirflowApi(home) as airflow, _unpaused(airflow, dag):
        name = airflow.trigger(dag, params)
        progress(f"{dag}: started as {name}")
        message = ""
        while (state := _state(airflow.runs(dag), name)) not in ENDED:
            tasks = airflow.tasks(dag, name)
            done = sum(task["state"] == "success" for task in tasks)
            if (latest := f"{dag}: {done} of {len(tasks)} tasks done") != message:
                progress(message := latest)
            time.sleep(SECONDS_BETWEEN_LOOKS)
        failed = tuple(task["task_id"] for task in airflow.tasks(dag, name) if task["state"] == "failed")
    return EndedRun(dag, name, state == "success", failed)


@contextmanager
def _unpaused(airflow: "AirflowApi", dag: str) -> Iterator[None]:
    """Let a DAG run for as long as the block lasts; an interrupted block leaves it so, since its run goes on."""
    was_paused = airflow.dags().get(dag, False)
    if was_paused:
        airflow.unpause(dag)
    yield
    if was_paused:
        airflow.pause(dag)


def _state(runs: list[dict[str, object]], name: str) -> str:
    """Return the state of one of the runs; one that is not listed yet is queued."""
    return next((str(run["state"]) for run in runs if run["dag_run_id"] == name), "queued")
