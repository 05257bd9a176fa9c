"""England's quarter through Airflow: collected over HTTP on three days, checked, assembled; again; and beside rubbish.

Known: the platform and the publishers are up and the files rendered before the clock starts; a figure is the time from
       asking the scheduler for a collection until the return that it changed is assembled, by Airflow's own clock. What
       a collection does behind that, comparing and following findings, runs beside the assembly and is waited for
       before the next day begins.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.england_tables import DAYS
from benchmarks.figures import Figure, say
from benchmarks.memory import watching
from examples.visits import Publishers, example_publishers
from plugins.local.platform import lifecycle
from plugins.local.platform.airflow_api import AirflowApi
from plugins.local.platform.home import Home
from plugins.local.platform.processes import recorded
from plugins.settings import ALLOW_HOSTS, DEMONSTRATION, SOURCES

COLLECT, ASSEMBLE = "collect__planning_applications", "assemble__planning_matters"
QUIET_DAY, RUBBISH_DAY = DAYS[-1] + timedelta(days=28), DAYS[-1] + timedelta(days=56)
RUBBISH_ROWS = 1_000_000
BUDGET_SECONDS, BUDGET_UNCHANGED, BUDGET_GIGABYTES, BUDGET_RUBBISH, BUDGET_GROWTH = 150.0, 10.0, 1.5, 1.10, 1.15


def measure(quick: bool) -> list[Figure]:
    """Return the time of the quarter, of the same again unchanged, and of the others beside one's rubbish."""
    options = ("--fault-share", "0", "--scale", "full", "--hosts", "8", *(("--authorities", "31") if quick else ()))
    with (
        example_publishers(*options, day=DAYS[0]) as publishers,
        running_platform(publishers) as home,
        AirflowApi(home) as airflow,
        watching(process.pid for process in recorded(home)) as watch,
    ):
        _wait_for_dags(airflow)
        took = [_a_day(airflow, publishers, day) for day in DAYS]
        again = _collected(airflow, DAYS[-1])
        peak = watch.peak
        quiet = _others(airflow, publishers, QUIET_DAY)
        others_seconds = _others(airflow, publishers, RUBBISH_DAY, RUBBISH_ROWS // (10 if quick else 1))
    each = ", ".join(f"{seconds:.0f} s" for seconds in took)
    return [
        Figure("England's quarter: three collections and PS1/PS2", sum(took), "s", BUDGET_SECONDS, each),
        Figure("the last of these days beside the first", took[-1] / took[0], "times", BUDGET_GROWTH),
        Figure("the same again with nothing changed", again, "s", BUDGET_UNCHANGED),
        Figure("largest process of the quarter", peak, "GB", BUDGET_GIGABYTES),
        Figure("largest process with the rubbish in", watch.peak, "GB", BUDGET_GIGABYTES),
        Figure(
            "others' time beside rubbish",
            others_seconds / quiet,
            "times",
            BUDGET_RUBBISH,
            f"{quiet:.0f} s, {others_seconds:.0f} s",
        ),
    ]


@contextmanager
def running_platform(publishers: Publishers) -> Iterator[Home]:
    """Run an embedded platform that collects from the example publishers, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-platform-") as folder:
        home = Home(Path(folder))
        say("starting the platform")
        settings = {SOURCES: str(publishers.sources_csv), ALLOW_HOSTS: ",".join(publishers.hosts), DEMONSTRATION: "1"}
        lifecycle.up(home, settings)
        try:
            yield home
        finally:
            lifecycle.down(home)


def _wait_for_dags(airflow: AirflowApi) -> None:
    while not {COLLECT, ASSEMBLE} <= airflow.dags().keys():
        time.sleep(0.5)
    for dag in (COLLECT, ASSEMBLE):
        airflow.unpause(dag)


def _a_day(airflow: AirflowApi, publishers: Publishers, day: date, rubbish: int = 0) -> float:
    """Return the seconds from asking for the collection of `day` until its return is assembled."""
    say(f"rendering the files of {day}")
    publishers.move_to(day, prepare=True, rubbish=rubbish)
    before = len(_ended(airflow, ASSEMBLE))
    say(f"collecting {day}")
    asked_at = datetime.now(UTC)
    over = _collected(airflow, day)
    while len(_ended(airflow, ASSEMBLE)) == before or _active(airflow, ASSEMBLE):
        time.sleep(0.25)
    assembled = max(datetime.fromisoformat(run["end_date"]) for run in airflow.runs(ASSEMBLE))
    took = (assembled - asked_at).total_seconds()
    say(f"assembled after {took:.0f} s, findings followed after {over:.0f} s")
    return took


def _collected(airflow: AirflowApi, day: date) -> float:
    """Return the seconds that one collection takes; a failed one ends the benchmark."""
    started = time.monotonic()
    name = airflow.trigger(COLLECT, {"day": day.isoformat()})
    while (state := _states(airflow, COLLECT)[name]) not in ("success", "failed"):
        time.sleep(0.25)
    if state == "failed":
        raise RuntimeError(f"the collection of {day} failed")
    return time.monotonic() - started


def _others(airflow: AirflowApi, publishers: Publishers, day: date, rubbish: int = 0) -> float:
    """Return the seconds until the ordinary authorities of a day are announced to the returns."""
    _a_day(airflow, publishers, day, rubbish)
    run = max(airflow.runs(COLLECT), key=lambda airflow_run: str(airflow_run["run_after"]))
    announcement = next(task for task in airflow.tasks(COLLECT, run["dag_run_id"]) if task["task_id"] == "announce")
    return (
        datetime.fromisoformat(announcement["end_date"]) - datetime.fromisoformat(run["start_date"])
    ).total_seconds()


def _states(airflow: AirflowApi, dag: str) -> dict[str, str]:
    return {run["dag_run_id"]: str(run["state"]) for run in airflow.runs(dag)}


def _ended(airflow: AirflowApi, dag: str) -> list[str]:
    return [name for name, state in _states(airflow, dag).items() if state in ("success", "failed")]


def _active(airflow: AirflowApi, dag: str) -> bool:
    return any(state not in ("success", "failed") for state in _states(airflow, dag).values())
