"""When collections run: the schedule of the DAGs, and the same for people."""

from datetime import UTC, date, datetime, time, timedelta

COLLECTED_AT_HOUR = 5  # UTC, every day
COLLECTION_SCHEDULE = f"0 {COLLECTED_AT_HOUR} * * *"


def collection_time(day: date) -> datetime:
    """Return when the collection of a day starts, which is the logical date of its run."""
    return datetime.combine(day, time(COLLECTED_AT_HOUR), UTC)


def next_collection(now: datetime) -> datetime:
    """Return when the next collection after `now` starts."""
    today = now.astimezone(UTC).replace(hour=COLLECTED_AT_HOUR, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
