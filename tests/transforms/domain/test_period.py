"""Periods as people say them."""

import pytest

from transforms.domain.period import parse_period


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2025-Q4", "October to December 2025"),
        ("2024-25", "April 2024 to March 2025"),
        ("2025-12-31", "31 December 2025"),
    ],
)
def test_a_period_is_said_in_months_or_as_a_day(name: str, words: str) -> None:
    assert parse_period(name).in_words == words
