"""The schedule of collections."""

from datetime import UTC, date, datetime

import pytest
from airflow.serialization.encoders import coerce_to_core_timetable
from airflow.timetables.base import DagRunInfo, TimeRestriction

from plugins.pipeline.schedules.schedule import collection_schedule, collection_time


def first_run(now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Return when a collection runs that has never run, asked at some moment."""
    monkeypatch.setattr("airflow.timetables.trigger.utcnow", lambda: now)
    timetable = coerce_to_core_timetable(collection_schedule())
    run = timetable.next_dagrun_info_v2(last_dagrun_info=None, restriction=TimeRestriction(None, None, catchup=False))
    assert isinstance(run, DagRunInfo)
    return run.run_after


def test_a_collection_that_has_never_run_waits_for_its_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    for hour, day in ((4, 11), (5, 12), (7, 12), (23, 12)):
        now = datetime(2026, 8, 11, hour, 30, tzinfo=UTC)
        assert first_run(now, monkeypatch) == collection_time(date(2026, 8, day)), hour
