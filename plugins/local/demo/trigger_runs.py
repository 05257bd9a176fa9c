"""Ask the scheduler for collections, and wait for them and for the assemblies that they set off."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.local.demo.environment import Rehearsal
from plugins.local.platform.airflow_api import AirflowApi
from plugins.local.platform.faults import PlatformFault
from plugins.local.platform.lifecycle import Progress
from plugins.storage.warehouse import standardised_asset
from transforms.returns import RETURNS

PATIENCE_SECONDS = 1800.0
GLANCE_SECONDS, GLANCE_AT_MANY_SECONDS = 0.5, 2.0  # a glance takes time from the tasks that it looks for
MOST_NAMED, MANY = 3, 6


@dataclass(frozen=True)
class RunRequest:
    """One DAG run that this rehearsal waited for, and how it ended."""

    dag: str
    run_id: str
    day: date
    state: str
    failed_tasks: tuple[str, ...] = ()
    is_by_hand: bool = False  # without the scheduler


def wait_for_dags(api: AirflowApi, dags: Collection[str]) -> None:
    """Return once Airflow knows every one of ``dags``, each let go."""

    def known() -> bool:
        if errors := api.import_errors():
            raise PlatformFault(f"A DAG file can't be loaded: {'; '.join(sorted(errors))}.")
        return set(dags) <= api.dags().keys()

    _until(known, "Airflow did not load the DAGs in time.")
    for dag in dags:
        api.unpause(dag)


def rest_dags(api: AirflowApi, dags: Collection[str]) -> None:
    """Pause the DAGs: who looks at this state later does not set off a collection from real councils."""
    for dag in dags:
        api.pause(dag)


def dags_of(standards: Collection[str]) -> list[str]:
    """Return the DAGs of the main job: collections of these standards, and every return."""
    return [*(f"collect__{slug}" for slug in standards), *(f"assemble__{one.slug}" for one in RETURNS)]


def collect(
    api: AirflowApi,
    rehearsal: Rehearsal,
    day: date,
    progress: Progress,
    standards: Collection[str],
    authorities: Sequence[str] = (),
) -> list[RunRequest]:
    """Collect as on ``day`` and return every run that came of it, collections and assemblies."""
    rehearsal.move_to(day)
    assemblies = {dag: _run_ids(api, dag) for dag in (f"assemble__{one.slug}" for one in RETURNS)}
    asked = {
        f"collect__{slug}": api.trigger(f"collect__{slug}", {"day": str(day), "authorities": sorted(set(authorities))})
        for slug in standards
    }
    collected = _finished(api, asked.items(), day, progress)
    expected = _expected(api, asked)
    _until(lambda: expected <= _partitions(api, assemblies), "An assembly that a collection set off did not start.")
    started = [(dag, run_id) for dag, before in assemblies.items() for run_id in sorted(_run_ids(api, dag) - before)]
    return [*collected, *_finished(api, started, day, progress)]


def assemble(api: AirflowApi, changed: Collection[tuple[str, str]], day: date, progress: Progress) -> list[RunRequest]:
    """Assemble the returns whose periods were changed by collections that the scheduler knows nothing of."""
    asked = [
        (f"assemble__{one.slug}", period)
        for one in RETURNS
        for standard, period in sorted(changed)
        if standard in one.reads
    ]
    return _finished(api, [(dag, api.trigger(dag, {"period": period})) for dag, period in asked], day, progress)


def _expected(api: AirflowApi, asked: dict[str, str]) -> set[tuple[str, str]]:
    """Return the assemblies that these collections set off: DAG and period."""
    changed: dict[str, set[str]] = {}

    def told() -> bool:
        answers = [api.changed_partitions(dag, run_id) for dag, run_id in asked.items()]
        for answer in answers:
            for name, periods in (answer or {}).items():
                changed.setdefault(name, set()).update(periods)
        return None not in answers

    _until(told, "Airflow did not say what the collections have changed.")
    return {
        (f"assemble__{definition.slug}", period)
        for definition in RETURNS
        for slug in definition.reads
        for period in changed.get(standardised_asset(slug).name, ())
    }


def _partitions(api: AirflowApi, before: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Return the assemblies that have started since: DAG and period."""
    return {
        (dag, run["partition_key"])
        for dag, known in before.items()
        for run in api.runs(dag)
        if run["dag_run_id"] not in known
    }


def _run_ids(api: AirflowApi, dag: str) -> set[str]:
    """Return the names of all runs of a DAG."""
    return {run["dag_run_id"] for run in api.runs(dag)}


def _finished(api: AirflowApi, asked: Iterable[tuple[str, str]], day: date, progress: Progress) -> list[RunRequest]:
    """Wait for the runs, saying how far they are, and return how each ended."""
    wanted = list(asked)
    dags = {dag for dag, _ in wanted}
    words = ""

    def ended() -> bool:
        nonlocal words
        under_way = api.under_way(dags) if wanted else set()
        left = [one for one in wanted if one in under_way]
        if left:
            words = f"{day}: {_in_words(api, left)}"
            progress(words)
        return not left

    otherwise = f"Nothing was heard of {', '.join(sorted(dags))} for {PATIENCE_SECONDS:.0f} seconds."
    glance = GLANCE_SECONDS if len(wanted) < MANY else GLANCE_AT_MANY_SECONDS
    _until(ended, otherwise, news=lambda: words, glance=glance)
    states = {(dag, run["dag_run_id"]): run["state"] for dag in dags for run in api.runs(dag)}
    return [RunRequest(dag, run_id, day, states[dag, run_id], _failed(api, dag, run_id)) for dag, run_id in wanted]


def _in_words(api: AirflowApi, left: Sequence[tuple[str, str]]) -> str:
    """Return in words how far runs are: a few of them one by one, many by the steps that are being taken."""
    if len(left) >= MANY:
        steps = ", ".join(sorted(api.steps_under_way({dag for dag, _ in left})))
        return f"{len(left)} runs to go{f', in {steps}' if steps else ''}"
    stages = [_stage(api, dag, run_id) for dag, run_id in left[:MOST_NAMED]]
    others = [f"{len(left) - MOST_NAMED} more to go"] if len(left) > MOST_NAMED else []
    return "; ".join([*stages, *others])


def _stage(api: AirflowApi, dag: str, run_id: str) -> str:
    """Return in words how far a run is: the tasks that run now, or how many have ended."""
    tasks = api.tasks(dag, run_id)
    ended = sum(task["state"] in ("success", "skipped", "failed", "upstream_failed") for task in tasks)
    now = sorted({task["task_id"] for task in tasks if task["state"] == "running"})
    return f"{dag} {', '.join(now) or f'{ended} of {len(tasks)} tasks done'}"


def _failed(api: AirflowApi, dag: str, run_id: str) -> tuple[str, ...]:
    """Return the tasks of a run that failed."""
    return tuple(sorted({task["task_id"] for task in api.tasks(dag, run_id) if task["state"] == "failed"}))


def _until(
    done: Callable[[], bool], otherwise: str, news: Callable[[], str] = str, glance: float = GLANCE_SECONDS
) -> None:
    """Return once ``done``, or fail with the sentence when it has taken too long since there was news."""
    heard, deadline = news(), time.monotonic() + PATIENCE_SECONDS
    while not done():
        if news() != heard:
            heard, deadline = news(), time.monotonic() + PATIENCE_SECONDS
        if time.monotonic() > deadline:
            raise PlatformFault(otherwise)
        time.sleep(glance)
