"""When a day's collection is over."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from plugins.pipeline.schedules.day_collection import DayCollection, day_collections, not_announced

DAY = date(2026, 8, 11)
STARTED = datetime(2026, 8, 11, 5, tzinfo=UTC)
DEADLINE = datetime(2026, 8, 11, 17, tzinfo=UTC)
NEXT_DAY = datetime(2026, 8, 12, 5, tzinfo=UTC)


def collection(*runs: tuple[datetime | None, str]) -> DayCollection:
    """Return the collection of contracts on the day, of which Airflow knows these runs: logical date and state."""

    def count_runs(*, dag_id: str, states: Sequence[str], logical_dates: Sequence[datetime] | None = None) -> int:
        assert dag_id == "collect__contracts"
        return sum(state in states and (logical_dates is None or date in logical_dates) for date, state in runs)

    [of_contracts] = day_collections(["contracts"], DAY, count_runs)
    return of_contracts


@pytest.mark.parametrize("state", ["success", "failed"])
def test_a_collection_is_over_when_the_day_s_run_has_ended(state: str) -> None:
    assert collection((STARTED, state)).is_over(DEADLINE)


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_collection_under_way_is_waited_for_however_late_it_is(state: str) -> None:
    assert not collection((STARTED, state)).is_over(DEADLINE)
    assert not collection((STARTED, state)).is_over(NEXT_DAY)
    assert not collection((STARTED, "success"), (None, state)).is_over(DEADLINE), "one that a person started too"


def test_a_collection_that_has_not_started_is_waited_for_until_the_next_one_is_due() -> None:
    assert not collection().is_over(DEADLINE)
    assert not collection((None, "success")).is_over(DEADLINE), "a run that a person started is not the day's"
    assert collection().is_over(NEXT_DAY)


def test_a_collection_that_is_over_says_what_it_lacks() -> None:
    assert collection((STARTED, "success")).shortcoming == ""
    assert collection((STARTED, "failed")).shortcoming == "The collection of contracts on 2026-08-11 failed in part."
    assert collection().shortcoming == "contracts was not collected by its schedule on 2026-08-11."


@pytest.mark.parametrize(
    ("run", "announce", "is_waited_for"),
    [
        ("queued", "null", True),
        ("running", "null", True),
        ("running", "up_for_retry", True),
        ("running", "success", False),  # it goes on with its ledgers, which no return reads
        ("running", "skipped", False),  # nothing had changed
        ("running", "failed", False),  # it won't announce any more
        ("success", "success", False),
        ("failed", "null", False),
    ],
)
def test_a_collection_is_waited_for_until_it_has_announced_its_changes(
    run: str, announce: str, is_waited_for: bool
) -> None:
    def count_runs(*, dag_id: str, states: Sequence[str]) -> int:
        return int(dag_id == "collect__contracts" and run in states)

    def count_tasks(*, dag_id: str, task_ids: Sequence[str], states: Sequence[str]) -> int:
        return int((dag_id, *task_ids) == ("collect__contracts", "announce") and announce in states)

    waiting = not_announced(["contracts", "grants"], count_runs, count_tasks)
    assert waiting == (["contracts"] if is_waited_for else [])
