"""Fetching is divided so that no worker waits for another, and no publisher is asked by several at once."""

import heapq
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.pipeline.collect.batches import SOURCES_A_BATCH
from plugins.pipeline.collect.fetch_plan import main_host, plan_fetches
from transforms.domain.authority import Source

AT_ONCE = 24  # as one task asks
TASK_SECONDS = 1.0  # what starting a task costs
Sources = Mapping[str, Sequence[Source]]


def source(gss: str, url: str) -> Source:
    return Source(gss, "contracts", url, "csv", "OGL-UK-3.0", "statutory", None, None)


def councils(count: int, *, hosts: int | None = None) -> Sources:
    """Return councils with a file each, on as many hosts; each on its own where that is left out."""
    codes = [f"E{number:08d}" for number in range(count)]
    return {
        gss: [source(gss, f"https://{number % (hosts or count)}.example/a.csv")] for number, gss in enumerate(codes)
    }


def seconds_to_collect(sources: Sources, slots: int, answer_seconds: float) -> float:
    """Return how long the batches take, each task waiting for as many answers at once as one task asks."""
    free = [0.0] * slots
    for batch in plan_fetches(sources, {}, slots):
        rounds = -(-len(batch) // AT_ONCE)
        heapq.heapreplace(free, free[0] + TASK_SECONDS + rounds * answer_seconds)
    return max(free)


def test_four_slots_collect_england_at_least_three_times_as_fast_as_one() -> None:
    england = councils(382)
    one, four = (seconds_to_collect(england, slots, 5.0) for slots in (1, 4))
    assert one / four >= 3


@pytest.mark.parametrize("count", [38, 382, 10_000])
def test_more_sources_take_no_more_than_their_share_longer(count: int) -> None:
    assert seconds_to_collect(councils(count), 4, 5.0) <= 2 * (TASK_SECONDS + 5.0) + 6 * count / (4 * AT_ONCE)


def test_a_few_sources_share_one_task() -> None:
    assert len(plan_fetches(councils(36), {}, 16)) == 1


def test_what_a_host_serves_is_asked_by_one_task() -> None:
    batches = plan_fetches(councils(382, hosts=7), {}, 4)
    hosts = [{main_host([*councils(382, hosts=7)[gss]]) for gss in batch} for batch in batches]
    assert sum(len(each) for each in hosts) == len(set.union(*hosts)) == 7
    assert len(batches) == 7


def test_our_own_hosts_are_asked_by_every_task() -> None:
    batches = plan_fetches(councils(382, hosts=1), {}, 4, own_hosts={"0.example"})
    assert [len(batch) for batch in batches] == [48] * 6 + [47] * 2


def test_a_big_file_weighs_as_long_as_it_takes() -> None:
    batches = plan_fetches(councils(96), {"E00000000": 1_000_000_000}, 4)
    assert sorted(map(len, batches)) == [1, 95]
    assert batches[0] == ["E00000000"], "what takes longest is begun first"


def test_an_address_that_is_none_stops_nobody() -> None:
    assert plan_fetches({"E1": [source("E1", "http://[")], **councils(2)}, {}, 2) == [["E00000000", "E00000001", "E1"]]


@given(st.dictionaries(st.text("0123456789", min_size=1), st.integers(0, 5), max_size=500), st.integers(1, 16))
def test_every_authority_is_in_exactly_one_batch_of_bounded_size(hosts: dict[str, int], slots: int) -> None:
    sources = {gss: [source(gss, f"https://{host}.example/a.csv")] for gss, host in hosts.items()}
    batches = plan_fetches(sources, {}, slots)
    assert sorted(gss for batch in batches for gss in batch) == sorted(sources)
    assert all(len(batch) <= 2 * SOURCES_A_BATCH for batch in batches)
    assert plan_fetches(sources, {}, slots) == batches, "the same every time"
