"""Play the main job from start to finish: what `make run` does."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from rich.console import Console

from plugins.local.demo.collect_without_scheduler import collect_by_hand, later_days
from plugins.local.demo.environment import Plan, Rehearsal, rehearsal
from plugins.local.demo.export import FILES, export_assemblies, export_files
from plugins.local.demo.print_summary import tell
from plugins.local.demo.summary import Account, account_of
from plugins.local.demo.trigger_runs import RunRequest, assemble, collect, dags_of, rest_dags, wait_for_dags
from plugins.local.platform import portal
from plugins.local.platform.airflow_api import AirflowApi
from plugins.local.platform.home import Home
from plugins.local.platform.lifecycle import Progress, running


def play(plan: Plan, home: Home, console: Console) -> Account:
    """Play a rehearsal, copy its returns out, say what came of it, and return the account."""
    started = time.monotonic()
    folder = home.root / "returns"
    with _progress(console, started) as progress, rehearsal(home, plan, progress) as here:
        with AirflowApi(home) as api:
            progress("Airflow reads the DAGs")
            wait_for_dags(api, dags_of(plan.standards))
            runs = _collect_all(api, here, progress)
            rest_dags(api, dags_of(plan.standards))
        settings = running(home)
        account = account_of(settings, runs, here.real, plan.days[0])
        export_assemblies(settings, account.assemblies, folder)
        if account.files:
            export_files(account.files, folder / FILES)
    portal.choose_portal(home)
    tell(console, account, folder, home.root, portal.address(home), time.monotonic() - started)
    return account


def _collect_all(api: AirflowApi, here: Rehearsal, progress: Progress) -> list[RunRequest]:
    """Collect on every day of the plan; real files that share a source take a day of their own each, by hand."""
    first, *later = here.plan.days
    runs = collect(api, here, first, progress, here.plan.standards)
    if asked := later_days(here.real, first):
        came = collect_by_hand(here, asked, progress)
        runs += [*came.runs, *assemble(api, came.periods, date.fromisoformat(asked[-1].day), progress)]
    for day in later:
        runs += collect(api, here, day, progress, here.plan.standards)
    return runs


@contextmanager
def _progress(console: Console, started: float) -> Iterator[Callable[[str], None]]:
    """Show what is being waited for: one living line on a terminal, a line for each change elsewhere."""
    said = ""

    def stamp(words: str) -> str:
        return f"{time.monotonic() - started:4.0f} s  {words}"

    if console.is_terminal:
        with console.status(stamp("Starting")) as living:
            yield lambda words: living.update(stamp(words))
        return

    def say(words: str) -> None:
        nonlocal said
        if words != said:
            said = words
            console.print(stamp(words), highlight=False, soft_wrap=True)

    yield say


def default_home() -> Home:
    """Return the folder of rehearsals: inside the platform's own, so that one is not mistaken for the other."""
    return Home(Home.from_environment().root / "run")
