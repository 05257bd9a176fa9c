"""Timetables of our own: the statutory deadlines of returns.

Source: https://airflow.apache.org/docs/apache-airflow/3.3.2/authoring-and-scheduling/timetable.html
        and the module trigger of airflow.timetables, whose rules about catching up hold here too.
Known   only the class registered in `plugins/returns_plugin.py` can be scheduled.
        Airflow asks for the next run again each time it reads the DAG file, until that run has been created. An answer
        that is always in the future would lose each deadline that passes while the scheduler is down, slow or paused.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable
from pendulum import UTC, DateTime, instance, now

from transforms.domain.statutory_return import Deadline
from transforms.rounds.deadlines import closing_moment, due_days_about


class StatutoryDeadline(Timetable):
    """One run for each period of a return, at the close of the day on which the department wants it."""

    def __init__(self, period_kind: str, deadline: Deadline) -> None:
        self._kind = period_kind
        self._deadline = deadline
        self.description = f"At 18:00 London time, {deadline.words}"

    @property
    def summary(self) -> str:
        """What the user interface shows."""
        return self._deadline.words

    def serialize(self) -> dict[str, Any]:
        """Return what makes this timetable again."""
        return {"period_kind": self._kind, "deadline": asdict(self._deadline)}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> "StatutoryDeadline":
        """Return the timetable that was written by `serialize`."""
        month_day = data["deadline"]["month_day"]
        fields = data["deadline"] | {"month_day": tuple(month_day) if month_day else None}
        return cls(data["period_kind"], Deadline(**fields))

    def infer_manual_data_interval(self, *, run_after: DateTime) -> DataInterval:
        """Return the interval of a run that a person starts: the moment itself."""
        return DataInterval.exact(run_after)

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """Return the next deadline to run for, which is in the past where one was missed.

        When catching up, it is the first after the last run, so that every missed deadline is made up for; otherwise
        the last that has passed, if that is later. Without an earlier run or a start of the schedule, it is the last
        that has passed.
        """
        candidates = []
        if last_automated_data_interval is not None:
            candidates.append(self._after(last_automated_data_interval.end))
        if restriction.earliest is not None:
            candidates.append(self._on_or_after(restriction.earliest))
        if not restriction.catchup or not candidates:
            candidates.append(self._on_or_before(now("UTC")))
        following = max(candidates)
        if restriction.latest is not None and following > restriction.latest:
            return None
        return DagRunInfo.exact(following)

    def _after(self, moment: datetime) -> DateTime:
        return min(due for due in self._about(moment) if due > moment)

    def _on_or_after(self, moment: datetime) -> DateTime:
        return min(due for due in self._about(moment) if due >= moment)

    def _on_or_before(self, moment: datetime) -> DateTime:
        return max(due for due in self._about(moment) if due <= moment)

    def _about(self, moment: datetime) -> list[DateTime]:
        """Return the closing moments of the deadlines before and after a moment."""
        days = due_days_about(self._kind, self._deadline, moment.year)
        return [instance(closing_moment(day)).in_timezone(UTC) for day in days]
