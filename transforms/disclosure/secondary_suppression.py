"""Secondary suppression: further figures are not shown, so that the small ones can't be worked out from what adds up.

Known:  of the sums that give a figure away, the one with the smallest figure left to hide hides it; parts come before
        totals. It ends, for each step hides one more. What can't be hidden by any sum, as where an earlier version
        shows it, is left for the audit to tell.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from transforms.disclosure.audit import audit
from transforms.disclosure.published_table import Addition, Place


def secondary_suppressions(
    values: Mapping[Place, Decimal],
    primary: Collection[Place],
    sums: Sequence[Addition],
    earlier: Mapping[Place, Decimal] | None = None,
    below: Mapping[Place, int] | None = None,
) -> frozenset[Place]:
    """Return the places that are not shown beside the primary ones."""
    suppressed = set(primary)
    while True:
        disclosed = {entry.place for entry in audit(values, suppressed, sums, earlier, below)}
        figure = _cheapest(disclosed, values, suppressed, sums)
        if figure is None:
            return frozenset(suppressed - set(primary))
        suppressed.add(figure)


def _cheapest(
    disclosed: Collection[Place],
    values: Mapping[Place, Decimal],
    suppressed: Collection[Place],
    sums: Sequence[Addition],
) -> Place | None:
    """Return the figure whose hiding costs least of those in a sum with one that is given away, None without any."""
    choices = [
        (
            sum(other in suppressed for other in addition.places),  # a sum that hides nothing else gives it away alone
            place == addition.total,
            values[place] == 0,
            values[place],
            place,
        )
        for addition in sums
        if any(other in disclosed for other in addition.places)
        for place in addition.places
        if place not in suppressed
    ]
    return min(choices)[-1] if choices else None
