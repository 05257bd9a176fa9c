"""The order of a collection, written once: the scheduler's DAG and a process without a scheduler both follow it.

A step starts once those before it have ended, however they ended: a step that fails keeps nobody else's return waiting.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from plugins.pipeline.steps.collect import (
    announce,
    check_batch,
    fetch_batch,
    follow_findings,
    list_sources,
    plan_batches,
    plan_huge_files,
)

if TYPE_CHECKING:
    from airflow.sdk.bases.decorator import Task

    Step = Task[..., Any]

Batches = TypeVar("Batches")  # what a step returns: the batches themselves, or Airflow's reference to them


class StepRunner(Protocol[Batches]):
    """Takes the steps of one collection in their order: runs each, or adds it to a DAG."""

    def run(self, step: "Step") -> Batches:
        """Take a step once; it returns the batches for what comes next."""

    def run_for_each(self, batches: Batches, steps: "Sequence[Step]", group: str = "") -> None:
        """Take some steps in turn for each batch, which the first of them is given; several have a name as a group."""


def collect_in_order(runner: StepRunner[Batches]) -> None:
    """Take the steps of a collection: huge files after everybody else's have been announced, each for itself."""
    sources = runner.run(list_sources)
    runner.run_for_each(sources, [fetch_batch])
    ordinary_files = runner.run(plan_batches)
    runner.run_for_each(ordinary_files, [check_batch])
    runner.run(announce)
    runner.run(follow_findings)
    huge_files = runner.run(plan_huge_files)
    runner.run_for_each(huge_files, [check_batch, announce, follow_findings], group="each_huge_file")
