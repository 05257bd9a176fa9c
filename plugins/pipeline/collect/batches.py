"""Batches: how the work of a run is cut, so that a task's start is shared and no file starves the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from plugins.storage.warehouse.checks import WaitingSnapshot

Item = TypeVar("Item")

SOURCES_A_BATCH = 200
# What one task reads at once. Tables take some thirteen times the bytes of the file; tasks stay below 2 GB.
BYTES_A_BATCH = 80 * 1024 * 1024
# A file above this is many times an ordinary one, or rubbish: its authority waits, and nobody else does.
BYTES_HUGE = 16 * 1024 * 1024
# Below this, a second process costs more than it saves.
BYTES_WORTH_SHARING = 6 * 1024 * 1024


@dataclass(frozen=True)
class CheckPlan:
    """The batches of a run's checks: ordinary ones, and the huge files that wait until all the others are done."""

    ordinary: tuple[tuple[WaitingSnapshot, ...], ...]
    huge: tuple[tuple[WaitingSnapshot, ...], ...]


def cut(items: Sequence[Item], size: int) -> list[list[Item]]:
    """Return `items` in order, at most `size` at a time."""
    return [list(items[start : start + size]) for start in range(0, len(items), size)]


def cut_by_weight(items: Sequence[Item], weigh: Callable[[Item], int], most: int, size: int) -> list[list[Item]]:
    """Return `items` in order, at most `size` at a time and no heavier than `most`, but for one that is so alone."""
    batches: list[list[Item]] = []
    left = 0
    for item in items:
        if not batches or weigh(item) > left or len(batches[-1]) == size:
            batches.append([])
            left = most
        batches[-1].append(item)
        left -= weigh(item)
    return batches


def plan_checks(waiting: Sequence[WaitingSnapshot]) -> CheckPlan:
    """Return the batches for `waiting`: even ones, and each huge file for itself, last."""
    huge = sorted((one for one in waiting if one.size > BYTES_HUGE), key=lambda one: one.size)
    rest = [one for one in waiting if one.size <= BYTES_HUGE]
    return CheckPlan(tuple(_evenly(rest)), tuple((one,) for one in huge))


def _evenly(waiting: Sequence[WaitingSnapshot]) -> list[tuple[WaitingSnapshot, ...]]:
    """Return batches of about the same size, the biggest files dealt out first."""
    total = sum(one.size for one in waiting)
    if not waiting:
        return []
    count = max(-(-total // BYTES_A_BATCH), min(2, 1 + total // BYTES_WORTH_SHARING))
    if count > 1:
        count += count % 2  # two processes at a time is the least that a machine has
    bins: list[list[WaitingSnapshot]] = [[] for _ in range(count)]
    sizes = [0] * count
    for one in sorted(waiting, key=lambda one: (-one.size, one.authority_gss)):
        smallest = sizes.index(min(sizes))
        bins[smallest].append(one)
        sizes[smallest] += one.size
    return [tuple(sorted(group, key=lambda one: one.authority_gss)) for group in bins if group]
