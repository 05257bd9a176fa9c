"""What every task logs when it is done."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import structlog
from structlog.testing import capture_logs

from plugins.pipeline.schedules.step_log import count_of, log_step


@pytest.mark.parametrize(
    ("result", "count"),
    [(3, 3), (0, 0), ([["a"], ["b"]], 2), ((), 0), (True, None), (None, None), ("returns/x", None),
     ({"sent": 2}, None)],
)  # fmt: skip
def test_a_number_or_a_list_is_counted_and_nothing_else(result: object, count: int | None) -> None:
    assert count_of(result) == count


def test_the_line_names_the_step_its_run_and_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structlog, "is_configured", lambda: True)  # as in a task
    begun = datetime.now(UTC) - timedelta(seconds=2)
    instance = SimpleNamespace(
        task_id="each_huge_file.check_batch", dag_id="collect__grants", run_id="run-1", start_date=begun
    )
    with capture_logs() as lines:
        log_step({"ti": instance}, 7)
    [line] = lines
    assert 2 <= line.pop("seconds") < 60
    assert line == {
        "event": "step done", "log_level": "info", "step": "check_batch", "dag": "collect__grants", "run": "run-1",
        "count": 7,
    }  # fmt: skip
