"""The threshold: a figure above zero and below it could be about a few people whom somebody knows."""

from decimal import Decimal

from transforms.domain.disclosure_policy import DisclosurePolicy


def is_too_small(value: Decimal, policy: DisclosurePolicy) -> bool:
    """Return whether a figure may not be shown; nothing at all may."""
    return 0 < value < policy.threshold
