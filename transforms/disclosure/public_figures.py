"""Public figures: a return's figures as the public may see them, by the policy that it declares."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from transforms.disclosure.audit import Disclosure, audit
from transforms.disclosure.primary_suppression import primary_suppressions
from transforms.disclosure.published_table import Place, additions
from transforms.disclosure.rounding import rounded_to_base
from transforms.disclosure.secondary_suppression import secondary_suppressions
from transforms.domain.statutory_return import StatutoryReturn

SUPPRESSED = "[c]"  # confidential, as the Government Analysis Function marks it


@dataclass(frozen=True)
class PublicFigures:
    """The figures that are shown, those that are not, and what could be worked out all the same."""

    shown_values: Mapping[Place, str]
    suppressed: frozenset[Place]
    disclosures: tuple[Disclosure, ...] = ()


def public_figures(
    definition: StatutoryReturn, values: Mapping[Place, str], earlier: Mapping[Place, str] | None = None
) -> PublicFigures:
    """Return what the public sees of the figures of a return; without a policy all of them, as they are.

    Args:
        definition: of the return.
        values: every figure that there is, as written.
        earlier: what earlier versions of it have shown.

    """
    policy = definition.disclosure
    if policy is None:
        return PublicFigures(values, frozenset())
    numbers = {place: Decimal(value) for place, value in values.items() if policy.is_about(place[1])}
    before = {place: Decimal(value) for place, value in (earlier or {}).items() if place in numbers}
    sums = [addition for addition in additions(definition, numbers) if numbers.keys() >= {*addition.places}]
    primary = primary_suppressions(numbers, policy)
    below = dict.fromkeys(primary, policy.threshold)
    suppressed = primary | secondary_suppressions(numbers, primary, sums, before, below)
    shown_values = {
        place: f"{rounded_to_base(numbers[place], policy.rounding_base):f}" if place in numbers else value
        for place, value in values.items()
        if place not in suppressed
    }
    return PublicFigures(shown_values, suppressed, tuple(audit(numbers, suppressed, sums, before, below)))
