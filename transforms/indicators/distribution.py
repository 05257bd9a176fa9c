"""How the values of an indicator are spread over the authorities that have one."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

MIN_VALUES = 4  # of fewer, quarters say nothing


@dataclass(frozen=True)
class Distribution:
    """The lowest and the highest value, and the three values that cut the authorities into quarters."""

    count: int
    lowest: Decimal
    lower_quartile: Decimal
    median: Decimal
    upper_quartile: Decimal
    highest: Decimal

    def quarter(self, value: Decimal) -> str:
        """Return in which quarter of the authorities a value lies, the lowest first."""
        bounds = (self.lower_quartile, self.median, self.upper_quartile)
        return ("lowest", "second lowest", "second highest", "highest")[sum(value > bound for bound in bounds)]


def distribution(values: Iterable[Decimal | None]) -> Distribution | None:
    """Return how the values are spread, None where fewer than four authorities have one."""
    ordered = sorted(value for value in values if value is not None)
    if len(ordered) < MIN_VALUES:
        return None
    lower, median, upper = quantiles(ordered, method="inclusive")
    return Distribution(len(ordered), ordered[0], lower, median, upper, ordered[-1])
