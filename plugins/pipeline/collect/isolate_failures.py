"""Apart: where our code fails over a batch, it is halved until what it fails over stands alone; all else is done."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from plugins.faults import ArchiveUnavailable, WarehouseUnavailable

Item = TypeVar("Item")
Result = TypeVar("Result")
LOG = logging.getLogger(__name__)


def run_isolating_failures(
    items: Sequence[Item], work: Callable[[Sequence[Item]], list[Result]], name: Callable[[Item], str]
) -> tuple[list[Result], list[str]]:
    """Return what `work` gives for the items, and the names of those over which it failed.

    That the store or the warehouse does not answer is about no item: it is raised at once.
    """
    if not items:
        return [], []
    try:
        return work(items), []
    except (ArchiveUnavailable, WarehouseUnavailable):
        raise
    except Exception:
        if len(items) == 1:
            LOG.exception("our code failed over %s", name(items[0]))
            return [], [name(items[0])]
    middle = len(items) // 2
    first, last = run_isolating_failures(items[:middle], work, name), run_isolating_failures(items[middle:], work, name)
    return first[0] + last[0], first[1] + last[1]
