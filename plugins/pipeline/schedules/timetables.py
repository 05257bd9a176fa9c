"""Timetables of our own: the statutory deadlines of returns, counted in working days.

Known   only the class registered in `plugins/returns_plugin.py` can be scheduled.
"""

from datetime import datetime
from typing import Any

from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable
from pendulum import UTC, DateTime, instance

from plugins.pipeline.schedules.deadlines import CLOSING_TIME, LONDON, period_ends, working_days_after


class StatutoryDeadline(Timetable):
    """One run for each period of a return, at the close of the day on which the department wants it."""

    def __init__(self, period_kind: str, working_days: int) -> None:
        self._kind = period_kind
        self._working_days = working_days
        self.description = f"{working_days} working days after each {period_kind}"

    @property
    def summary(self) -> str:
        """What the user interface shows."""
        return self.description

    def serialize(self) -> dict[str, Any]:
        """Return what makes this timetable again."""
        return {"period_kind": self._kind, "working_days": self._working_days}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> "StatutoryDeadline":
        """Return the timetable that was written by `serialize`."""
        return cls(data["period_kind"], data["working_days"])

    def deadlines(self, year: int) -> list[DateTime]:
        """Return when the periods that end in a calendar year fall due."""
        days = [working_days_after(end, self._working_days) for end in period_ends(self._kind, year)]
        return [instance(datetime.combine(day, CLOSING_TIME, LONDON)).in_timezone(UTC) for day in days]

    def infer_manual_data_interval(self, *, run_after: DateTime) -> DataInterval:
        """Return the interval of a run that a person starts: the moment itself."""
        return DataInterval.exact(run_after)

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """Return the first deadline after the last run, or without one after the start of the schedule."""
        after = _earliest(last_automated_data_interval, restriction)
        if after is None:
            return None
        due = [deadline for year in range(after.year - 1, after.year + 2) for deadline in self.deadlines(year)]
        following = min(deadline for deadline in due if deadline > after)
        if restriction.latest is not None and following > restriction.latest:
            return None
        return DagRunInfo.exact(following)


def _earliest(last: DataInterval | None, restriction: TimeRestriction) -> DateTime | None:
    """Return the moment after which the next run lies; without catching up, nothing before now."""
    candidates = [last.end] if last is not None else []
    if restriction.earliest is not None:
        candidates.append(restriction.earliest)
    if not restriction.catchup:
        candidates.append(DateTime.utcnow().replace(tzinfo=UTC))
    return max(candidates, default=None)
