"""Run the demonstration from start to finish, as `make run` does."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from rich.console import Console

from plugins.local.demo.collect_without_scheduler import collect_without_scheduler, later_collections
from plugins.local.demo.environment import DemoEnvironment, DemoPlan, demo_environment
from plugins.local.demo.export import REAL_FILES, export_assemblies, export_real_files
from plugins.local.demo.print_summary import print_summary
from plugins.local.demo.release_return import release_return
from plugins.local.demo.summary import DemoSummary, load_summary
from plugins.local.demo.trigger_runs import (
    TriggeredRun,
    assemble,
    assembly_dags,
    collect,
    collection_dags,
    pause_dags,
    unpause_dags,
    wait_for_dags,
)
from plugins.local.platform import portal
from plugins.local.platform.airflow_api import AirflowApi
from plugins.local.platform.home import Home
from plugins.local.platform.lifecycle import Progress, running_settings

STARTED_BY_PEOPLE = ("release_returns", "collect_requested")  # the DAGs that acts in the portal start


def run_demo(plan: DemoPlan, home: Home, console: Console) -> DemoSummary:
    """Run the demonstration, export its returns, print a summary of the results and return it."""
    started = time.monotonic()
    folder, collections, assemblies = home.root / "returns", collection_dags(plan.standards), assembly_dags()
    with _show_progress(console, started) as progress, demo_environment(home, plan, progress) as environment:
        with AirflowApi(home) as api:
            progress("Airflow loads the DAGs")
            wait_for_dags(api, [*collections, *assemblies, *STARTED_BY_PEOPLE])
            unpause_dags(api, [*collections, *assemblies])
            runs = _collect_all(api, environment, progress)
            pause_dags(api, collections)
        settings = running_settings(home)
        summary = load_summary(settings, runs, environment.real_files, plan.days[0])
        progress("The example people release a return")
        summary = replace(summary, release=release_return(settings, home, plan.seed, plan.days))
        with AirflowApi(home) as api:
            unpause_dags(api, STARTED_BY_PEOPLE)  # what the example people do from now on has its effect
        export_assemblies(settings, summary.assemblies, folder)
        if summary.real_files:
            export_real_files(summary.real_files, folder / REAL_FILES)
    portal.choose_portal(home, portal.PREFERRED_PORT)
    print_summary(console, summary, folder, home.root, portal.address(home), time.monotonic() - started)
    return summary


def _collect_all(api: AirflowApi, environment: DemoEnvironment, progress: Progress) -> list[TriggeredRun]:
    """Collect on each day of the plan; real files that share a source take a day each, without the scheduler."""
    plan = environment.plan
    first, *later = plan.days
    runs = collect(api, environment, first, progress, plan.standards)
    if requests := later_collections(environment.real_files, first):
        result = collect_without_scheduler(environment, requests, progress)
        last_day = date.fromisoformat(requests[-1].day)
        runs += [*result.runs, *assemble(api, result.periods, last_day, progress)]
    for day in later:
        runs += collect(api, environment, day, progress, plan.standards)
    return runs


@contextmanager
def _show_progress(console: Console, started: float) -> Iterator[Progress]:
    """Show what is being waited for: one line that changes on a terminal, a line for each change elsewhere."""
    latest = ""

    def stamped(message: str) -> str:
        return f"{time.monotonic() - started:4.0f} s  {message}"

    if console.is_terminal:
        with console.status(stamped("Starting")) as status:
            yield lambda message: status.update(stamped(message))
        return

    def print_change(message: str) -> None:
        nonlocal latest
        if message != latest:
            latest = message
            console.print(stamped(message), highlight=False, soft_wrap=True)

    yield print_change


def default_home() -> Home:
    """Return the folder of demonstrations: inside the platform's own, so that neither is mistaken for the other."""
    return Home(Home.from_environment().root / "run")
