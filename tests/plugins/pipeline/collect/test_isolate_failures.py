"""A batch is halved until what our code fails over stands alone."""

from collections.abc import Sequence

import pytest

from plugins.faults import ArchiveUnavailable
from plugins.pipeline.collect.isolate_failures import run_isolating_failures


def test_all_but_what_fails_is_done_and_what_fails_is_named() -> None:
    def inverse(numbers: Sequence[int]) -> list[float]:
        return [1 / number for number in numbers]

    assert run_isolating_failures([1, 0, 2, 4, 0], inverse, lambda number: f"number {number}") == (
        [1, 0.5, 0.25],
        ["number 0"] * 2,
    )


def test_nothing_to_do_asks_for_nothing() -> None:
    assert run_isolating_failures([], lambda _: 1 / 0, str) == ([], [])


def test_a_store_that_does_not_answer_is_about_no_item_and_asked_once() -> None:
    asked: list[int] = []

    def refuse(numbers: Sequence[int]) -> list[int]:
        asked.append(len(numbers))
        raise ArchiveUnavailable("no answer")

    with pytest.raises(ArchiveUnavailable):
        run_isolating_failures([1, 2, 3], refuse, str)
    assert asked == [3]
