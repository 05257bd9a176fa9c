"""A return of several standards is assembled once they have all announced what a day has changed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from plugins.pipeline.steps.assemble import LONGEST_WAIT_FOR_OTHERS, wait_for_other_collections
from transforms.returns import statutory_return

SLUG = "transparency_code"
STANDARDS = statutory_return(SLUG).all_standards


def airflow(collecting: Sequence[str]) -> Any:
    """Airflow, in which the collections of some standards are under way and have announced nothing yet."""
    names = {f"collect__{standard}" for standard in collecting}
    return SimpleNamespace(
        get_dr_count=lambda **asked: int(asked["dag_id"] in names),
        get_ti_count=lambda **asked: int(asked["dag_id"] in names),
    )


def is_done(collecting: Sequence[str], partition: str | None = "2025-26", waited: timedelta = timedelta(0)) -> bool:
    run = SimpleNamespace(run_id="run", run_after=datetime.now(UTC) - waited, partition_key=partition)
    return bool(wait_for_other_collections.function(SLUG, dag_run=run, ti=airflow(collecting)))


def test_a_year_is_assembled_once_the_last_collection_has_announced() -> None:
    assert not is_done(STANDARDS[1:])
    assert not is_done(STANDARDS[-1:])
    assert is_done([])


def test_a_collection_that_the_return_does_not_read_is_not_waited_for() -> None:
    assert "planning_applications" not in STANDARDS
    assert is_done(["planning_applications"])


def test_a_period_of_another_return_is_not_waited_for_since_it_is_skipped() -> None:
    assert is_done(STANDARDS, "2025-Q1")


def test_a_person_who_asks_for_a_period_is_not_kept_waiting() -> None:
    assert is_done(STANDARDS, None)


def test_a_collection_that_hangs_delays_no_return_for_good(caplog: pytest.LogCaptureFixture) -> None:
    assert not is_done(STANDARDS[-1:], waited=LONGEST_WAIT_FOR_OTHERS - timedelta(minutes=1))
    assert is_done(STANDARDS[-1:], waited=LONGEST_WAIT_FOR_OTHERS)
    assert f"Not waiting any longer for the collection of {STANDARDS[-1]}." in caplog.text
