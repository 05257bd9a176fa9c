"""The steps of a collection run in this process, without a scheduler, in the order in which a DAG runs them."""

import inspect
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from plugins.pipeline.steps.collection_order import collect_in_order

if TYPE_CHECKING:
    from plugins.pipeline.steps.collection_order import Step

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class StepFailure:
    """A step that failed, and how."""

    step: str
    error: Exception


@dataclass
class InProcess:
    """Runs the steps of one standard's collection as they come, and gives them what Airflow would give them."""

    slug: str
    context: Mapping[str, Any]
    failures: list[StepFailure] = field(default_factory=list)

    def run(self, step: "Step") -> list[Any]:
        """Run a step and return its batches; a step that fails or has nothing to do gives none."""
        return self._run(step)

    def run_for_each(self, batches: list[Any], steps: "Sequence[Step]", group: str = "") -> None:  # noqa: ARG002
        """Run some steps, one after the other, for each batch."""
        first, *later = steps
        for batch in batches:
            self._run(first, batch)
            for step in later:
                self._run(step)

    def _run(self, step: "Step", *batch: object) -> list[Any]:
        from airflow.sdk.exceptions import AirflowSkipException

        parameters = inspect.signature(step.function).parameters
        context = {name: value for name, value in self.context.items() if name in parameters}
        try:
            result = step.function(self.slug, *batch, **context)
        except AirflowSkipException:
            return []
        except Exception as error:
            name = step.function.__name__
            LOG.exception("%s of %s failed", name, self.slug)
            self.failures.append(StepFailure(name, error))
            return []
        return result if isinstance(result, list) else []


@dataclass(frozen=True)
class CollectionOutcome:
    """The result of one collection: the periods that it announced, and the steps that failed."""

    periods: Sequence[str]
    failures: Sequence[StepFailure]


def collect_in_process(
    slug: str, run_id: str, params: Mapping[str, Any], run_after: datetime | None = None
) -> CollectionOutcome:
    """Collect a standard in this process.

    Args:
        slug: the dataset standard.
        run_id: the name of the run; the same name again goes on where it stopped.
        params: as for the DAG: `authorities`, `confirm`, and in a demonstration `day`.
        run_after: when the run starts; now, if it is left out.

    """
    periods: list[str] = []
    asset_events = SimpleNamespace(add_partitions=periods.extend)
    steps = InProcess(
        slug,
        {
            "params": dict(params),
            "dag_run": SimpleNamespace(run_id=run_id, run_after=run_after or datetime.now(UTC)),
            "outlet_events": defaultdict(lambda: asset_events),
        },
    )
    collect_in_order(steps)
    return CollectionOutcome(periods, steps.failures)
