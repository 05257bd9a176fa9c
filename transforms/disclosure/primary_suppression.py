"""Primary suppression: the figures of a policy's cells that are too small are not shown."""

from collections.abc import Mapping
from decimal import Decimal

from transforms.disclosure.published_table import FigureKey
from transforms.disclosure.threshold import is_too_small
from transforms.domain.disclosure_policy import DisclosurePolicy


def primary_suppressions(values: Mapping[FigureKey, Decimal], policy: DisclosurePolicy) -> frozenset[FigureKey]:
    """Return the keys of the figures that are too small, totals among them."""
    return frozenset(key for key, value in values.items() if policy.is_about(key[1]) and is_too_small(value, policy))
