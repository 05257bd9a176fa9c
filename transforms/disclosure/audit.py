"""The audit: tries to work out every figure that is not shown, as somebody would who has all that was ever shown.

Known:  what adds up is solved for what is missing, exactly, and between bounds: nobody has less than nothing, and what
        is below the threshold is known to be at least 1 and less than that. A figure is found out where a single value
        is left. Figures that an earlier version showed, and that are the same still, count as shown.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from transforms.disclosure.published_table import Addition, FigureKey

Row = dict[FigureKey, Fraction]
ROUNDS = 100  # of narrowing; bounds that creep towards each other for ever leave more than one value


@dataclass(frozen=True)
class Disclosure:
    """A figure that is not shown and can be worked out, and how."""

    key: FigureKey
    value: Decimal
    reason: str


def audit(
    values: Mapping[FigureKey, Decimal],
    suppressed: Collection[FigureKey],
    sums: Sequence[Addition],
    earlier: Mapping[FigureKey, Decimal] | None = None,
    below: Mapping[FigureKey, int] | None = None,
) -> list[Disclosure]:
    """Return every figure that can be worked out although it is not shown.

    Args:
        values: the figures, those that are not shown too.
        suppressed: the keys of the latter.
        sums: what everybody knows to add up.
        earlier: what earlier versions showed.
        below: of figures that are known to be small, what they are below.

    """
    shown_before = {key for key, value in (earlier or {}).items() if values.get(key) == value}
    before = [
        Disclosure(key, values[key], "an earlier version shows it") for key in sorted({*suppressed} & shown_before)
    ]
    unknown = {*suppressed} - shown_before
    equations = list(_equations(values, unknown, sums))
    solved = _solved(equations)
    exact = [Disclosure(key, values[key], "what adds up leaves nothing else") for key in sorted(solved)]
    bounded = _single_valued(equations, unknown - solved, below or {})
    between = [Disclosure(key, values[key], "no other value lies between its bounds") for key in sorted(bounded)]
    return [*before, *exact, *between]


def _equations(
    values: Mapping[FigureKey, Decimal], unknown: Collection[FigureKey], sums: Sequence[Addition]
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


def _solved(equations: Sequence[tuple[Row, Fraction]]) -> frozenset[FigureKey]:
    """Return the unknowns that have one solution: Gauss and Jordan, exactly."""
    pivots: dict[FigureKey, Row] = {}
    for equation, _ in equations:
        row = dict(equation)
        for key in list(row):
            if key in pivots and row.get(key):
                _subtract(row, pivots[key], row[key])
        pivot = min((key for key, factor in row.items() if factor), default=None)
        if pivot is None:
            continue
        scale = row[pivot]
        row = {key: factor / scale for key, factor in row.items() if factor}
        for other in pivots.values():
            if other.get(pivot):
                _subtract(other, row, other[pivot])
        pivots[pivot] = row
    return frozenset(pivot for pivot, row in pivots.items() if sum(1 for factor in row.values() if factor) == 1)


def _subtract(row: Row, other: Row, times: Fraction) -> None:
    for key, factor in other.items():
        left = row.get(key, Fraction(0)) - factor * times
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def _single_valued(
    equations: Sequence[tuple[Row, Fraction]], unknown: Collection[FigureKey], below: Mapping[FigureKey, int]
) -> frozenset[FigureKey]:
    """Return the unknowns between whose bounds a single whole number is left, once every sum has narrowed them."""
    lows = {key: Fraction(1 if key in below else 0) for key in unknown}
    highs: dict[FigureKey, Fraction | None] = {
        key: Fraction(below[key] - 1) if key in below else None for key in unknown
    }
    changed = True
    while changed:
        changed = False
        for row, total in equations:
            for key in row:
                if key in lows:
                    changed |= _narrow(key, row, total, lows, highs)
    return frozenset(key for key in unknown if highs[key] == lows[key])


def _narrow(
    key: FigureKey, row: Row, total: Fraction, lows: dict[FigureKey, Fraction], highs: dict[FigureKey, Fraction | None]
) -> bool:
    """Narrow the bounds of an unknown by those of the others of a sum; return whether that changed them."""
    least, most = Fraction(0), Fraction(0)
    open_below, open_above = False, False
    for other, factor in row.items():
        if other == key:
            continue
        ends = (lows.get(other), highs.get(other)) if factor > 0 else (highs.get(other), lows.get(other))
        open_below |= ends[0] is None
        open_above |= ends[1] is None
        least += factor * (ends[0] or 0)
        most += factor * (ends[1] or 0)
    factor = row[key]
    high = None if open_below else (total - least) / factor
    low = None if open_above else (total - most) / factor
    if factor < 0:
        low, high = high, low
    return _tighten(key, low, high, lows, highs)


def _tighten(
    key: FigureKey,
    low: Fraction | None,
    high: Fraction | None,
    lows: dict[FigureKey, Fraction],
    highs: dict[FigureKey, Fraction | None],
) -> bool:
    changed = False
    if low is not None and low > lows[key]:
        lows[key], changed = low, True
    upper = highs[key]
    if high is not None and (upper is None or high < upper):
        highs[key], changed = high, True
    return changed
