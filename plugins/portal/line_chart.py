"""Line chart: figures over periods as points and lines in a drawing of fixed size, for a template to write as SVG.

Unit:   shares in per cent from bottom (0) to top (100), or counts from 0 to a round number above the highest.
Known   lines differ by dashes, by the shape of their points and by their names, not by colour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 170
LEFT, RIGHT, TOP, BOTTOM = 40, 74, 12, 28
MIN_POINTS, MAX_LABELS = 2, 5
NAME_GAP = 14  # between the names of two lines
STEPS = (2, 4, 6, 8, 10)  # of which half is a whole number, too


@dataclass(frozen=True)
class ChartPoint:
    """One value in the drawing."""

    x: float
    y: float
    value: float


@dataclass(frozen=True)
class ChartLine:
    """One unbroken line of a series; series are counted from 0."""

    points: Sequence[ChartPoint]
    series: int = 0


@dataclass(frozen=True)
class LineChart:
    """A drawing: its lines and their names, the positions of the periods, and the line of the threshold."""

    lines: Sequence[ChartLine]
    labels: Sequence[tuple[float, str]]
    ticks: Sequence[tuple[float, str]]
    threshold: float | None = None
    names: Sequence[tuple[float, str]] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT

    @property
    def bottom(self) -> int:
        """The y of zero."""
        return HEIGHT - BOTTOM

    @property
    def points(self) -> Sequence[ChartPoint]:
        """Every point, in order."""
        return [point for line in self.lines for point in line.points]


def line_chart(shares: Mapping[str, float | None], threshold_pct: float | None = None) -> LineChart | None:
    """Return the chart of shares by period; None where fewer than two are known."""
    if sum(value is not None for value in shares.values()) < MIN_POINTS:
        return None
    ticks = [(_height(per_cent, 100), f"{per_cent}%") for per_cent in (0, 50, 100)]
    threshold = None if threshold_pct is None else _height(threshold_pct, 100)
    return LineChart(_lines(list(shares.values()), 100), _labels(list(shares)), ticks, threshold)


def counts_chart(counts: Mapping[str, Mapping[str, int]]) -> LineChart:
    """Return the chart of several counts, each by the same periods, of which there are two or more."""
    top = round_above(max(max(by_period.values()) for by_period in counts.values()))
    lines = [
        line
        for series, by_period in enumerate(counts.values())
        for line in _lines(list(by_period.values()), top, series)
    ]
    ends = sorted((_height(list(by_period.values())[-1], top), name) for name, by_period in counts.items())
    names: list[tuple[float, str]] = []
    for y, name in ends:
        names.append((max(y, names[-1][0] + NAME_GAP) if names else y, name))
    periods = list(next(iter(counts.values())))
    return LineChart(lines, _labels(periods), [(_height(at, top), f"{at:,}") for at in (0, top // 2, top)], names=names)


def round_above(number: int) -> int:
    """Return the first of the round numbers 2, 4, 6, 8, 10, 20, 40 and so on that is not below a number."""
    unit = 1
    while number > STEPS[-1] * unit:
        unit *= 10
    return next(step * unit for step in STEPS if step * unit >= number)


def _lines(values: Sequence[float | None], top: float, series: int = 0) -> list[ChartLine]:
    """Return the unbroken lines between the periods without a value."""
    stretches: list[list[ChartPoint]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append(ChartPoint(_across(index, len(values)), _height(value, top), value))
    return [ChartLine(points, series) for points in stretches if points]


def _labels(periods: Sequence[str]) -> list[tuple[float, str]]:
    labelled = range(0, len(periods), -(-len(periods) // MAX_LABELS))
    return [(_across(index, len(periods)), periods[index]) for index in labelled]


def _across(index: int, count: int) -> float:
    return round(LEFT + index * (WIDTH - LEFT - RIGHT) / (count - 1), 1)


def _height(value: float, top: float) -> float:
    within = min(max(value, 0), top)
    return round(HEIGHT - BOTTOM - within / top * (HEIGHT - BOTTOM - TOP), 1)
