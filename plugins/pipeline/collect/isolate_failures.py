"""Failures kept to the file that they are about: everybody else's work is done, and the caller names what failed.

Known   a store or a warehouse that does not answer is about no file, and raised at once: the step is tried again.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from plugins.faults import ArchiveUnavailable, WarehouseUnavailable

Item = TypeVar("Item")
Result = TypeVar("Result")
LOG = logging.getLogger(__name__)
UNAVAILABLE = (ArchiveUnavailable, WarehouseUnavailable)


def run_isolating_failures(
    items: Sequence[Item], work: Callable[[Sequence[Item]], list[Result]], name: Callable[[Item], str]
) -> tuple[list[Result], list[str]]:
    """Return what `work` gives for a batch, and the names of the items over which it failed.

    A batch over which it fails is halved until the item that it fails over is alone.
    """
    if not items:
        return [], []
    try:
        return work(items), []
    except UNAVAILABLE:
        raise
    except Exception:
        if len(items) == 1:
            LOG.exception("our code failed over %s", name(items[0]))
            return [], [name(items[0])]
    middle = len(items) // 2
    first, last = run_isolating_failures(items[:middle], work, name), run_isolating_failures(items[middle:], work, name)
    return first[0] + last[0], first[1] + last[1]


def run_each_isolating_failures(
    items: Iterable[Item], work: Callable[[Item], Result], name: Callable[[Item], str], threads: int
) -> tuple[list[Result], list[str]]:
    """Return what `work` gives for each item, some at a time, and the names of the items over which it failed."""

    def run_one(item: Item) -> tuple[list[Result], list[str]]:
        return run_isolating_failures([item], lambda items: [work(items[0])], name)

    with ThreadPoolExecutor(threads) as pool:
        pairs = list(pool.map(run_one, items))
    return [result for results, _ in pairs for result in results], [failed for _, names in pairs for failed in names]
