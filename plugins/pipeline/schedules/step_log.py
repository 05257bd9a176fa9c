"""The last line of ours in the log of every task that succeeds: which step of which run it was, its count and time."""

from collections.abc import Mapping, Sized
from datetime import UTC, datetime
from typing import Any

from plugins.logs import log_event


def log_step(context: Mapping[str, Any], result: object) -> None:
    """Log that a step is done.

    Args:
        context: of the task.
        result: what the step returns: a number of things, or a list of them; of anything else nothing is counted.

    """
    instance = context["ti"]
    seconds = (datetime.now(UTC) - instance.start_date).total_seconds()
    log_event(
        __name__, "step done", step=instance.task_id.rpartition(".")[2], dag=instance.dag_id, run=instance.run_id,
        count=count_of(result), seconds=round(seconds, 3),
    )  # fmt: skip


def count_of(result: object) -> int | None:
    """Return how many things a step had to do with; None where its result doesn't say."""
    if isinstance(result, int) and not isinstance(result, bool):
        return result
    return len(result) if isinstance(result, Sized) and not isinstance(result, str | bytes | Mapping) else None
