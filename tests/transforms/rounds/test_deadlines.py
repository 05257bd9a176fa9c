"""Working days, the ends of periods, and the deadlines that follow from both."""

from datetime import date

import pytest

from transforms.domain.statutory_return import Deadline
from transforms.returns.alcohol_licensing import RETURN as ALCOHOL_LICENSING
from transforms.rounds.deadlines import (
    due_day,
    is_working_day,
    next_deadline,
    period_ends,
    working_days_after,
)

SIX_WEEKS = Deadline("six weeks after the end of the quarter", working_days_after_period=30)
NEW_YEARS_EVE = Deadline("by 31 December after the year", month_day=(12, 31))


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


@pytest.mark.parametrize(
    ("deadline", "period_end", "due"),
    [
        (SIX_WEEKS, date(2025, 12, 31), date(2026, 2, 12)),
        (Deadline("28 days after the quarter", days_after_period=28), date(2026, 3, 31), date(2026, 4, 28)),
        (Deadline("25 days after the quarter", days_after_period=25), date(2026, 3, 31), date(2026, 4, 25)),  # Saturday
        (NEW_YEARS_EVE, date(2026, 3, 31), date(2026, 12, 31)),
        (NEW_YEARS_EVE, date(2026, 12, 31), date(2027, 12, 31)),  # after the period, not at its end
        (Deadline("by 29 February", month_day=(2, 29)), date(2026, 3, 31), date(2027, 2, 28)),
        (Deadline("by 29 February", month_day=(2, 29)), date(2027, 3, 31), date(2028, 2, 29)),
    ],
    ids=lambda value: value.words if isinstance(value, Deadline) else str(value),
)
def test_a_deadline_is_a_date_or_days_or_working_days_after_the_period(
    deadline: Deadline, period_end: date, due: date
) -> None:
    assert due_day(deadline, period_end) == due


def test_a_deadline_that_counts_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="some day"):
        due_day(Deadline("some day"), date(2026, 3, 31))


def test_the_next_deadline_is_that_of_the_period_before_until_its_day_is_over() -> None:
    assert next_deadline("quarter", SIX_WEEKS, date(2026, 2, 12)) == date(2026, 2, 12)
    assert next_deadline("quarter", SIX_WEEKS, date(2026, 2, 13)) == date(2026, 5, 15)
    assert next_deadline("financial year", NEW_YEARS_EVE, date(2026, 12, 31)) == date(2026, 12, 31)
    assert next_deadline("financial year", NEW_YEARS_EVE, date(2027, 1, 1)) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 4, 1), date(2026, 7, 15)),
        (date(2026, 7, 15), date(2026, 7, 15)),
        (date(2026, 7, 16), date(2028, 7, 15)),
        (date(2027, 7, 15), date(2028, 7, 15)),
    ],
)
def test_a_year_that_is_not_asked_for_has_no_deadline(day: date, due: date) -> None:
    every_second = Deadline("15 July, every second year", month_day=(7, 15), every_years=2, asked_year=2024)
    assert next_deadline("financial year", every_second, day) == due


def test_the_deadline_of_licensing_is_that_of_the_year_which_is_due_then() -> None:
    due = next_deadline("financial year", ALCOHOL_LICENSING.deadline, date(2027, 1, 1))
    assert (due, ALCOHOL_LICENSING.default_period(due).name) == (date(2028, 7, 15), "2027-28")
