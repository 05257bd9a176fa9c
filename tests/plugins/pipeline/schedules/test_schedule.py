"""When collections run."""

from datetime import UTC, datetime

from plugins.pipeline.schedules.schedule import next_collection


def test_the_next_collection_is_today_s_until_it_has_started() -> None:
    assert next_collection(datetime(2026, 11, 2, 4, 59, tzinfo=UTC)) == datetime(2026, 11, 2, 5, tzinfo=UTC)
    assert next_collection(datetime(2026, 11, 2, 5, 0, tzinfo=UTC)) == datetime(2026, 11, 3, 5, tzinfo=UTC)
