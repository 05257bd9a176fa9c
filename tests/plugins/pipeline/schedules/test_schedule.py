"""When collections run."""

from datetime import UTC, date, datetime

from plugins.pipeline.schedules.schedule import COLLECTION_SCHEDULE, collection_time


def test_a_day_s_collection_starts_when_its_dag_s_schedule_says() -> None:
    started = collection_time(date(2026, 8, 11))
    assert started == datetime(2026, 8, 11, 5, tzinfo=UTC)
    assert f"{started.minute} {started.hour} * * *" == COLLECTION_SCHEDULE
