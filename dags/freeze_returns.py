"""Freeze each return at its statutory deadline.

Runs     at 18:00 London time on the working day on which the department wants the return; bank holidays count.
Reads    the standardised tables known on that day.
Writes   the return once more, and the mark that this assembly is the one owed; the first mark of a period stands.
If red   clear the task before the next working day: the assembly as known at the deadline can be made later.
"""

from airflow.sdk import DAG, Param

from plugins.pipeline import steps
from plugins.pipeline.schedules.retries import NETWORK_ONLY
from plugins.pipeline.schedules.timetables import StatutoryDeadline
from plugins.storage.warehouse import assembled
from transforms.returns import RETURNS, StatutoryReturn

PARAMS = {
    "period": Param(None, type=["null", "string"], title="Period", description="The one that is due if empty."),
    "as_known": Param(None, type=["null", "string"], format="date", title="As known on"),
    "day": Param(None, type=["null", "string"], format="date", title="Counts as", description="In a rehearsal only."),
}


def freeze(definition: StatutoryReturn) -> None:
    """Build the DAG that freezes one return at its deadline."""
    with DAG(
        f"freeze__{definition.slug}",
        schedule=StatutoryDeadline(definition.period_kind, definition.deadline.working_days_after_period),
        catchup=False,
        max_active_runs=1,
        params=PARAMS,
        default_args=NETWORK_ONLY,
        doc_md=__doc__,
        tags={"freeze", definition.slug},
    ):
        steps.freeze_period.override(outlets=[assembled(definition.slug)])(definition.slug)


for definition in RETURNS:
    freeze(definition)
