"""The days of a round: on which of them reminders go out."""

from datetime import date

import pytest

from transforms.rounds.round_days import is_chased


@pytest.mark.parametrize(("day", "goes_out"), [(1, False), (2, True), (3, False), (10, True), (11, False)])
def test_reminders_go_out_on_the_calendar_s_days_and_the_day_after_one_is_asked_for(day: int, goes_out: bool) -> None:
    asked_on, calendar = [date(2025, 5, 1), date(2025, 5, 10)], [date(2025, 5, 10)]
    assert is_chased(asked_on, calendar, date(2025, 5, day)) is goes_out
