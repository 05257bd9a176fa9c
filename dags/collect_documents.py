"""Collect what councils publish as documents of their own form, and keep it as it is.

Runs     on the first of each month at 04:00 UTC; by hand with `authorities` (GSS codes).
Reads    the sources of kind `document` in transforms/registers/sources.csv: infrastructure funding statements.
Writes   snapshots with their sidecars, and the log of attempts; nothing is standardised, and no return reads them.
If red   our fault: the red task names the authorities over whose answers our code failed; all others are stored.
"""

from airflow.sdk import DAG, Param

from plugins.pipeline import steps
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS, reporting
from transforms.registers.documents import DOCUMENTS

PARAMS = {
    "authorities": Param([], type="array", items={"type": "string"}, title="Authorities", description="All if empty."),
    "day": Param(None, type=["null", "string"], format="date", title="Simulated date (test only)"),
}


def collect(slug: str) -> None:
    """Build the DAG that collects one kind of document from every authority."""
    with DAG(
        f"collect__{slug}",
        schedule="0 4 1 * *",
        catchup=False,
        max_active_runs=1,
        params=PARAMS,
        default_args=TASK_DEFAULTS,
        doc_md=__doc__,
        **reporting(__doc__, hours=6),
        tags={"collect", slug},
    ):
        steps.fetch_batch.partial(slug=slug).expand(batch=steps.list_sources(slug))


for slug in DOCUMENTS:
    collect(slug)
