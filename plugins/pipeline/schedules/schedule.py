"""When collections run: the schedule of the DAGs, and the moment at which a day's collection starts.

Known   a DAG with a schedule of cron's and no start runs at once for a moment that has passed, where that is less than
        a tenth of the time between two runs ago, unless it is told another time. A demonstration that was started in
        the morning would have collected as of today before the days that it simulates.
"""

from datetime import UTC, date, datetime, time, timedelta

from airflow.sdk import CronTriggerTimetable

COLLECTED_AT_HOUR = 5  # UTC, every day


def collection_schedule() -> CronTriggerTimetable:
    """Return the schedule of collections: every day at the hour, the first time when that comes next."""
    return CronTriggerTimetable(f"0 {COLLECTED_AT_HOUR} * * *", timezone="UTC", run_immediately=timedelta(0))


def collection_time(day: date) -> datetime:
    """Return when the collection of a day starts, which is the logical date of its run."""
    return datetime.combine(day, time(COLLECTED_AT_HOUR), UTC)
