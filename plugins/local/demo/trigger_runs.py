"""Trigger collections through the scheduler, and wait for them and for the assemblies that they cause."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.local.demo.environment import DemoEnvironment
from plugins.local.platform.airflow_api import AirflowApi
from plugins.local.platform.faults import PlatformFault
from plugins.local.platform.lifecycle import Progress
from plugins.storage.warehouse import standardised_asset
from transforms.domain.period import parse_period
from transforms.returns import RETURNS

TIMEOUT_SECONDS = 1800.0  # without any news
SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS_AT_MANY = 0.5, 2.0  # a look takes time from the tasks that it looks for
MOST_NAMED, MANY = 3, 6


@dataclass(frozen=True)
class TriggeredRun:
    """One run that the demonstration triggered or caused, and how it ended."""

    dag: str
    run_id: str
    day: date
    state: str
    failed_tasks: tuple[str, ...] = ()
    is_scheduled: bool = True  # by Airflow; without the scheduler otherwise


def wait_for_dags(api: AirflowApi, dags: Collection[str]) -> None:
    """Return once Airflow has loaded every one of `dags`."""

    def are_loaded() -> bool:
        if errors := api.import_errors():
            raise PlatformFault(f"A DAG file can't be loaded: {'; '.join(sorted(errors))}.")
        return set(dags) <= api.dags().keys()

    _wait_until(are_loaded, "Airflow did not load the DAGs in time.")


def unpause_dags(api: AirflowApi, dags: Collection[str]) -> None:
    """Let the DAGs run."""
    for dag in dags:
        api.unpause(dag)


def pause_dags(api: AirflowApi, dags: Collection[str]) -> None:
    """Pause the DAGs: a demonstration collects when it is asked to, and not by the clock."""
    for dag in dags:
        api.pause(dag)


def collection_dags(standards: Collection[str]) -> list[str]:
    """Return the DAGs that collect these standards."""
    return [f"collect__{slug}" for slug in standards]


def assembly_dags() -> list[str]:
    """Return the DAGs that assemble the returns, which run when a collection has changed something."""
    return [f"assemble__{definition.slug}" for definition in RETURNS]


def collect(
    api: AirflowApi,
    environment: DemoEnvironment,
    day: date,
    progress: Progress,
    standards: Collection[str],
    authorities: Sequence[str] = (),
) -> list[TriggeredRun]:
    """Collect as on `day` and return every run that this caused, collections and assemblies."""
    environment.move_to(day)
    earlier = {dag: _run_ids(api, dag) for dag in assembly_dags()}
    params = {"day": str(day), "authorities": sorted(set(authorities))}
    triggered = {dag: api.trigger(dag, params) for dag in collection_dags(standards)}
    collections = _wait_for_runs(api, triggered.items(), day, progress)
    expected = _expected_assemblies(api, triggered)
    _wait_until(
        lambda: expected <= _new_partitions(api, earlier), "An assembly that a collection caused did not start."
    )
    assemblies = _wait_for_runs(api, _started(api, earlier), day, progress)
    return [*collections, *assemblies, *_wait_for_readers(api, expected, assemblies, earlier, day, progress)]


def assemble(
    api: AirflowApi, changed: Collection[tuple[str, str]], day: date, progress: Progress
) -> list[TriggeredRun]:
    """Assemble the returns whose periods were changed by collections that the scheduler knows nothing of."""
    triggered = [
        (f"assemble__{definition.slug}", {"period": period})
        for definition in RETURNS
        for standard, period in sorted(changed)
        if standard in definition.standards
    ]
    earlier = {dag: _run_ids(api, dag) for dag in assembly_dags()}
    runs = [(dag, api.trigger(dag, params)) for dag, params in triggered]
    assemblies = _wait_for_runs(api, runs, day, progress)
    periods = {(dag, params["period"]) for dag, params in triggered}
    return [*assemblies, *_wait_for_readers(api, periods, assemblies, earlier, day, progress)]


def _started(api: AirflowApi, earlier: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """Return the runs that are not among the earlier ones."""
    return [(dag, run_id) for dag, run_ids in earlier.items() for run_id in sorted(_run_ids(api, dag) - run_ids)]


def _wait_for_readers(
    api: AirflowApi,
    assembled: Collection[tuple[str, str]],
    runs: Sequence[TriggeredRun],
    earlier: Mapping[str, set[str]],
    day: date,
    progress: Progress,
) -> list[TriggeredRun]:
    """Wait for the returns that read returns which were assembled, each a DAG and a period, and return their runs."""
    failed = {run.dag for run in runs if run.state != "success"}
    expected = {
        (f"assemble__{definition.slug}", str(reader))
        for definition in RETURNS
        for reads in definition.reads_returns
        for dag, period in assembled
        if dag == f"assemble__{reads.definition.slug}" and dag not in failed
        for reader in reads.readers(parse_period(period))
    }
    _wait_until(
        lambda: expected <= _new_partitions(api, earlier), "A return that reads the assembled ones did not start."
    )
    ended = {(run.dag, run.run_id) for run in runs}
    return _wait_for_runs(api, [run for run in _started(api, earlier) if run not in ended], day, progress)


def _expected_assemblies(api: AirflowApi, collections: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the assemblies that these collections cause: DAG and period."""
    changed: dict[str, set[str]] = {}

    def are_known() -> bool:
        answers = [api.changed_partitions(dag, run_id) for dag, run_id in collections.items()]
        for answer in answers:
            for name, periods in (answer or {}).items():
                changed.setdefault(name, set()).update(periods)
        return None not in answers

    _wait_until(are_known, "Airflow did not say what the collections have changed.")
    return {
        (f"assemble__{definition.slug}", period)
        for definition in RETURNS
        for slug in definition.standards
        for period in changed.get(standardised_asset(slug).name, ())
    }


