"""Which month of a period a day is in."""

from datetime import date

import numpy as np

from transforms.domain.months import months_of

FIRST, LAST = date(2023, 4, 1), date(2024, 3, 31)


def test_each_day_of_a_year_is_in_the_month_that_the_calendar_says() -> None:
    days = np.arange(np.datetime64("2023-04-01"), np.datetime64("2024-04-01"))
    expected = [(day.year - 2023) * 12 + day.month - 4 for day in days.tolist()]
    assert months_of(days, FIRST, LAST).tolist() == expected
    assert len(days) == 366


def test_a_day_outside_the_period_and_a_blank_are_in_none() -> None:
    days = np.array(["2023-03-31", "2024-04-01", "NaT", "0001-01-01", "9999-12-31", "2023-04-01"], "datetime64[D]")
    assert months_of(days, FIRST, LAST).tolist() == [-1, -1, -1, -1, -1, 0]
    assert months_of(days[:0], FIRST, LAST).tolist() == []
