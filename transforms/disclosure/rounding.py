"""Rounding: what is shown, to a multiple of a base, half up; so that no small difference shows."""

from decimal import ROUND_HALF_UP, Decimal


def rounded_to_base(value: Decimal, base: int) -> Decimal:
    """Return the multiple of `base` that is nearest, the one further from zero where two are."""
    if base <= 1:
        return value
    return (value / base).quantize(Decimal(1), ROUND_HALF_UP) * base
