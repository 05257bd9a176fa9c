"""Indicators by which authorities are compared, each declared once and read off the cells of a return.

Known:  none is a measure of how good a council is. Each says what it must not be used for, and which end is better
        only where a statute or guidance does.
"""

from transforms.indicators import (
    brownfield,
    contracts,
    contributions,
    licensing,
    money_and_property,
    planning,
    publishing,
)
from transforms.indicators.definition import SectorIndicator

INDICATORS: tuple[SectorIndicator, ...] = (
    *planning.INDICATORS,
    *brownfield.INDICATORS,
    *contributions.INDICATORS,
    *contracts.INDICATORS,
    *publishing.INDICATORS,
    *licensing.INDICATORS,
    *money_and_property.INDICATORS,
)

__all__ = ["INDICATORS", "SectorIndicator", "sector_indicator"]


def sector_indicator(slug: str) -> SectorIndicator:
    """Return the indicator called `slug`; raise LookupError, naming it, where there is none."""
    for indicator in INDICATORS:
        if indicator.slug == slug:
            return indicator
    raise LookupError(f"there is no indicator “{slug}”")
