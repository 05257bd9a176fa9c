"""A map of England in hexagons: where each stands in a drawing, and how one is drawn.

Unit:   the drawing's own; a hexagon is 20 wide, and the drawing as large as its hexagons need.
"""

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, RISE, RADIUS = 20.0, 17.3, 11.5
OUTLINE = "M0-11.5 10-5.8V5.8L0 11.5-10 5.8V-5.8z"


@dataclass(frozen=True)
class Drawing:
    """A drawing's size, and the middle of every hexagon by the key that it was given under."""

    width: int
    height: int
    middles: Mapping[str, tuple[float, float]]


def draw(places: Mapping[str, tuple[int, int]]) -> Drawing:
    """Return where hexagons stand that are given as column and row, odd rows shifted right, north at the top."""
    if not places:
        return Drawing(0, 0, {})
    left, top = min(q for q, _ in places.values()), max(r for _, r in places.values())
    middles = {
        key: (round((q - left + (r % 2) / 2) * WIDTH + WIDTH / 2, 1), round((top - r) * RISE + RADIUS, 1))
        for key, (q, r) in places.items()
    }
    width = max(x for x, _ in middles.values()) + WIDTH / 2
    height = max(y for _, y in middles.values()) + RADIUS
    return Drawing(int(width + 1), int(height + 1), middles)
