"""Exact amounts: money as whole numbers of its smallest unit, so that a million of them are summed fast and exactly.

Known:  amounts are read with up to eighteen decimals. They are counted in the largest unit in which all of them are
        whole; where the numbers then don't fit in 64 bits they are Python's own, slower and without a limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

DECIMALS = (2, 4, 6, 9, 12, 18)
LARGEST_SUM = 2.0**62
NARROW, WIDE = 38, 76  # digits of Arrow's decimals

Numbers = NDArray[Any]  # whole numbers, 64 bits wide or Python's own


@dataclass(frozen=True)
class ExactAmounts:
    """Amounts as whole numbers, each so many times ten to the power of -`decimals`; a blank is 0."""

    numbers: Numbers
    decimals: int

    @classmethod
    def of(cls, column: pa.Array | pa.ChunkedArray) -> "ExactAmounts":
        """Return an Arrow column of decimals as whole numbers."""
        column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        if not pa.types.is_decimal(column.type):
            column = column.cast(pa.decimal128(NARROW, DECIMALS[-1]))
        filled = pc.fill_null(column, pa.scalar(Decimal(0)).cast(column.type)) if column.null_count else column
        for decimals in DECIMALS:
            try:
                scaled = filled.cast(pa.decimal128(NARROW, decimals))
            except pa.ArrowInvalid:
                continue
            low, high = _halves(scaled)
            if np.array_equal(high, low >> 63) and np.abs(low, dtype=np.float64).sum() < LARGEST_SUM:
                return cls(low, decimals)
            return cls(np.array([int(number) for number in _whole(scaled).to_pylist()], dtype=object), decimals)
        raise ValueError(f"amounts have at most {DECIMALS[-1]} decimals, and these are {column.type}")

    def sums(self, rows: NDArray[np.int64], group: NDArray[np.int64], groups: int) -> NDArray[Any]:
        """Return the sum over the rows of each group as an exact decimal; 0 of a group without rows."""
        summed = np.zeros(groups, dtype=self.numbers.dtype)
        np.add.at(summed, group[rows], self.numbers[rows])
        sums: NDArray[Any] = np.empty(groups, dtype=object)
        sums[:] = [self.decimal(number) for number in summed.tolist()]
        return sums

    def like(self, numbers: Numbers) -> pa.Array:
        """Return other whole numbers of the same unit as an Arrow column of decimals."""
        if numbers.dtype == object:
            whole = pa.array([Decimal(number) for number in numbers.tolist()], pa.decimal256(WIDE, 0))
            return pa.Array.from_buffers(pa.decimal256(WIDE, self.decimals), len(whole), whole.buffers())
        pairs = np.column_stack([numbers, numbers >> 63])
        return pa.Array.from_buffers(
            pa.decimal128(NARROW, self.decimals), len(numbers), [None, pa.py_buffer(pairs.tobytes())]
        )

    def decimal(self, number: Any) -> Decimal:  # noqa: ANN401
        """Return one whole number as an exact amount."""
        return Decimal(f"{int(number)}e-{self.decimals}")


def floored_difference(
    plus: Sequence[ExactAmounts], minus: Sequence[ExactAmounts], rows: NDArray[np.int64]
) -> ExactAmounts | None:
    """Return max(0, what some columns have together less what others have), row by row.

    None where they don't share a unit, or are too large for 64 bits together: that is worked out in another way.
    """
    columns = [*plus, *minus]
    size = sum(float(np.abs(column.numbers.astype(np.float64)).sum()) for column in columns)
    if len({column.decimals for column in columns}) > 1 or size >= LARGEST_SUM:
        return None
    if any(column.numbers.dtype == object for column in columns):
        return None
    left = sum(column.numbers[rows] for column in plus) - sum(column.numbers[rows] for column in minus)
    return ExactAmounts(np.maximum(left, 0), columns[0].decimals)


def written(amount: Decimal) -> str:
    """Return an amount with two decimals, or as many more as it has itself, whatever others are counted in."""
    whole, _, decimals = f"{amount:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def _halves(column: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the lower and the upper 64 bits of decimals without blanks; of the upper ones a view."""
    words = np.frombuffer(column.buffers()[1], dtype=np.int64).reshape(-1, 2)
    mine = words[column.offset : column.offset + len(column)]
    return mine[:, 0].copy(), mine[:, 1]


def _whole(column: pa.Array) -> pa.Array:
    """Return decimals as whole numbers of their smallest unit."""
    return pa.Array.from_buffers(pa.decimal128(NARROW, 0), len(column), column.buffers(), offset=column.offset)
