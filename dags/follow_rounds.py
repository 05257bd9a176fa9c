"""Plan, open and close the rounds of all returns by their calendar.

Runs     daily at 04:30 UTC, before the collections. Freezing is done at each return's deadline by `freeze__<return>`.
Reads    the audit trail and the declared days of every return.
Writes   entries `plan-round`, `open-round` and `close-round` of the audit trail.
If red   PostgreSQL does not answer: clear the task when it does. What is done already is not done again.
"""

from airflow.sdk import DAG, Param

from plugins.pipeline import steps
from plugins.pipeline.schedules.retries import NETWORK_ONLY

PARAMS = {"day": Param(None, type=["null", "string"], format="date", title="Simulated date (test only)")}

with DAG(
    "follow_rounds",
    schedule="30 4 * * *",
    catchup=False,
    max_active_runs=1,
    params=PARAMS,
    default_args=NETWORK_ONLY,
    doc_md=__doc__,
    tags={"rounds"},
):
    steps.follow_rounds()
