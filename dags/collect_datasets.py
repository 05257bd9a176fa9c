"""Collect every council's copy of each dataset standard.

Runs     daily at 05:00 UTC; one DAG for each dataset standard, mapped over batches of authorities.
         By hand with `authorities` (GSS codes), or `confirm` (those whose shrunken file is right).
Reads    transforms/registers/sources.csv, or the register that COUNCIL_RETURNS_SOURCES names.
Writes   snapshots, standardised tables and issues; tells the returns that read the standard which periods changed.
If red   our fault: a council's missing or broken file is an issue, not a failure. Clear the red task when the store,
         the database or the network is back; what was done already is not done again.
"""

from datetime import timedelta

from airflow.sdk import DAG, ExceptionRetryPolicy, Param, RetryAction, RetryRule, TriggerRule

from plugins import steps
from plugins.warehouse import standardised
from transforms.standards import STANDARDS, DatasetStandard

NETWORK_ONLY = ExceptionRetryPolicy(
    rules=[RetryRule(["plugins.faults.ArchiveUnavailable", "plugins.faults.WarehouseUnavailable"], RetryAction.RETRY)],
    default=RetryAction.FAIL,
)
PARAMS = {
    "authorities": Param([], type="array", items={"type": "string"}, title="Authorities", description="All if empty."),
    "confirm": Param([], type="array", items={"type": "string"}, title="Shrunken files that are right"),
    "day": Param(None, type=["null", "string"], format="date", title="Counts as", description="In a rehearsal only."),
}


def collect(standard: DatasetStandard) -> None:
    """Build the DAG that collects one dataset standard from every authority."""
    with DAG(
        f"collect__{standard.slug}",
        schedule="0 5 * * *",
        catchup=False,
        max_active_runs=1,
        params=PARAMS,
        default_args={"retries": 2, "retry_delay": timedelta(seconds=30), "retry_policy": NETWORK_ONLY},
        doc_md=__doc__,
        tags={"collect", standard.slug},
    ):
        slug = standard.slug
        told = steps.announce.override(outlets=[standardised(slug)], trigger_rule=TriggerRule.NONE_FAILED)
        fetched = steps.fetch_batch.partial(slug=slug).expand(batch=steps.list_sources(slug))
        plan = steps.plan_batches(slug)
        checked = steps.check_batch.partial(slug=slug).expand(batch=plan["ordinary"])
        first = told(slug)
        huge = steps.check_batch.override(task_id="check_huge", trigger_rule=TriggerRule.NONE_FAILED)
        late = huge.partial(slug=slug).expand(batch=plan["huge"])
        fetched >> plan >> checked >> first >> late >> told.override(task_id="announce_huge")(slug)


for standard in STANDARDS:
    collect(standard)
