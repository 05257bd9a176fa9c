"""How far a share of few cases may lie from others by chance alone.

Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference (1927); D. J. Spiegelhalter,
        Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005), whose outer limits are
        three standard errors, 99.8 per cent.
Unit:   as the share is scaled: per cent by default.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

STANDARD_ERRORS = 3.09  # 99.8 per cent: one in 500 lies outside by chance, less than one council of a national table


@dataclass(frozen=True)
class Interval:
    """Between what a share would lie, were the same number of cases decided again."""

    lower: float
    upper: float

    def __contains__(self, value: Decimal | float) -> bool:
        return self.lower <= float(value) <= self.upper

    def against(self, other: Decimal) -> str:
        """Return how the share lies to another one, as far as that is no chance: “higher”, “lower”; blank if it is."""
        return "" if other in self else "higher" if self.lower > float(other) else "lower"


def chance_interval(cases: Decimal, of_cases: Decimal, per: int = 100) -> Interval:
    """Return the Wilson interval of a share of cases; `of_cases` is above 0, and `cases` from 0 to it."""
    count, share, z = float(of_cases), float(cases / of_cases), STANDARD_ERRORS
    centre = share + z * z / (2 * count)
    margin = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = per / (1 + z * z / count)
    return Interval(round(max(0.0, centre - margin) * scale, 1), round(min(float(per), (centre + margin) * scale), 1))
