"""Exact columns: sums and differences of Arrow decimals, in which a blank is not zero."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.records import Bools, Ints
from transforms.domain.sightings import Sightings

EXACT = pa.decimal256(60, 18)
ZERO = pa.scalar(Decimal(0)).cast(EXACT)


def exact(sightings: Sightings, name: str, rows: Ints) -> pa.Array:
    """Return a decimal column of some rows."""
    return sightings.table.column(name).take(pa.array(rows)).combine_chunks().cast(EXACT)


def sum_of(columns: Sequence[pa.Array]) -> pa.Array:
    """Return the sum of what the columns hold, blank where none of them holds anything."""
    total, is_held = pc.fill_null(columns[0], ZERO), pc.is_valid(columns[0])
    for column in columns[1:]:
        total = pc.add(total, pc.fill_null(column, ZERO)).cast(EXACT)
        is_held = pc.or_(is_held, pc.is_valid(column))
    return pc.if_else(is_held, total, pa.scalar(None, EXACT))


def less(column: pa.Array, other: pa.Array) -> pa.Array:
    """Return a column less what another one holds."""
    return pc.subtract(column, pc.fill_null(other, ZERO)).cast(EXACT)


def is_held(column: pa.Array) -> Bools:
    """Return where a column is not blank."""
    return np.asarray(pc.is_valid(column).to_numpy(zero_copy_only=False), dtype=bool)
