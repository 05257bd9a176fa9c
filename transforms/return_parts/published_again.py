"""Published again: which rows count where several snapshots hold the same records.

Source: docs/specifications/contract-notices.md, section 3.2
"""

from collections.abc import Sequence

import numpy as np

from transforms.domain.group_numbers import group_numbers
from transforms.domain.records import Ints


def of_latest_snapshot(rows: Ints, snapshot: Ints, keys: Sequence[Ints]) -> Ints:
    """Return of rows those of the latest snapshot that holds their key; `snapshot` and `keys` are row by row."""
    group = group_numbers(keys)
    latest = np.full(int(group.max(initial=-1)) + 1, -1, dtype=np.int64)
    np.maximum.at(latest, group, snapshot)
    return np.asarray(rows[snapshot == latest[group]])


def of_fullest_snapshot(rows: Ints, snapshot: Ints, keys: Sequence[Ints]) -> Ints:
    """Return of rows those of the snapshot that holds the most with their key, the later of equals."""
    group = group_numbers(keys)
    within = group_numbers([group, snapshot])
    of_within, first_row, count = np.unique(within, return_index=True, return_counts=True)
    order = np.lexsort((snapshot[first_row], count, group[first_row]))  # the last of each group: the most, the latest
    is_last = np.append(np.diff(group[first_row][order]) != 0, True)[: len(order)].astype(bool)
    return rows[np.isin(within, of_within[order[is_last]])]
