"""A hexagon map of England: the position of each hexagon in the drawing, and its outline.

Unit:   the drawing's own; a hexagon is 20 wide, and the drawing as large as its hexagons need.
"""

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, RISE, RADIUS = 20.0, 17.3, 11.5
OUTLINE = "M0-11.5 10-5.8V5.8L0 11.5-10 5.8V-5.8z"


@dataclass(frozen=True)
class Drawing:
    """The size of a drawing, and the middle of every hexagon by key."""

    width: int
    height: int
    middles: Mapping[str, tuple[float, float]]


def draw(positions: Mapping[str, tuple[int, int]]) -> Drawing:
    """Return the drawing of hexagons given by column and row: odd rows are shifted right, north is at the top."""
    if not positions:
        return Drawing(0, 0, {})
    left, top = min(q for q, _ in positions.values()), max(r for _, r in positions.values())
    middles = {
        key: (round((q - left + (r % 2) / 2) * WIDTH + WIDTH / 2, 1), round((top - r) * RISE + RADIUS, 1))
        for key, (q, r) in positions.items()
    }
    width = max(x for x, _ in middles.values()) + WIDTH / 2
    height = max(y for _, y in middles.values()) + RADIUS
    return Drawing(int(width + 1), int(height + 1), middles)
