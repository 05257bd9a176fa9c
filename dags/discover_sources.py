"""Look in catalogues for datasets of councils that follow a standard of ours.

Runs     every Sunday at 03:00 UTC, and by hand.
Reads    the catalogues of transforms/registers/catalogues.csv, and a sample of each dataset that may be one of ours.
Writes   proposals, which a person accepts (`council-returns sources accept`) or refuses; nothing is collected before.
If red   our fault, or the store or the database did not answer: clear the task. A catalogue that fails is in its log.
"""

from airflow.sdk import DAG

from plugins.pipeline import steps
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS, reporting

with DAG(
    "discover_sources",
    schedule="0 3 * * 0",
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    doc_md=__doc__,
    **reporting(__doc__, hours=6),
    tags={"registers"},
):
    steps.discover_sources()
