"""Whether a day's collection is over: from then on, what is known on that day no longer changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plugins.pipeline.schedules.schedule import collection_time

CountRuns = Callable[..., int]  # as Airflow's `TaskInstance.get_dr_count` does: dag_id, logical_dates, states
CountTasks = Callable[..., int]  # as its `get_ti_count` does: dag_id, task_ids, states
UNDER_WAY, ENDED, FAILED = ["queued", "running"], ["success", "failed"], ["failed"]
ANNOUNCES = "announce"  # the task that tells the returns which periods changed
NOT_ENDED = ["null", "scheduled", "queued", "running", "restarting", "deferred", "up_for_retry", "up_for_reschedule"]


@dataclass(frozen=True)
class DayCollection:
    """How far the collection of one dataset standard on one day is."""

    standard: str
    day: date
    is_under_way: bool  # any run that collects the standard, also one that a person started
    has_ended: bool  # the scheduled run of the day
    has_failed: bool

    def is_over(self, now: datetime) -> bool:
        """Return whether nothing more comes of the day: no run is under way, and the day's own has been or can't be."""
        is_too_late = now >= collection_time(self.day + timedelta(days=1))
        return not self.is_under_way and (self.has_ended or is_too_late)

    @property
    def shortcoming(self) -> str:
        """What is missing from the collection once it is over, as a sentence; nothing where it is whole."""
        if not self.has_ended:
            return f"{self.standard} was not collected by its schedule on {self.day}."
        return f"The collection of {self.standard} on {self.day} failed in part." if self.has_failed else ""


def day_collections(standards: Iterable[str], day: date, count_runs: CountRuns) -> list[DayCollection]:
    """Return how far the collections of some standards on a day are."""
    return [_day_collection(standard, day, count_runs) for standard in standards]


def _day_collection(standard: str, day: date, count_runs: CountRuns) -> DayCollection:
    dag, scheduled = f"collect__{standard}", [collection_time(day)]
    return DayCollection(
        standard,
        day,
        is_under_way=count_runs(dag_id=dag, states=UNDER_WAY) > 0,
        has_ended=count_runs(dag_id=dag, logical_dates=scheduled, states=ENDED) > 0,
        has_failed=count_runs(dag_id=dag, logical_dates=scheduled, states=FAILED) > 0,
    )


def not_announced(standards: Iterable[str], count_runs: CountRuns, count_tasks: CountTasks) -> list[str]:
    """Return the standards whose collection is under way and has not told the returns yet what has changed."""
    return [
        standard
        for standard in standards
        if count_runs(dag_id=f"collect__{standard}", states=UNDER_WAY)
        and count_tasks(dag_id=f"collect__{standard}", task_ids=[ANNOUNCES], states=NOT_ENDED)
    ]
