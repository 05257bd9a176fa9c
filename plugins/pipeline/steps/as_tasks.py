"""The steps of a collection as tasks of the DAG that is being built, each after the one before it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from airflow.sdk import Asset, XComArg, chain, task_group

from plugins.pipeline.steps.collect import announce

if TYPE_CHECKING:
    from airflow.sdk.definitions._internal.node import DAGNode

    from plugins.pipeline.steps.collection_order import Step


class AsTasks:
    """Adds the steps of one standard's collection to a DAG; announcing its changes is an event of the asset."""

    def __init__(self, slug: str, asset: Asset) -> None:
        self._slug = slug
        self._asset = asset
        self._previous: XComArg | DAGNode | None = None

    def run(self, step: "Step") -> XComArg:
        """Add a step that is taken once."""
        task = self._with_outlets(step)(self._slug)
        self._add(task)
        return task

    def run_for_each(self, batches: XComArg, steps: "Sequence[Step]", group: str = "") -> None:
        """Add steps that are taken for each batch: one step as a mapped task, several as a mapped group of tasks."""
        first, *later = map(self._with_outlets, steps)
        if not later:
            self._add(first.partial(slug=self._slug).expand(batch=batches))
            return

        @task_group(group_id=group)
        def for_each(batch: list[str]) -> None:
            chain(first(self._slug, batch), *(step(self._slug) for step in later))

        self._add(for_each.expand(batch=batches))

    def _with_outlets(self, step: "Step") -> "Step":
        return step.override(outlets=[self._asset]) if step is announce else step

    def _add(self, node: "XComArg | DAGNode") -> None:
        if self._previous is not None:
            self._previous >> node
        self._previous = node
