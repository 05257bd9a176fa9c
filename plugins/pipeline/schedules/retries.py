"""When Airflow tries a step again: when the store or the database did not answer, and never otherwise.

A fault of ours that lasts would only fail more slowly; what a council's site does is tried again by the fetch itself.
"""

from datetime import timedelta

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

NETWORK_ONLY = {
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
