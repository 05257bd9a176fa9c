"""Duplicates: of records with one key the latest wins, then the later row, or all count and the later are named."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc


def superseded(
    keys: Sequence[pa.Array], latest_by: pa.Array | None, competes: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Return which records lose to another with the same key; records that do not compete neither win nor lose."""
    lost = np.zeros(len(competes), dtype=bool)
    rows = np.flatnonzero(competes)
    if not len(rows):
        return lost
    groups = _group_numbers([key.take(pa.array(rows)) for key in keys])
    days = np.zeros(len(rows), dtype=np.int64)
    if latest_by is not None:
        numbers = pc.fill_null(pc.cast(latest_by, pa.int32()), np.iinfo(np.int32).min)
        days = numbers.to_numpy()[rows].astype(np.int64)
    order = np.lexsort((rows, days, groups))
    is_beaten = np.append(groups[order][:-1] == groups[order][1:], False)
    lost[rows[order][is_beaten]] = True
    return lost


def repeated(
    keys: Sequence[pa.Array], differences: Sequence[pa.Array], competes: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Return which records have the key of an earlier one that differs from them or from one before them.

    So of rows A, A, B, A of one key the last two: the second row is the first once more.
    """
    flagged = np.zeros(len(competes), dtype=bool)
    rows = np.flatnonzero(competes)
    if not len(rows):
        return flagged
    groups = _group_numbers([key.take(pa.array(rows)) for key in keys])
    contents = _group_numbers([texts.take(pa.array(rows)) for texts in differences]) if differences else 0 * groups
    order = np.lexsort((rows, groups))
    groups, contents = groups[order], contents[order]
    starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
    first = np.repeat(starts, np.diff([*starts, len(groups)]))
    differs = np.cumsum(contents != contents[first])
    flagged[rows[order]] = differs > differs[first]
    return flagged


def _group_numbers(keys: Sequence[pa.Array]) -> npt.NDArray[np.int64]:
    """Return one number per record, the same for records with the same key."""
    numbers = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        codes = pc.fill_null(key.dictionary_encode().indices, -1).to_numpy().astype(np.int64)
        paired = pa.array(numbers * (codes.max() + 2) + codes + 1)
        numbers = paired.dictionary_encode().indices.to_numpy().astype(np.int64)
    return numbers
