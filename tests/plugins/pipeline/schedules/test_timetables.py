"""Statutory deadlines in working days."""

from airflow.timetables.base import DataInterval, TimeRestriction
from pendulum import datetime as moment

from plugins.pipeline.schedules.timetables import StatutoryDeadline
from transforms.returns import RETURNS


def test_every_return_has_a_deadline_that_can_be_reckoned() -> None:
    for definition in RETURNS:
        timetable = StatutoryDeadline(definition.period_kind, definition.deadline.working_days_after_period)
        for deadline in timetable.deadlines(2026):
            assert definition.default_period(deadline.date()).last < deadline.date()


def test_the_next_run_is_the_first_deadline_after_the_last_one_in_london_time() -> None:
    timetable = StatutoryDeadline("quarter", 30)
    restriction = TimeRestriction(earliest=moment(2026, 1, 1), latest=None, catchup=True)
    first = timetable.next_dagrun_info(last_automated_data_interval=None, restriction=restriction)
    assert first.run_after == moment(2026, 2, 12, 18)  # of 2025-Q4: 30 working days after New Year's Eve; winter time
    following = timetable.next_dagrun_info(
        last_automated_data_interval=DataInterval.exact(first.run_after), restriction=restriction
    )
    assert following.run_after == moment(2026, 5, 15, 17)  # of 2026-Q1; summer time


def test_a_timetable_comes_back_from_the_database_as_it_was() -> None:
    timetable = StatutoryDeadline("quarter", 30)
    again = StatutoryDeadline.deserialize(timetable.serialize())
    assert again.deadlines(2026) == timetable.deadlines(2026)
    assert again.summary == timetable.summary
