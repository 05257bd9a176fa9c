"""What every task and run of ours has: when Airflow tries a task again, how long it may take, its log, who is told.

It is tried again when the store or the database did not answer, and never otherwise: a fault of ours that lasts would
only fail more slowly; what a council's site does is tried again by the fetch itself. One run of a collection at a time
means that a task without an end would be the last of its standard.
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule
from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

from plugins.notify.report_failure import advice_of, report_failure, report_lateness
from plugins.pipeline.schedules.step_log import log_step

LONGEST_TASK = timedelta(hours=3)  # a fetch of 200 slow services takes one; a file's own limits are minutes
OWNER = "data team"
TASK_DEFAULTS = {
    "owner": OWNER,
    "execution_timeout": LONGEST_TASK,
    "post_execute": log_step,
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(
                exception=["plugins.faults.ArchiveUnavailable", "plugins.faults.WarehouseUnavailable"],
                action=RetryAction.RETRY,
                reason="the store or the database did not answer",
            )
        ],
        default=RetryAction.FAIL,
    ),
}


def reporting(documentation: str | None, hours: float) -> dict[str, Any]:
    """Return the arguments of a DAG that has a run reported when it fails, and when it is not done in time.

    Args:
        documentation: the docstring of the DAG file, whose “If red” is what the data team is told to do.
        hours: how long after it was queued a run has to be done.

    """
    advice = advice_of(documentation or "")
    return {
        "on_failure_callback": report_failure,
        "deadline": DeadlineAlert(
            reference=DeadlineReference.DAGRUN_QUEUED_AT,
            interval=timedelta(hours=hours),
            callback=AsyncCallback(report_lateness, kwargs={"hours": hours, "advice": advice}),
            name=f"done within {hours:g} hours",
        ),
    }
