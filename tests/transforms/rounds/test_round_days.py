"""The days of a round: on which of them reminders go out."""

from datetime import date

import pytest

from transforms.domain.period import parse_period
from transforms.returns import statutory_return
from transforms.rounds.round_days import is_chased, next_revision_day, round_days


@pytest.mark.parametrize(("day", "goes_out"), [(1, False), (2, True), (3, False), (10, True), (11, False)])
def test_reminders_go_out_on_the_calendar_s_days_and_the_day_after_one_is_asked_for(day: int, goes_out: bool) -> None:
    asked_on, calendar = [date(2025, 5, 1), date(2025, 5, 10)], [date(2025, 5, 10)]
    assert is_chased(asked_on, calendar, date(2025, 5, day)) is goes_out


@pytest.mark.parametrize(
    ("day", "scheduled"),
    [
        ("2025-05-22", "2025-08-31"), ("2025-08-31", "2025-08-31"), ("2025-09-01", "2025-11-30"),
        ("2027-09-30", "2027-09-30"), ("2027-10-01", None),
    ],
)  # fmt: skip
def test_revisions_gather_until_the_end_of_every_third_month_and_until_the_round_closes(
    day: str, scheduled: str | None
) -> None:
    planning = statutory_return("planning_matters")
    days = round_days(planning, parse_period("2025-Q1"))
    following = next_revision_day(planning, days, date.fromisoformat(day))
    assert (following and following.isoformat()) == scheduled
