"""Exact amounts: whatever is added up, the sums are those of the decimals themselves."""

from decimal import Decimal
from random import Random

import numpy as np
import pyarrow as pa
import pytest

from transforms.domain.exact_amounts import ExactAmounts, floored_difference, written

MONEY = pa.decimal128(38, 18)


def amounts(random: Random, decimals: int, largest: int) -> list[Decimal | None]:
    """Numbers with up to so many decimals, some of them negative or blank."""
    drawn = (random.choice([random.randrange(-largest, largest), 0]) for _ in range(60))
    return [None if random.random() < 0.1 else Decimal(number).scaleb(-decimals) for number in drawn]


@pytest.mark.parametrize(("decimals", "largest"), [(0, 99), (2, 10**9), (4, 10**9), (18, 10**9), (2, 10**21)])
def test_the_sum_of_a_group_is_the_exact_sum_of_its_numbers(decimals: int, largest: int) -> None:
    random = Random(decimals)
    numbers = amounts(random, decimals, largest)
    group = np.array([random.randrange(5) for _ in numbers])
    rows = np.flatnonzero(np.array([random.random() < 0.7 for _ in numbers]))
    sums = ExactAmounts.of(pa.array(numbers, MONEY)).sums(rows, group, 6)
    expected = [
        sum((numbers[row] or Decimal(0) for row in rows if group[row] == place), Decimal(0)) for place in range(6)
    ]
    assert sums.tolist() == expected


@pytest.mark.parametrize(("decimals", "largest"), [(2, 10**9), (4, 10**6)])
def test_a_floored_difference_is_never_below_nothing(decimals: int, largest: int) -> None:
    random = Random(largest)
    columns = [amounts(random, decimals, largest) for _ in range(3)]
    plus, other, minus = (ExactAmounts.of(pa.array(column, MONEY)) for column in columns)
    rows = np.arange(0, 60, 2)
    floored = floored_difference([plus, other], [minus], rows)
    assert floored is not None
    first, second, third = ([column[row] or Decimal(0) for row in rows] for column in columns)
    assert [floored.decimal(number) for number in floored.numbers] == [
        max(Decimal(0), a + b - c) for a, b, c in zip(first, second, third, strict=True)
    ]


def test_columns_of_other_units_or_too_large_for_64_bits_are_left_to_another_way() -> None:
    pence, parts, large = (
        ExactAmounts.of(pa.array([Decimal(text)], MONEY)) for text in ("1.25", "1.2525", "90000000000000000.00")
    )
    rows = np.arange(1)
    assert floored_difference([pence], [parts], rows) is None
    assert floored_difference([large], [pence], rows) is None


def test_an_amount_is_written_with_two_decimals_or_as_many_more_as_it_has() -> None:
    texts = {"100": "100.00", "100.0000": "100.00", "1.2300": "1.23", "1.2345": "1.2345", "-0.5": "-0.50"}
    assert {text: written(Decimal(text)) for text in texts} == texts
