"""Places: points inside each authority, and the same points as eastings and northings."""

from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pyproj import Transformer

POINTS = 128
Grid = npt.NDArray[np.float64]


@cache
def points_inside(gss: str) -> Grid:
    """Return longitude and latitude of some points inside the authority; none where its boundary is unknown."""
    import shapely

    from transforms.registers import area_of

    area = area_of(gss)
    if area is None:
        return np.empty((0, 2))
    random = np.random.default_rng(crc32(gss.encode()))
    west, south, east, north = area.bounds
    points = np.empty((0, 2))
    while len(points) < POINTS:
        tries = random.uniform((west, south), (east, north), (POINTS * 4, 2))
        points = np.concatenate([points, tries[shapely.contains_xy(area, tries)]])
    return points[:POINTS].round(6)


@cache
def grid_points(gss: str) -> Grid:
    """Return the same points as eastings and northings of the National Grid, to the metre."""
    inside = points_inside(gss)
    if not len(inside):
        return inside
    east, north = _to_grid().transform(inside[:, 0], inside[:, 1])
    return np.column_stack([east, north]).round(0)


@cache
def _to_grid() -> "Transformer":
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
