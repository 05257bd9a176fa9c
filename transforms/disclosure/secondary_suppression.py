"""Secondary suppression: further figures are not shown, so that the small ones can't be worked out from what adds up.

Known:  of the sums that give a figure away, the one with the smallest figure left to hide hides it; parts come before
        totals. It ends, for each step hides one more. What can't be hidden by any sum, as where an earlier version
        shows it, is left for the audit to tell.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from transforms.disclosure.audit import audit
from transforms.disclosure.published_table import Addition, FigureKey


def secondary_suppressions(
    values: Mapping[FigureKey, Decimal],
    primary: Collection[FigureKey],
    sums: Sequence[Addition],
    earlier: Mapping[FigureKey, Decimal] | None = None,
    below: Mapping[FigureKey, int] | None = None,
) -> frozenset[FigureKey]:
    """Return the keys that are not shown beside the primary ones."""
    suppressed = set(primary)
    while True:
        disclosed = {entry.key for entry in audit(values, suppressed, sums, earlier, below)}
        figure = _cheapest(disclosed, values, suppressed, sums)
        if figure is None:
            return frozenset(suppressed - set(primary))
        suppressed.add(figure)


def _cheapest(
    disclosed: Collection[FigureKey],
    values: Mapping[FigureKey, Decimal],
    suppressed: Collection[FigureKey],
    sums: Sequence[Addition],
) -> FigureKey | None:
    """Return the figure whose hiding costs least of those in a sum with one that is given away, None without any."""
    choices = [
        (
            sum(other in suppressed for other in addition.keys),  # a sum that hides nothing else gives it away alone
            key == addition.total,
            values[key] == 0,
            values[key],
            key,
        )
        for addition in sums
        if any(other in disclosed for other in addition.keys)
        for key in addition.keys
        if key not in suppressed
    ]
    return min(choices)[-1] if choices else None
