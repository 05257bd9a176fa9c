"""One number for records that agree."""

import numpy as np
import pyarrow as pa

from transforms.domain.group_numbers import group_numbers, numbers_of


def test_records_that_agree_in_all_columns_share_a_number_and_a_blank_is_a_value() -> None:
    words = numbers_of(pa.array(["a", "a", None, None, "b", "a"]))
    days = np.array([1, 1, 1, 1, 1, 2])
    numbers = group_numbers([words, days]).tolist()
    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3]
    assert len(set(numbers)) == 4


def test_no_records_have_no_numbers() -> None:
    assert group_numbers([numbers_of(pa.array([], pa.string()))]).tolist() == []


def test_numbers_are_in_the_order_of_the_first_records() -> None:
    words = numbers_of(pa.array(["b", "a", None, "b", "c"]))
    assert group_numbers([words]).tolist() == [0, 1, 2, 0, 3]
    assert group_numbers([words, np.array([2, 1, 9, 0, 5])]).tolist() == [0, 1, 2, 3, 4]
