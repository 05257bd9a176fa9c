"""Public figures: a return's figures as the public may see them, by the policy that it declares."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from transforms.disclosure.audit import Disclosure, audit
from transforms.disclosure.primary_suppression import primary_suppressions
from transforms.disclosure.published_table import FigureKey, additions
from transforms.disclosure.rounding import rounded_to_base
from transforms.disclosure.secondary_suppression import secondary_suppressions
from transforms.domain.statutory_return import StatutoryReturn

SUPPRESSED = "[c]"  # confidential, as the Government Analysis Function marks it


@dataclass(frozen=True)
class PublicFigures:
    """The figures that are shown, those that are not, and what could be worked out all the same."""

    shown_values: Mapping[FigureKey, str]
    suppressed: frozenset[FigureKey]
    disclosures: tuple[Disclosure, ...] = ()


def public_figures(
    definition: StatutoryReturn, values: Mapping[FigureKey, str], earlier: Mapping[FigureKey, str] | None = None
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
    numbers = {key: Decimal(value) for key, value in values.items() if policy.is_about(key[1])}
    before = {key: Decimal(value) for key, value in (earlier or {}).items() if key in numbers}
    sums = [addition for addition in additions(definition, numbers) if numbers.keys() >= {*addition.keys}]
    primary = primary_suppressions(numbers, policy)
    below = dict.fromkeys(primary, policy.threshold)
    suppressed = primary | secondary_suppressions(numbers, primary, sums, before, below)
    shown_values = {
        key: f"{rounded_to_base(numbers[key], policy.rounding_base):f}" if key in numbers else value
        for key, value in values.items()
        if key not in suppressed
    }
    return PublicFigures(shown_values, suppressed, tuple(audit(numbers, suppressed, sums, before, below)))
