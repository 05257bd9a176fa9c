"""Runs of a DAG on the running platform: started, watched to the end, and what failed named."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
    """Start one run through the scheduler, say how far it is, and return how it ended."""
    from plugins.local.platform.airflow_api import AirflowApi
    from plugins.local.platform.home import Home
    from plugins.local.platform.lifecycle import running

    home = Home.from_environment()
    running(home)
    with AirflowApi(home) as airflow:
        airflow.unpause(dag)
        name = airflow.trigger(dag, params)
        progress(f"{dag}: started as {name}")
        said = ""
        while (state := _state(airflow.runs(dag), name)) not in ENDED:
            tasks = airflow.tasks(dag, name)
            done = sum(task["state"] == "success" for task in tasks)
            if (sentence := f"{dag}: {done} of {len(tasks)} tasks done") != said:
                progress(said := sentence)
            time.sleep(SECONDS_BETWEEN_LOOKS)
        failed = tuple(task["task_id"] for task in airflow.tasks(dag, name) if task["state"] == "failed")
    return EndedRun(dag, name, state == "success", failed)


def _state(runs: list[dict[str, object]], name: str) -> str:
    return next((str(run["state"]) for run in runs if run["dag_run_id"] == name), "queued")
