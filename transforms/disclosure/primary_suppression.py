"""Primary suppression: the figures of a policy's cells that are too small are not shown."""

from collections.abc import Mapping
from decimal import Decimal

from transforms.disclosure.published_table import Place
from transforms.disclosure.threshold import is_too_small
from transforms.domain.disclosure_policy import DisclosurePolicy


def primary_suppressions(values: Mapping[Place, Decimal], policy: DisclosurePolicy) -> frozenset[Place]:
    """Return the places of the figures that are too small, totals among them."""
    return frozenset(
        place for place, value in values.items() if policy.is_about(place[1]) and is_too_small(value, policy)
    )
