"""Group numbers: one number for records that agree in some columns, worked out by hashing, in no particular order."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def numbers_of(column: pa.Array | pa.ChunkedArray) -> Ints:
    """Return a number for each value of a column, the same for the same value; -1 for a blank."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    indices = pc.fill_null(whole.dictionary_encode().indices, -1)
    return np.asarray(indices.to_numpy(zero_copy_only=False)).astype(np.int64)


def group_numbers(columns: Sequence[Ints]) -> Ints:
    """Return one number per record from 0 on, the same for records that agree in all columns; -1 is a value, too."""
    numbers: Ints = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        width = column.max(initial=-1) + 2
        numbers = numbers_of(pa.array(numbers * width + column + 1))
    return numbers
