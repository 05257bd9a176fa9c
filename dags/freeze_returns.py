"""Freeze each return at its statutory deadline.

Runs     at 18:00 London time on the day on which the department wants the return, once that day's collection is over; a
         deadline that was missed is made up for as soon as the scheduler is back. By hand with `period` and `as_known`.
Reads    the standardised tables known on that day.
Writes   the return once more, and the mark that this assembly is its deadline version; the first mark of a period
         stands. Skipped where nothing had been collected by the deadline. The log says so, and what a collection lacks.
If red   clear the task: the version as known at the deadline can be made later. `wait_for_collection` is red after two
         days of waiting: see why the collection of that day does not end.
"""

from datetime import UTC, datetime
from typing import Any

from airflow.sdk import DAG, Param

from plugins.pipeline import steps
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS, reporting
from plugins.pipeline.schedules.timetables import StatutoryDeadline
from plugins.storage.warehouse import assembly_asset
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns import RETURNS

FIRST_DEADLINE_AFTER = datetime(2026, 12, 1, tzinfo=UTC)  # nothing was collected anywhere before
PARAMS = {
    "period": Param(None, type=["null", "string"], title="Period", description="Leave empty for the one that is due."),
    "as_known": Param(None, type=["null", "string"], format="date", title="As known on"),
    "day": Param(None, type=["null", "string"], format="date", title="Simulated date (test only)"),
}


def freeze(definition: StatutoryReturn) -> None:
    """Build the DAG that freezes one return at its deadline."""
    with DAG(
        f"freeze__{definition.slug}",
        schedule=StatutoryDeadline(definition.period_kind, definition.deadline),
        start_date=FIRST_DEADLINE_AFTER,
        catchup=True,  # every missed deadline is made up for, one after the other
        max_active_runs=1,
        params=PARAMS,
        default_args=TASK_DEFAULTS,
        doc_md=__doc__,
        **reporting(__doc__, hours=6),
        tags={"freeze", definition.slug},
    ):
        shortcomings: Any = steps.wait_for_collection(definition.slug)  # what it returns, once it has run
        steps.freeze_period.override(outlets=[assembly_asset(definition.slug)])(definition.slug, shortcomings)


for definition in RETURNS:
    freeze(definition)
