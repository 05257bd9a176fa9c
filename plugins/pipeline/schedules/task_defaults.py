"""What every task of ours has: when Airflow tries it again, and how long it may take.

It is tried again when the store or the database did not answer, and never otherwise: a fault of ours that lasts would
only fail more slowly; what a council's site does is tried again by the fetch itself. One run of a collection at a time
means that a task without an end would be the last of its standard.
"""

from datetime import timedelta

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

LONGEST_TASK = timedelta(hours=3)  # a fetch of 200 slow services takes one; a file's own limits are minutes
TASK_DEFAULTS = {
    "execution_timeout": LONGEST_TASK,
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
