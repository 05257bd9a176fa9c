"""Collect every council's copy of each dataset standard.

Runs     daily at 05:00 UTC; one DAG for each dataset standard, mapped over batches of authorities, in the order of
         plugins/pipeline/steps/collection_order.py. It asks the sources that are due: daily while a file is expected or
         a deadline is near, less often the longer one has not changed. By hand it asks all, or `authorities` (GSS
         codes); `confirm` names those whose smaller file is right.
Reads    transforms/registers/sources.csv, or the register that COUNCIL_RETURNS_SOURCES names.
Writes   snapshots, standardised tables and issues; announces to the returns that read the standard which periods
         changed; then the differences from the file before, and the ledgers of findings.
If red   our fault: a council's missing or broken file is an issue, not a failure. The red task names the files that our
         code fails over; all others are done. Where the store, the database or the network did not answer, clear the
         task when they do: what was done already is not done again.
"""

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, Param, TriggerRule

from plugins.pipeline.schedules.schedule import collection_schedule
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS, reporting
from plugins.pipeline.steps.as_tasks import AsTasks
from plugins.pipeline.steps.collection_order import collect_in_order
from plugins.storage.warehouse import standardised_asset
from transforms.domain.standard import DatasetStandard
from transforms.standards import STANDARDS

PARAMS = {
    "authorities": Param([], type="array", items={"type": "string"}, title="Authorities", description="All if empty."),
    "confirm": Param([], type="array", items={"type": "string"}, title="Accept smaller files from"),
    "day": Param(None, type=["null", "string"], format="date", title="Simulated date (test only)"),
}
KEEP_GOING = {"trigger_rule": TriggerRule.ALL_DONE}  # a step that fails keeps no other waiting


def collect(standard: DatasetStandard) -> None:
    """Build the DAG that collects one dataset standard from every authority."""
    with DAG(
        f"collect__{standard.slug}",
        schedule=collection_schedule(),
        catchup=False,
        max_active_runs=1,
        params=PARAMS,
        default_args={**TASK_DEFAULTS, **KEEP_GOING},
        doc_md=__doc__,
        **reporting(__doc__, hours=4),
        tags={"collect", standard.slug},
    ) as dag:
        collect_in_order(AsTasks(standard.slug, standardised_asset(standard.slug)))
        dag.tasks >> EmptyOperator(task_id="complete", trigger_rule=TriggerRule.NONE_FAILED)  # or the run is red


for standard in STANDARDS:
    collect(standard)