def _new_partitions(api: AirflowApi, earlier: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    """Return the assemblies that are not among the earlier runs: DAG and period."""
    return {
        (dag, run["partition_key"])
        for dag, run_ids in earlier.items()
        for run in api.runs(dag)
        if run["dag_run_id"] not in run_ids
    }


def _run_ids(api: AirflowApi, dag: str) -> set[str]:
    """Return the names of all runs of a DAG."""
    return {run["dag_run_id"] for run in api.runs(dag)}


def _wait_for_runs(
    api: AirflowApi, runs: Iterable[tuple[str, str]], day: date, progress: Progress
) -> list[TriggeredRun]:
    """Wait for the runs, reporting their progress, and return how each ended."""
    expected = list(runs)
    dags = {dag for dag, _ in expected}
    message = ""

    def have_ended() -> bool:
        nonlocal message
        under_way = api.under_way(dags) if expected else set()
        unfinished = [run for run in expected if run in under_way]
        if unfinished:
            message = f"{day}: {_progress_in_words(api, unfinished)}"
            progress(message)
        return not unfinished

    timeout = f"{', '.join(sorted(dags))} made no progress for {TIMEOUT_SECONDS:.0f} seconds."
    pause = SECONDS_BETWEEN_LOOKS if len(expected) < MANY else SECONDS_BETWEEN_LOOKS_AT_MANY
    _wait_until(have_ended, timeout, news=lambda: message, pause=pause)
    states = {(dag, run["dag_run_id"]): run["state"] for dag in dags for run in api.runs(dag)}
    return [
        TriggeredRun(dag, run_id, day, states[dag, run_id], _failed_tasks(api, dag, run_id)) for dag, run_id in expected
    ]


def _progress_in_words(api: AirflowApi, unfinished: Sequence[tuple[str, str]]) -> str:
    """Return how far runs are, in words: a few of them one by one, many by the tasks that run."""
    if len(unfinished) >= MANY:
        tasks = ", ".join(sorted(api.tasks_under_way({dag for dag, _ in unfinished})))
        return f"{len(unfinished)} runs to go{f', in {tasks}' if tasks else ''}"
    stages = [_run_in_words(api, dag, run_id) for dag, run_id in unfinished[:MOST_NAMED]]
    remainder = [f"{len(unfinished) - MOST_NAMED} more to go"] if len(unfinished) > MOST_NAMED else []
    return "; ".join([*stages, *remainder])


def _run_in_words(api: AirflowApi, dag: str, run_id: str) -> str:
    """Return how far a run is, in words: the tasks that run now, or how many have ended."""
    tasks = api.tasks(dag, run_id)
    ended = sum(task["state"] in ("success", "skipped", "failed", "upstream_failed") for task in tasks)
    running = sorted({task["task_id"] for task in tasks if task["state"] == "running"})
    return f"{dag} {', '.join(running) or f'{ended} of {len(tasks)} tasks done'}"


def _failed_tasks(api: AirflowApi, dag: str, run_id: str) -> tuple[str, ...]:
    """Return the tasks of a run that failed."""
    return tuple(sorted({task["task_id"] for task in api.tasks(dag, run_id) if task["state"] == "failed"}))


def _wait_until(
    is_done: Callable[[], bool], timeout: str, news: Callable[[], str] = str, pause: float = SECONDS_BETWEEN_LOOKS
) -> None:
    """Return once it is done, or fail with the `timeout` sentence when there has been no news for too long."""
    latest, deadline = news(), time.monotonic() + TIMEOUT_SECONDS
    while not is_done():
        if news() != latest:
            latest, deadline = news(), time.monotonic() + TIMEOUT_SECONDS
        if time.monotonic() > deadline:
            raise PlatformFault(timeout)
        time.sleep(pause)
