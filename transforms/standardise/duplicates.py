"""Duplicates: of records with one key the latest wins, then the later row, or all count and the later are named."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.group_numbers import group_numbers, numbers_of


def superseded(
    keys: Sequence[pa.Array], latest_by: pa.Array | None, competes: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Return which records lose to another with the same key; records that do not compete neither win nor lose."""
    lost = np.zeros(len(competes), dtype=bool)
    rows = np.flatnonzero(competes)
    if not len(rows):
        return lost
    groups = group_numbers([numbers_of(key.take(pa.array(rows))) for key in keys])
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
    groups = group_numbers([numbers_of(key.take(pa.array(rows))) for key in keys])
    contents = 0 * groups
    if differences:
        contents = group_numbers([numbers_of(texts.take(pa.array(rows))) for texts in differences])
    order = np.lexsort((rows, groups))
    groups, contents = groups[order], contents[order]
    starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
    first = np.repeat(starts, np.diff([*starts, len(groups)]))
    differs = np.cumsum(contents != contents[first])
    flagged[rows[order]] = differs > differs[first]
    return flagged
