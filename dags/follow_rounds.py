"""Plan, open, freeze and close the rounds of all returns by their calendar, and send people their messages.

Runs     daily at 04:30 UTC, before the collections. `freeze__<return>` freezes at the deadline itself.
Reads    the audit trail and the declared days of every return.
Writes   entries `plan-round`, `open-round`, `freeze-round`, `chase-round` and `close-round` of the audit trail; at most
         one e-mail to each person, where a mail server is set.
If red   PostgreSQL or the mail server does not answer: clear the task when it does. What is done already is not done
         again, and nobody gets a message twice.
"""

from airflow.sdk import DAG, Param

from plugins.pipeline import steps
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS, reporting

PARAMS = {"day": Param(None, type=["null", "string"], format="date", title="Simulated date (test only)")}

with DAG(
    "follow_rounds",
    schedule="30 4 * * *",
    catchup=False,
    max_active_runs=1,
    params=PARAMS,
    default_args=TASK_DEFAULTS,
    doc_md=__doc__,
    **reporting(__doc__, hours=1),
    tags={"rounds"},
):
    steps.follow_rounds() >> steps.send_messages()
