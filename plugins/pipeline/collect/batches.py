"""Batches: how the work of a run is divided, so that many files share a task and no file starves the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from plugins.storage.warehouse.checks import WaitingSnapshot

Item = TypeVar("Item")

SOURCES_A_BATCH = 200
# The bytes that one task reads at once. Tables take some thirteen times the bytes of the file; tasks stay below 2 GB.
BYTES_A_BATCH = 80 * 1024 * 1024
# A file above this is many times an ordinary one, or rubbish: its own authority waits, and nobody else.
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
    """Return `items` in order, at most `size` at a time and no heavier than `most`; a heavier item is a batch alone."""
    batches: list[list[Item]] = []
    remaining = 0
    for item in items:
        if not batches or weigh(item) > remaining or len(batches[-1]) == size:
            batches.append([])
            remaining = most
        batches[-1].append(item)
        remaining -= weigh(item)
    return batches


def deal_out(items: Sequence[Item], weigh: Callable[[Item], float], count: int) -> list[list[Item]]:
    """Return `items` in `count` batches of about the same weight, the heaviest dealt out first; none is empty."""
    batches: list[list[Item]] = [[] for _ in range(count)]
    weights = [0.0] * count
    for item in sorted(items, key=weigh, reverse=True):
        lightest = weights.index(min(weights))
        batches[lightest].append(item)
        weights[lightest] += weigh(item)
    return [batch for batch in batches if batch]


def plan_checks(waiting: Sequence[WaitingSnapshot], slots: int) -> CheckPlan:
    """Return the batches for `waiting`: even ones for `slots` tasks at once, and each huge file for itself, last."""
    ordinary = [snapshot for snapshot in waiting if snapshot.size <= BYTES_HUGE]
    huge = sorted((snapshot for snapshot in waiting if snapshot.size > BYTES_HUGE), key=lambda snapshot: snapshot.size)
    return CheckPlan(tuple(_even_batches(ordinary, slots)), tuple((snapshot,) for snapshot in huge))


def _even_batches(waiting: Sequence[WaitingSnapshot], slots: int) -> list[tuple[WaitingSnapshot, ...]]:
    """Return batches of about the same size, the biggest files dealt out first."""
    total = sum(snapshot.size for snapshot in waiting)
    if not waiting:
        return []
    count = max(-(-total // BYTES_A_BATCH), min(slots, 1 + total // BYTES_WORTH_SHARING))
    if count > slots:
        count += -count % slots  # or the last round leaves slots with nothing to do
    in_order = sorted(waiting, key=lambda snapshot: snapshot.authority_gss)
    batches = deal_out(in_order, lambda snapshot: snapshot.size, count)
    return [tuple(sorted(batch, key=lambda snapshot: snapshot.authority_gss)) for batch in batches]
