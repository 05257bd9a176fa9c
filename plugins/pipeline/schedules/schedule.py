"""When collections run: the schedule of the DAGs, and the same for people."""

from datetime import UTC, datetime, timedelta

COLLECTED_AT_HOUR = 5  # UTC, every day
COLLECTION_SCHEDULE = f"0 {COLLECTED_AT_HOUR} * * *"


def next_collection(now: datetime) -> datetime:
    """Return when the next collection after `now` starts."""
    today = now.astimezone(UTC).replace(hour=COLLECTED_AT_HOUR, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
