"""Exact amounts: money as whole numbers of its smallest unit, so that a million of them are summed fast and exactly.

Known:  amounts are read with up to eighteen decimals. They are counted in the largest unit in which all of them are
        whole; where the numbers then don't fit in 64 bits they are Python's own, slower and without a limit.
"""

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
    def of(cls, column: pa.Array) -> "ExactAmounts":
        """Return an Arrow column of decimals as whole numbers."""
        filled = pc.fill_null(column, pa.scalar(Decimal(0)).cast(column.type))
        for decimals in DECIMALS:
            try:
                scaled = filled.cast(pa.decimal128(NARROW, decimals))
            except pa.ArrowInvalid:
                continue
            low, high = _halves(scaled)
            if (high == low >> 63).all() and np.abs(low.astype(np.float64)).sum() < LARGEST_SUM:
                return cls(low, decimals)
            return cls(np.array([int(number) for number in _whole(scaled).to_pylist()], dtype=object), decimals)
        raise ValueError(f"amounts have at most {DECIMALS[-1]} decimals, and these are {column.type}")

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


def written(amount: Decimal) -> str:
    """Return an amount with two decimals, or as many more as it has itself, whatever others are counted in."""
    whole, _, decimals = f"{amount:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def _halves(column: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the lower and the upper 64 bits of decimals without blanks."""
    words = np.frombuffer(column.buffers()[1], dtype=np.int64).reshape(-1, 2)
    mine = words[column.offset : column.offset + len(column)]
    return mine[:, 0].copy(), mine[:, 1].copy()


def _whole(column: pa.Array) -> pa.Array:
    """Return decimals as whole numbers of their smallest unit."""
    return pa.Array.from_buffers(pa.decimal128(NARROW, 0), len(column), column.buffers(), offset=column.offset)
