"""Collect every council's copy of each dataset standard.

Runs     daily at 05:00 UTC; one DAG for each dataset standard, mapped over batches of authorities.
         By hand with `authorities` (GSS codes), or `confirm` (those whose shrunken file is right).
Reads    transforms/registers/sources.csv, or the register that COUNCIL_RETURNS_SOURCES names.
Writes   snapshots, standardised tables and issues; tells the returns that read the standard which periods changed; then
         what differs from the file before, and the ledgers of findings.
If red   our fault: a council's missing or broken file is an issue, not a failure. Clear the red task when the store,
         the database or the network is back; what was done already is not done again.
"""

from airflow.sdk import DAG, Param, TriggerRule

from plugins.pipeline import steps
from plugins.pipeline.schedules.retries import NETWORK_ONLY
from plugins.pipeline.schedules.schedule import COLLECTION_SCHEDULE
from plugins.storage.warehouse import standardised_asset
from transforms.domain.standard import DatasetStandard
from transforms.standards import STANDARDS

PARAMS = {
    "authorities": Param([], type="array", items={"type": "string"}, title="Authorities", description="All if empty."),
    "confirm": Param([], type="array", items={"type": "string"}, title="Accept smaller files from"),
    "day": Param(None, type=["null", "string"], format="date", title="Simulated date (test only)"),
}


def collect(standard: DatasetStandard) -> None:
    """Build the DAG that collects one dataset standard from every authority."""
    with DAG(
        f"collect__{standard.slug}",
        schedule=COLLECTION_SCHEDULE,
        catchup=False,
        max_active_runs=1,
        params=PARAMS,
        default_args=NETWORK_ONLY,
        doc_md=__doc__,
        tags={"collect", standard.slug},
    ):
        slug, outlet = standard.slug, standardised_asset(standard.slug)
        fetched = steps.fetch_batch.partial(slug=slug).expand(batch=steps.list_sources(slug))
        planned = steps.plan_batches(slug)
        checked = steps.check_batch.partial(slug=slug).expand(batch=planned)
        # A check that failed keeps nobody else's return waiting; the run is red all the same, through its last tasks.
        told = steps.announce.override(outlets=[outlet], trigger_rule=TriggerRule.ALL_DONE)(slug)
        huge = steps.plan_huge.override(trigger_rule=TriggerRule.NONE_FAILED)(slug)
        late = steps.check_batch.override(task_id="check_huge").partial(slug=slug).expand(batch=huge)
        fetched >> planned
        checked >> told >> huge
        checked >> huge
        told_late = steps.announce.override(task_id="announce_huge", outlets=[outlet])(slug)
        late >> told_late
        told >> steps.follow_findings.override(trigger_rule=TriggerRule.ALL_DONE)(slug)
        if_huge = {"task_id": "follow_huge", "trigger_rule": TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS}
        [late, told_late] >> steps.follow_findings.override(**if_huge)(slug)


for standard in STANDARDS:
    collect(standard)
