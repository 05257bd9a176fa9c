"""Coordinates: any of the ways that councils publish a point, read as longitude and latitude.

What a file says of its reference system is checked against where the authority lies. A point that is wrong as declared
is repaired where another reading falls inside: in the order as declared, projected, swapped, or both.
Unit:   degrees, WGS84, six decimals. ETRS89 is taken for WGS84: they differ by less than a metre.
Known:  without an authority, or where its area is unknown, inside means inside the bounds of Great Britain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms import registers

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

BOUNDS = (-9.0, 49.0, 2.2, 61.5)  # Great Britain and its islands: west, south, east, north
TOLERANCE_METRES = 500.0
DECIMALS = 6


@dataclass(frozen=True)
class Placed:
    """Points in longitude and latitude; nan where there is none."""

    longitudes: Floats
    latitudes: Floats
    repaired: Bools
    misplaced: Bools  # both coordinates were published, and no reading of them makes sense


def place_points(x: Floats, y: Floats, projected: Bools, owners: Sequence[tuple[str | None, Any]]) -> Placed:
    """Return where published points lie.

    Args:
        x: the first coordinates as published, nan where blank.
        y: the second coordinates.
        projected: where the file says that they are eastings and northings.
        owners: authorities with the positions of their records.

    """
    longitudes, latitudes = np.where(projected, np.nan, x), np.where(projected, np.nan, y)
    _put(longitudes, latitudes, projected, *_to_degrees(x[projected], y[projected]))
    repaired, misplaced = projected & np.isfinite(x) & np.isfinite(y), np.zeros(len(x), dtype=bool)
    for gss, rows in owners:
        doubtful = rows[np.isfinite(x[rows]) & np.isfinite(y[rows]) & ~_inside(gss, longitudes[rows], latitudes[rows])]
        if len(doubtful):
            _repair(gss, doubtful, (x, y), (longitudes, latitudes), repaired, misplaced)
    alone = np.isfinite(x) != np.isfinite(y)
    longitudes[alone & projected], latitudes[alone & projected] = np.nan, np.nan
    repaired &= np.isfinite(longitudes)
    return Placed(_rounded(longitudes, repaired), _rounded(latitudes, repaired), repaired, misplaced)


def _repair(
    gss: str | None,
    rows: npt.NDArray[np.int64],
    published: tuple[Floats, Floats],
    point: tuple[Floats, Floats],
    repaired: Bools,
    misplaced: Bools,
) -> None:
    """Put the first reading that falls inside the authority, or no point where the declared one is nowhere."""
    x, y = published[0][rows], published[1][rows]
    readings = [(x, y), _to_degrees(x, y), (y, x), _to_degrees(y, x)]
    fits = np.array([_inside(gss, longitude, latitude) for longitude, latitude in readings])
    has_place = fits.any(axis=0)
    reading_of_row = fits.argmax(axis=0)
    for number, (longitude, latitude) in enumerate(readings):
        fitting = has_place & (reading_of_row == number)
        point[0][rows[fitting]], point[1][rows[fitting]] = longitude[fitting], latitude[fitting]
    repaired[rows[has_place]] = True
    lost = rows[~has_place & ~_in_bounds(point[0][rows], point[1][rows])]
    point[0][lost], point[1][lost] = np.nan, np.nan
    misplaced[lost] = True


def _inside(gss: str | None, longitudes: Floats, latitudes: Floats) -> Bools:
    """Return which points lie in the authority's area or close to it."""
    inside = _in_bounds(longitudes, latitudes)
    if gss is None or not inside.any():
        return inside
    distances = np.min(
        [registers.metres_outside(area, longitudes[inside], latitudes[inside]) for area in _areas(gss)], axis=0
    )
    inside[inside] = np.isnan(distances) | (distances <= TOLERANCE_METRES)
    return inside


@cache
def _areas(gss: str) -> tuple[str, ...]:
    """Return the bodies whose area contains the authority's: itself, or its successors where its own is not known."""
    if registers.area_of(gss) is not None or gss not in registers.authorities():
        return (gss,)
    return registers.authorities()[gss].successors or (gss,)


def _in_bounds(longitudes: Floats, latitudes: Floats) -> Bools:
    west, south, east, north = BOUNDS
    return (longitudes >= west) & (longitudes <= east) & (latitudes >= south) & (latitudes <= north)


def _to_degrees(eastings: Floats, northings: Floats) -> tuple[Floats, Floats]:
    """Return National Grid points in longitude and latitude, nan for what is not on the grid."""
    on_grid = (np.abs(eastings) > 1000) & (eastings < 800_000) & (northings > 1000) & (northings < 1_400_000)
    longitudes, latitudes = np.full(len(eastings), np.nan), np.full(len(eastings), np.nan)
    if on_grid.any():
        longitudes[on_grid], latitudes[on_grid] = _transformer().transform(eastings[on_grid], northings[on_grid])
    return longitudes, latitudes


def _put(longitudes: Floats, latitudes: Floats, where: Bools, x: Floats, y: Floats) -> None:
    longitudes[where], latitudes[where] = x, y


def _rounded(degrees: Floats, repaired: Bools) -> Floats:
    return np.where(repaired, np.round(degrees, DECIMALS), degrees)


@cache
def _transformer() -> Any:  # noqa: ANN401  # pyproj ships no types
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
