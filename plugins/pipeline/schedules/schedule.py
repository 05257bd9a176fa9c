"""When collections run: the schedule of the DAGs, and the moment at which a day's collection starts."""

from datetime import UTC, date, datetime, time

COLLECTED_AT_HOUR = 5  # UTC, every day
COLLECTION_SCHEDULE = f"0 {COLLECTED_AT_HOUR} * * *"


def collection_time(day: date) -> datetime:
    """Return when the collection of a day starts, which is the logical date of its run."""
    return datetime.combine(day, time(COLLECTED_AT_HOUR), UTC)
