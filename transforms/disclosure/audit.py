"""The audit: tries to work out every figure that is not shown, as somebody would who has all that was ever shown.

Known:  what adds up is solved for what is missing, exactly, and between bounds: nobody has less than nothing, and what
        is below the threshold is known to be at least 1 and less than that. A figure is found out where a single value
        is left. Figures that an earlier version showed, and that are the same still, count as shown.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from transforms.disclosure.published_table import Addition, Place

Row = dict[Place, Fraction]
ROUNDS = 100  # of narrowing; bounds that creep towards each other for ever leave more than one value


@dataclass(frozen=True)
class Disclosure:
    """A figure that is not shown and can be worked out, and how."""

    place: Place
    value: Decimal
    how: str


def audit(
    values: Mapping[Place, Decimal],
    suppressed: Collection[Place],
    sums: Sequence[Addition],
    earlier: Mapping[Place, Decimal] | None = None,
    below: Mapping[Place, int] | None = None,
) -> list[Disclosure]:
    """Return every figure that can be worked out although it is not shown.

    Args:
        values: the figures, those that are not shown too.
        suppressed: the places of the latter.
        sums: what everybody knows to add up.
        earlier: what earlier versions showed.
        below: of figures that are known to be small, what they are below.

    """
    shown_before = {place for place, value in (earlier or {}).items() if values.get(place) == value}
    before = [
        Disclosure(place, values[place], "an earlier version shows it")
        for place in sorted({*suppressed} & shown_before)
    ]
    unknown = {*suppressed} - shown_before
    equations = list(_equations(values, unknown, sums))
    solved = _solved(equations)
    exact = [Disclosure(place, values[place], "what adds up leaves nothing else") for place in sorted(solved)]
    bounded = _single_valued(equations, unknown - solved, below or {})
    between = [Disclosure(place, values[place], "no other value lies between its bounds") for place in sorted(bounded)]
    return [*before, *exact, *between]


def _equations(
    values: Mapping[Place, Decimal], unknown: Collection[Place], sums: Sequence[Addition]
) -> Iterator[tuple[Row, Fraction]]:
    """Yield what is known of the unknown figures: coefficients, and what they come to."""
    for addition in sums:
        row = {part: Fraction(1) for part in addition.parts if part in unknown}
        rest = sum((Fraction(values[part]) for part in addition.parts if part not in unknown), Fraction(0))
        constant = Fraction(0)
        if addition.total in unknown:
            row[addition.total] = row.get(addition.total, Fraction(0)) - 1
        else:
            constant = Fraction(values[addition.total])
        if row:
            yield row, constant - rest


def _solved(equations: Sequence[tuple[Row, Fraction]]) -> frozenset[Place]:
    """Return the unknowns that have one solution: Gauss and Jordan, exactly."""
    pivots: dict[Place, Row] = {}
    for equation, _ in equations:
        row = dict(equation)
        for place in list(row):
            if place in pivots and row.get(place):
                _subtract(row, pivots[place], row[place])
        pivot = min((place for place, factor in row.items() if factor), default=None)
        if pivot is None:
            continue
        scale = row[pivot]
        row = {place: factor / scale for place, factor in row.items() if factor}
        for other in pivots.values():
            if other.get(pivot):
                _subtract(other, row, other[pivot])
        pivots[pivot] = row
    return frozenset(pivot for pivot, row in pivots.items() if sum(1 for factor in row.values() if factor) == 1)


def _subtract(row: Row, other: Row, times: Fraction) -> None:
    for place, factor in other.items():
        left = row.get(place, Fraction(0)) - factor * times
        if left:
            row[place] = left
        else:
            row.pop(place, None)


def _single_valued(
    equations: Sequence[tuple[Row, Fraction]], unknown: Collection[Place], below: Mapping[Place, int]
) -> frozenset[Place]:
    """Return the unknowns between whose bounds a single whole number is left, once every sum has narrowed them."""
    lows = {place: Fraction(1 if place in below else 0) for place in unknown}
    highs: dict[Place, Fraction | None] = {
        place: Fraction(below[place] - 1) if place in below else None for place in unknown
    }
    changed = True
    while changed:
        changed = False
        for row, total in equations:
            for place in row:
                if place in lows:
                    changed |= _narrow(place, row, total, lows, highs)
    return frozenset(place for place in unknown if highs[place] == lows[place])


def _narrow(
    place: Place, row: Row, total: Fraction, lows: dict[Place, Fraction], highs: dict[Place, Fraction | None]
) -> bool:
    """Narrow the bounds of an unknown by those of the others of a sum; return whether that changed them."""
    least, most = Fraction(0), Fraction(0)
    open_below, open_above = False, False
    for other, factor in row.items():
        if other == place:
            continue
        ends = (lows.get(other), highs.get(other)) if factor > 0 else (highs.get(other), lows.get(other))
        open_below |= ends[0] is None
        open_above |= ends[1] is None
        least += factor * (ends[0] or 0)
        most += factor * (ends[1] or 0)
    factor = row[place]
    high = None if open_below else (total - least) / factor
    low = None if open_above else (total - most) / factor
    if factor < 0:
        low, high = high, low
    return _tighten(place, low, high, lows, highs)


def _tighten(
    place: Place,
    low: Fraction | None,
    high: Fraction | None,
    lows: dict[Place, Fraction],
    highs: dict[Place, Fraction | None],
) -> bool:
    changed = False
    if low is not None and low > lows[place]:
        lows[place], changed = low, True
    held = highs[place]
    if high is not None and (held is None or high < held):
        highs[place], changed = high, True
    return changed
