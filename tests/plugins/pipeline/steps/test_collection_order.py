"""The scheduler and a process without it take the same steps in the same order."""

from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from airflow.sdk import DAG
from airflow.sdk.exceptions import AirflowSkipException

from plugins.pipeline.steps.as_tasks import AsTasks
from plugins.pipeline.steps.collection_order import collect_in_order
from plugins.pipeline.steps.in_process import InProcess
from plugins.storage.warehouse import standardised_asset

SLUG = "planning_applications"
IN_ORDER = [
    "list_sources",
    "fetch_batch",
    "plan_batches",
    "check_batch",
    "announce",
    "follow_findings",
    "plan_huge_files",
    "each_huge_file.check_batch",
    "each_huge_file.announce",
    "each_huge_file.follow_findings",
]


class Names:
    """Writes down the names of the steps as it is given them."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def run(self, step: Any) -> None:
        self.names.append(step.function.__name__)

    def run_for_each(self, _: None, steps: Sequence[Any], group: str = "") -> None:
        self.names += [f"{group}.{step.function.__name__}".removeprefix(".") for step in steps]


def collect_dag() -> DAG:
    with DAG("collect", schedule=None) as dag:
        collect_in_order(AsTasks(SLUG, standardised_asset(SLUG)))
    return dag


def test_the_tasks_of_the_dag_are_the_steps_in_their_order() -> None:
    names = Names()
    collect_in_order(names)
    assert names.names == [task.task_id for task in collect_dag().topological_sort()] == IN_ORDER


def test_every_task_follows_the_one_before_it() -> None:
    tasks = collect_dag().task_dict
    for earlier, later in pairwise(IN_ORDER):
        assert earlier in tasks[later].upstream_task_ids


def test_what_is_announced_is_an_event_of_the_asset_and_nothing_else_is() -> None:
    outlets = {name for name, task in collect_dag().task_dict.items() if task.outlets}
    assert outlets == {"announce", "each_huge_file.announce"}


def step(function: Any) -> Any:
    return SimpleNamespace(function=function)


def test_a_step_that_fails_or_has_nothing_to_do_keeps_no_other_from_its_turn() -> None:
    taken: list[object] = []

    def list_sources(slug: str, params: dict[str, object]) -> list[str]:
        return [*params]

    def fetch_batch(slug: str, batch: str) -> None:
        taken.append((slug, batch))
        raise ZeroDivisionError

    def announce(slug: str) -> None:
        taken.append("announced")
        raise AirflowSkipException

    runner = InProcess(SLUG, {"params": {"A": 1, "B": 2}, "dag_run": None})
    runner.run_for_each(runner.run(step(list_sources)), [step(fetch_batch), step(announce)])
    assert taken == [(SLUG, "A"), "announced", (SLUG, "B"), "announced"]
    assert [(failure.step, type(failure.error)) for failure in runner.failures] == [
        ("fetch_batch", ZeroDivisionError)
    ] * 2
