"""Group numbers: one number for records that agree in some columns, worked out by hashing."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def numbers_of(column: pa.Array | pa.ChunkedArray) -> Ints:
    """Return a number for each value of a column, the same for the same value; -1 for a blank."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    indices = pc.fill_null(coded.indices, -1)
    return np.asarray(indices.to_numpy(zero_copy_only=False)).astype(np.int64)


def group_numbers(columns: Iterable[Ints]) -> Ints:
    """Return one number per record, the same for records that agree in all columns; -1 is a value, too.

    They count from 0 on in the order of the first records. No further column is asked for once all records differ.
    """
    remaining = iter(columns)
    first = next(remaining)
    numbers = numbers_of(pa.array(first + 1))
    for column in remaining:
        if numbers.max(initial=-1) + 1 == len(numbers):
            break
        numbers = numbers_of(pa.array(numbers * (column.max(initial=-1) + 2) + column + 1))
    return numbers
