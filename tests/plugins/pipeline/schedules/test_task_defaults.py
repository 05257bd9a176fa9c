"""What Airflow tries again."""

import pytest
from airflow.sdk import RetryAction

from plugins.faults import ArchiveUnavailable, DemonstrationOnly, Fault, InputNotReady, WarehouseUnavailable
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS


@pytest.mark.parametrize("fault", [ArchiveUnavailable, WarehouseUnavailable])
def test_a_service_that_does_not_answer_is_tried_again(fault: type[Fault]) -> None:
    assert TASK_DEFAULTS["retry_policy"].evaluate(fault("gone"), 1, 2).action is RetryAction.RETRY


@pytest.mark.parametrize("fault", [InputNotReady, DemonstrationOnly, KeyError, ZeroDivisionError, MemoryError])
def test_anything_else_fails_at_once(fault: type[Exception]) -> None:
    assert TASK_DEFAULTS["retry_policy"].evaluate(fault("ours"), 1, 2).action is RetryAction.FAIL
