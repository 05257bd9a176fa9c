"""Check that the registers of authorities and sources agree with each other and with the declared standards.

Runs     every Monday at 04:00 UTC.
Reads    transforms/registers.
Writes   nothing: registers are changed by people, in a change that somebody else reads.
If red   the log says in sentences what to fix in which register.
"""

from airflow.sdk import DAG

from plugins.pipeline import steps
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS, reporting

with DAG(
    "refresh_registers",
    schedule="0 4 * * 1",
    catchup=False,
    default_args=TASK_DEFAULTS,
    doc_md=__doc__,
    **reporting(__doc__, hours=1),
    tags={"registers"},
):
    steps.check_registers()
