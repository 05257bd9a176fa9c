"""Dot chart: the values of authorities in order of size, as dots in a drawing of fixed size, for a template as SVG.

Known:  the authority in question is a square with its name; it is told from the others without colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from plugins.portal.line_chart import round_above

WIDTH, HEIGHT = 960, 240
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 24, 16


@dataclass(frozen=True)
class Dot:
    """One value in the drawing; the marked one has its name beside it."""

    x: float
    y: float
    name: str = ""


@dataclass(frozen=True)
class Guide:
    """A line across the drawing at a value that has a name."""

    y: float
    label: str


@dataclass(frozen=True)
class DotChart:
    """A drawing: its dots from the lowest value to the highest, the values of the axis, and lines across."""

    dots: Sequence[Dot]
    ticks: Sequence[Guide]
    guides: Sequence[Guide]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def dot_chart(
    values: Sequence[tuple[str, Decimal]], guides: Sequence[tuple[str, Decimal]] = (), marked: str = ""
) -> DotChart | None:
    """Return the chart of values by name, the lowest first; None where there are fewer than two.

    The axis reaches from 0, or from the lowest value where that is below 0, to a round number.
    """
    if len(values) < 2:
        return None
    lowest, highest = (edge(amount for _, amount in values) for edge in (min, max))
    bottom = -round_above(-floor(lowest)) if lowest < 0 else 0
    top = round_above(max(1, ceil(highest)))

    def height(amount: Decimal | int) -> float:
        share = (float(amount) - bottom) / (top - bottom)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)

    step = (WIDTH - LEFT - RIGHT - 2 * TOP) / max(1, len(values) - 1)
    dots = [
        Dot(round(LEFT + TOP + index * step, 1), height(amount), name if name == marked else "")
        for index, (name, amount) in enumerate(values)
    ]
    ticks = [Guide(height(amount), f"{amount:,}") for amount in sorted({bottom, 0, top})]
    return DotChart(dots, ticks, [Guide(height(amount), label) for label, amount in guides])
