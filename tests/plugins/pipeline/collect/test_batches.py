"""How the work of a run is cut."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.pipeline.collect.batches import BYTES_A_BATCH, BYTES_HUGE, cut, cut_by_weight, plan_checks
from plugins.storage.warehouse.checks import WaitingSnapshot

MEGABYTE = 1024 * 1024


def waiting(*sizes: int) -> list[WaitingSnapshot]:
    return [
        WaitingSnapshot(f"E{number:08d}", date(2026, 10, 5), f"{number:064x}", "a.csv", size)
        for number, size in enumerate(sizes)
    ]


def test_a_few_small_files_share_one_process() -> None:
    assert [len(batch) for batch in plan_checks(waiting(*[MEGABYTE // 10] * 36), 4).ordinary] == [36]


def test_enough_work_is_shared_evenly() -> None:
    batches = plan_checks(waiting(*[MEGABYTE] * 320), 2).ordinary
    assert [len(batch) for batch in batches] == [80] * 4


def test_a_huge_file_waits_alone_until_the_others_are_done() -> None:
    plan = plan_checks(waiting(MEGABYTE, BYTES_HUGE + 1, BYTES_HUGE, 3 * BYTES_HUGE), 2)
    assert [[one.size for one in batch] for batch in plan.ordinary] == [[BYTES_HUGE], [MEGABYTE]]
    assert [[one.size for one in batch] for batch in plan.huge] == [[BYTES_HUGE + 1], [3 * BYTES_HUGE]]


def test_nothing_waiting_is_no_batch() -> None:
    assert plan_checks([], 4).ordinary == plan_checks([], 4).huge == ()


@pytest.mark.parametrize("slots", [1, 2, 4, 16])
def test_no_slot_is_idle_while_much_waits(slots: int) -> None:
    batches = plan_checks(waiting(*[2 * MEGABYTE] * 160), slots).ordinary
    assert len(batches) % slots == 0
    weights = [sum(snapshot.size for snapshot in batch) for batch in batches]
    assert max(weights) - min(weights) <= 2 * MEGABYTE


@given(st.lists(st.integers(0, 2 * BYTES_A_BATCH), max_size=60), st.integers(1, 16))
def test_every_file_is_in_exactly_one_batch_and_no_batch_is_much_too_big(sizes: list[int], slots: int) -> None:
    given_files = waiting(*sizes)
    plan = plan_checks(given_files, slots)
    dealt = [one for batch in (*plan.ordinary, *plan.huge) for one in batch]
    assert sorted(dealt, key=lambda one: one.authority_gss) == given_files
    assert all(sum(one.size for one in batch) <= 2 * BYTES_A_BATCH for batch in plan.ordinary)


def test_sources_are_cut_in_order() -> None:
    assert cut([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]


def test_what_weighs_much_is_cut_smaller_and_what_is_too_heavy_is_alone() -> None:
    assert cut_by_weight([1, 2, 3, 9, 1, 1, 1], int, 5, 2) == [[1, 2], [3], [9], [1, 1], [1]]
    assert cut_by_weight([], int, 5, 2) == []
