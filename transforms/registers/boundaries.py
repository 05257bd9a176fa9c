"""Where each council's area lies, to tell a point inside it from one outside.

Source: Office for National Statistics, Local Authority Districts (May 2023) Boundaries UK BUC; Open Government Licence
        v3.0. Contains OS data © Crown copyright and database right 2023.
Unit:   degrees of longitude and latitude, WGS84; distances in metres, on the British National Grid.
Known:  outlines are generalised to 500 metres, clipped to the coast and rounded to three decimals: a point that close
        to a boundary may be on either side. Counties, parks, corporations and ended bodies have none. Areas are filed
        under today's codes (Barnsley, Sheffield). Outlines that crossed themselves after rounding were repaired
        (Havant, New Forest, Redcar and Cleveland, Tendring, and others outside England).
"""

import csv
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from transforms.registers.bodies import codes
from transforms.registers.tables import FOLDER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@lru_cache(maxsize=512)
def area_of(gss: str) -> Any:  # noqa: ANN401  # shapely, imported when first asked, ships no types
    """Return the area of `gss` as a shapely geometry in longitude and latitude, None where it is not known."""
    outline = _outlines().get(codes().get(gss, gss))
    if outline is None:
        return None
    import shapely

    return shapely.from_wkt(outline)


def metres_outside(
    gss: str, longitudes: "Sequence[float] | NDArray[np.float64]", latitudes: "Sequence[float] | NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """Return how many metres each point lies outside the area of `gss`.

    0 inside; nan where the point is blank or the area unknown; infinite where the point is not on the map at all.
    """
    import numpy as np
    import shapely

    x, y = np.asarray(longitudes, dtype=np.float64), np.asarray(latitudes, dtype=np.float64)
    distances = np.full(x.shape, np.nan)
    geometry = _area_in_metres(gss)
    if geometry is None:
        return distances
    has_point = np.isfinite(x) & np.isfinite(y)
    distances[has_point] = np.inf
    eastings, northings = _to_metres().transform(x, y)
    mapped = has_point & np.isfinite(eastings) & np.isfinite(northings)
    inside = mapped & shapely.contains_xy(geometry, eastings, northings)
    beyond = mapped & ~inside
    distances[inside] = 0.0
    # An index of the outline's sides: several times faster than the distance to the whole area, and the same.
    points = shapely.points(eastings[beyond], northings[beyond])
    _, distances[beyond] = _sides(gss).query_nearest(points, return_distance=True, all_matches=False)
    return distances


def square_kilometres(gss: str) -> float | None:
    """Return how large the area of `gss` is on the map, None where it is not known; outlines are generalised."""
    area = _area_in_metres(gss)
    return None if area is None else float(area.area) / 1e6


@lru_cache(maxsize=512)
def _area_in_metres(gss: str) -> Any:  # noqa: ANN401
    area = area_of(gss)
    if area is None:
        return None
    import numpy as np
    import shapely

    projected = shapely.transform(area, lambda points: np.column_stack(_to_metres().transform(*points.T)))
    shapely.prepare(projected)
    return projected


@lru_cache(maxsize=512)
def _sides(gss: str) -> Any:  # noqa: ANN401
    import numpy as np
    import shapely

    corners, ring = shapely.get_coordinates(
        shapely.get_parts(shapely.boundary(_area_in_metres(gss))), return_index=True
    )
    follows = ring[1:] == ring[:-1]
    return shapely.STRtree(shapely.linestrings(np.stack([corners[:-1][follows], corners[1:][follows]], axis=1)))


@cache
def _to_metres() -> Any:  # noqa: ANN401
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


@cache
def _outlines() -> dict[str, str]:
    csv.field_size_limit(2**24)
    with (FOLDER / "boundaries.csv").open(encoding="utf-8", newline="") as lines:
        return {row["gss"]: row["wkt"] for row in csv.DictReader(lines)}
