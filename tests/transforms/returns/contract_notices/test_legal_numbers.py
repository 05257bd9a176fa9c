"""The law's numbers, by the day from which they are in force."""

from datetime import date
from itertools import pairwise

import pytest

from transforms.returns.contract_notices.legal_numbers import LEGAL_NUMBERS, legal_numbers


@pytest.mark.parametrize(
    ("day", "thresholds"),
    [
        (date(2025, 2, 24), (214_904, 5_372_609, 663_540)),
        (date(2025, 12, 31), (214_904, 5_372_609, 663_540)),
        (date(2026, 1, 1), (207_720, 5_193_000, 663_540)),
        (date(2020, 1, 1), (214_904, 5_372_609, 663_540)),
    ],
)
def test_thresholds_are_those_of_the_day(day: date, thresholds: tuple[int, ...]) -> None:
    numbers = legal_numbers(day)
    assert tuple(map(numbers.threshold, ("services", "works", "light touch"))) == thresholds
    assert numbers.threshold("goods") == numbers.threshold("services")


def test_the_numbers_come_in_the_order_of_their_days() -> None:
    assert all(earlier.in_force < later.in_force for earlier, later in pairwise(LEGAL_NUMBERS))
