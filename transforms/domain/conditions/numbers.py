"""Conditions on numbers: whole ones, exact decimals, and numbers of days."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from transforms.domain.conditions.base import ColumnWords, Condition, RecordColumns

if TYPE_CHECKING:
    from transforms.domain.conditions.base import Bools
    from transforms.domain.period import Period

Number = int | Decimal


@dataclass(frozen=True)
class Between(Condition):
    """The number in `column` is from `low` to `high`, both included; a bound that is None is no bound.

    A column of days between two dates is compared in days; a column of exact decimals exactly.
    """

    column: str
    low: Number | None
    high: Number | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.column,)

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where the number is within the bounds."""
        import numpy as np

        numbers = records.column(self.column)
        compare = _numpy_within if isinstance(numbers, np.ndarray) else _arrow_within
        return compare(numbers, self.low, self.high)

    def in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:  # noqa: ARG002
        """Return “the days from the valid date to the decision are from 0 to 56”."""
        noun = words.noun(self.column)
        if self.low is None:
            return f"the {noun} are {self.high} or fewer"
        return (
            f"the {noun} are {self.low} or more"
            if self.high is None
            else f"the {noun} are from {self.low} to {self.high}"
        )

    def formula(self) -> str:
        """Return the comparison."""
        low = "" if self.low is None else f"{self.low} ≤ "
        high = "" if self.high is None else f" ≤ {self.high}"
        return f"{self.column} ≥ {self.low}" if self.high is None else f"{low}{self.column}{high}"


def _numpy_within(numbers: Any, low: Number | None, high: Number | None) -> "Bools":  # noqa: ANN401
    import numpy as np

    def bound(number: Number) -> Any:  # noqa: ANN401
        return np.timedelta64(int(number), "D") if numbers.dtype.kind == "m" else number

    within = np.ones(len(numbers), dtype=bool) if numbers.dtype.kind != "m" else ~np.isnat(numbers)
    if low is not None:
        within &= numbers >= bound(low)
    if high is not None:
        within &= numbers <= bound(high)
    return np.asarray(within)


def _arrow_within(numbers: Any, low: Number | None, high: Number | None) -> "Bools":  # noqa: ANN401
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    within = pc.is_valid(numbers)
    exact = pa.types.is_decimal(numbers.type)
    for bound, compare in ((low, pc.greater_equal), (high, pc.less_equal)):
        if bound is not None:
            value = pa.scalar(Decimal(bound)) if exact else pa.scalar(bound)
            within = pc.and_(within, pc.fill_null(compare(numbers, value), False))
    return np.asarray(within.to_numpy(zero_copy_only=False) if isinstance(within, pa.Array) else within.to_numpy())
