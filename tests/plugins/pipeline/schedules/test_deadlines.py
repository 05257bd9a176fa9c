"""Working days, the ends of periods, and the deadlines that follow from both."""

from datetime import date

import pytest

from plugins.pipeline.schedules.deadlines import is_working_day, next_deadline, period_ends, working_days_after


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


def test_the_next_deadline_is_that_of_the_period_before_until_its_day_is_over() -> None:
    assert next_deadline("quarter", 30, date(2026, 2, 12)) == date(2026, 2, 12)
    assert next_deadline("quarter", 30, date(2026, 2, 13)) == date(2026, 5, 15)
