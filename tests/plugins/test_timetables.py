"""Statutory deadlines in working days."""

from datetime import date

import pytest
from airflow.timetables.base import DataInterval, TimeRestriction
from pendulum import datetime as moment

from plugins.timetables import StatutoryDeadline, is_working_day, period_ends, working_days_after
from transforms.returns import RETURNS


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), False),  # New Year's Day
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 12, 28), False),  # Boxing Day falls on a Saturday
        (date(2026, 3, 17), True),  # St Patrick's Day is a bank holiday in Northern Ireland only
        (date(2026, 10, 3), False),  # a Saturday
        (date(2026, 10, 5), True),
    ],
)
def test_working_days_are_england_s(day: date, expected: bool) -> None:
    assert is_working_day(day) is expected


def test_bank_holidays_and_weekends_do_not_count() -> None:
    assert working_days_after(date(2026, 3, 31), 3) == date(2026, 4, 7)  # 1, 2 April, then Easter, then the 7th


def test_quarters_end_four_times_a_year_and_a_reference_date_once() -> None:
    assert [end.isoformat() for end in period_ends("quarter", 2026)] == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
    ]
    assert period_ends("reference date", 2026) == [date(2026, 12, 31)]


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
