"""What our code fails over fails alone, and is named."""

from collections.abc import Sequence

import pytest

from plugins.faults import ArchiveUnavailable
from plugins.pipeline.collect.isolate_failures import run_each_isolating_failures, run_isolating_failures


def name(number: int) -> str:
    return f"number {number}"


def test_all_but_what_fails_is_done_and_what_fails_is_named() -> None:
    def inverse(numbers: Sequence[int]) -> list[float]:
        return [1 / number for number in numbers]

    expected = ([1, 0.5, 0.25], ["number 0"] * 2)
    assert run_isolating_failures([1, 0, 2, 4, 0], inverse, name) == expected
    assert run_each_isolating_failures([1, 0, 2, 4, 0], lambda number: 1 / number, name, threads=2) == expected


def test_nothing_to_do_asks_for_nothing() -> None:
    assert run_isolating_failures([], lambda _: 1 / 0, str) == ([], [])
    assert run_each_isolating_failures([], lambda _: 1 / 0, str, threads=2) == ([], [])


def test_a_store_that_does_not_answer_is_about_no_item_and_asked_once() -> None:
    sizes: list[int] = []

    def refuse(numbers: Sequence[int]) -> list[int]:
        sizes.append(len(numbers))
        raise ArchiveUnavailable("no answer")

    with pytest.raises(ArchiveUnavailable):
        run_isolating_failures([1, 2, 3], refuse, str)
    assert sizes == [3]
    with pytest.raises(ArchiveUnavailable):
        run_each_isolating_failures([1, 2, 3], lambda number: refuse([number]), str, threads=2)
