"""Collect the sources that people want collected now, whether they are due or not.

Runs     when somebody asks for it in the portal, by the API or by a command, or accepts a quarantined file: PostgreSQL
         tells the triggerer. One run takes all requests that wait.
Reads    the warehouse's `collection_request`.
Writes   which run took each request; starts one run of `collect__<standard>` for each standard with its authorities.
If red   PostgreSQL or Airflow's API server did not answer: clear the task. A run that was started is not started again.
"""

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG, Asset, AssetWatcher

from plugins.pipeline import steps
from plugins.pipeline.schedules.database_events import CollectionRequested
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS, reporting

REQUESTED = Asset(
    "collections/requested",
    uri="council-returns://collections/requested",
    watchers=[AssetWatcher("requested", CollectionRequested())],  # type: ignore[no-untyped-call]
)

with DAG(
    "collect_requested",
    schedule=[REQUESTED],
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    doc_md=__doc__,
    **reporting(__doc__, hours=1),
    tags={"collect"},
):
    TriggerDagRunOperator.partial(task_id="collect", skip_when_already_exists=True).expand_kwargs(steps.take_requests())
