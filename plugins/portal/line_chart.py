"""Line chart: shares over periods as points and lines in a drawing of fixed size, for a template to write as SVG.

Unit:   per cent from bottom (0) to top (100); a period without a share breaks the line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 170
LEFT, RIGHT, TOP, BOTTOM = 40, 74, 12, 28
FEWEST = 2


@dataclass(frozen=True)
class Point:
    """One share in the drawing."""

    x: float
    y: float
    value: float


@dataclass(frozen=True)
class LineChart:
    """A drawing: its lines, where each period stands, and the line of the threshold."""

    lines: Sequence[Sequence[Point]]
    labels: Sequence[tuple[float, str]]
    ticks: Sequence[tuple[float, int]]
    threshold: float | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT

    @property
    def bottom(self) -> int:
        """Where no per cent are."""
        return HEIGHT - BOTTOM

    @property
    def points(self) -> Sequence[Point]:
        """Every point, in order."""
        return [point for line in self.lines for point in line]


def line_chart(shares: Mapping[str, float | None], threshold_pct: float | None = None) -> LineChart | None:
    """Return the drawing of shares by period; None where fewer than two are known."""
    if sum(value is not None for value in shares.values()) < FEWEST:
        return None
    step = (WIDTH - LEFT - RIGHT) / (len(shares) - 1)
    lines: list[list[Point]] = [[]]
    for place, value in enumerate(shares.values()):
        if value is None:
            lines.append([])
        else:
            lines[-1].append(Point(round(LEFT + place * step, 1), _height(value), value))
    shown = range(0, len(shares), -(-len(shares) // 6))
    labels = [(round(LEFT + place * step, 1), list(shares)[place]) for place in shown]
    ticks = [(_height(per_cent), per_cent) for per_cent in (0, 50, 100)]
    threshold = None if threshold_pct is None else _height(threshold_pct)
    return LineChart([line for line in lines if line], labels, ticks, threshold)


def _height(per_cent: float) -> float:
    within = min(max(per_cent, 0), 100)
    return round(HEIGHT - BOTTOM - within / 100 * (HEIGHT - BOTTOM - TOP), 1)
