"""Points: the shape that a map file gives a record as one point, under the names that the standards give coordinates.

A shape that is no point gives a point inside it, and says so. A reference system that the file declares is turned into
longitude and latitude; of one that it does not declare nothing is assumed here.
Unit:   degrees, WGS84, six decimals where they were computed; text as published where not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from transforms.domain.issue import Finding, Severity
from transforms.reading.header import fold
from transforms.reading.record_table import Texts

X, Y = "GeoX", "GeoY"
DEGREES = frozenset({4326, 4258, 4283, 4269})  # systems of longitude and latitude that differ by a metre at most
WEB_MERCATOR = frozenset({102100, 102113, 900913, 3785})
LONGEST_DEFINITION, MOST_QUOTED = 20_000, 60
EPSG = re.compile(r"EPSG\D.*?(\d{4,6})\s*$|^(\d{4,6})$", re.IGNORECASE)

Floats = npt.NDArray[np.float64]
Point = tuple[str, str]
Shape = Any  # a Point as published, a shapely geometry, or None


@dataclass(frozen=True)
class ReferenceSystem:
    """A declared reference system: its EPSG number or definition, and whether latitude comes first in the file."""

    definition: int | str
    is_latitude_first: bool = False

    @property
    def is_degrees(self) -> bool:
        """Whether points in it are longitude and latitude already."""
        return self.definition in DEGREES


def reference_system(name: object) -> ReferenceSystem | None:
    """Return the system that an EPSG number, a name of one (`urn:ogc:def:crs:EPSG::27700`) or a definition means."""
    text = str(name or "").strip()[:LONGEST_DEFINITION]
    if not text or text.upper().endswith("CRS84"):
        return None
    if not (code := EPSG.search(text)):
        return ReferenceSystem(text) if "[" in text else None
    number = int(code[1] or code[2])
    number = 3857 if number in WEB_MERCATOR else number
    return ReferenceSystem(
        number, number in DEGREES and text.casefold().startswith(("urn:", "http://www.opengis.net/def"))
    )


def put_points(
    records: Sequence[Texts], shapes: Sequence[Shape], systems: Sequence[ReferenceSystem | None], lines: Sequence[int]
) -> list[Finding]:
    """Give every record the point of its shape, unless records have coordinates of their own; return what to say."""
    names = {fold(name) for record in records for name in record}
    if {fold(X), fold(Y)} <= names or not any(shape is not None for shape in shapes):
        return []
    inside = [position for position, shape in enumerate(shapes) if shape is not None and not isinstance(shape, tuple)]
    points = dict(zip(inside, _points_inside([shapes[position] for position in inside]), strict=True))
    points |= {position: shape for position, shape in enumerate(shapes) if isinstance(shape, tuple)}
    unreadable = _to_degrees(points, systems)
    for position, record in enumerate(records):
        record[X], record[Y] = points.get(position, ("", ""))
    areas = [position for position in inside if points[position] != ("", "") and shapes[position].geom_type != "Point"]
    return [*([_areas_as_points(areas, lines)] if areas else []), *_unreadable(unreadable, lines)]


def _unreadable(positions: Mapping[ReferenceSystem, Sequence[int]], lines: Sequence[int]) -> Iterator[Finding]:
    """Yield the findings about points in a system that the projection library can't read here."""
    for system, rows in positions.items():
        facts = {"system": str(system.definition)[:MOST_QUOTED]}
        where = [int(lines[position]) for position in rows]
        yield Finding("points-unreadable", Severity.WARNING, column="geometry", lines=where, facts=facts)


def _areas_as_points(positions: Sequence[int], lines: Sequence[int]) -> Finding:
    return Finding(
        "value-repaired",
        Severity.INFO,
        column="geometry",
        lines=[int(lines[position]) for position in positions],
        facts={"repair": "it is a line or an area, and we took one point of it"},
    )


def _points_inside(shapes: Sequence[Any]) -> list[Point]:
    points = []
    for shape in shapes:
        try:
            point = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
            points.append(("", "") if point.is_empty else (_plain(point.x), _plain(point.y)))
        except (shapely.errors.ShapelyError, ValueError):
            points.append(("", ""))
    return points


def _to_degrees(
    points: dict[int, Point], systems: Sequence[ReferenceSystem | None]
) -> dict[ReferenceSystem, list[int]]:
    """Put longitude and latitude where the file declares another reference system, nothing where it can't be read.

    Returns those systems, with the places of their points.
    """
    unreadable: dict[ReferenceSystem, list[int]] = {}
    by_system: dict[ReferenceSystem, list[int]] = {}
    for position in points:
        system = systems[position]
        if system is not None and points[position] != ("", ""):
            by_system.setdefault(system, []).append(position)
    for system, positions in by_system.items():
        if system.is_degrees:
            if system.is_latitude_first:
                points.update({position: points[position][::-1] for position in positions})
            continue
        try:
            x, y = (np.array([float(points[position][axis]) for position in positions]) for axis in (0, 1))
        except ValueError:
            continue
        degrees = _transformed(system.definition, x, y)
        if degrees is None:
            unreadable[system] = positions
            points.update(dict.fromkeys(positions, ("", "")))
        else:
            longitudes, latitudes = degrees
            for position, longitude, latitude in zip(positions, longitudes, latitudes, strict=True):
                is_somewhere = np.isfinite(longitude) and np.isfinite(latitude)
                points[position] = (_plain(longitude), _plain(latitude)) if is_somewhere else points[position]
    return unreadable


def _transformed(definition: int | str, x: Floats, y: Floats) -> tuple[Floats, Floats] | None:
    """Return points in longitude and latitude, None where the projection library can't do it here."""
    from pyproj.exceptions import ProjError

    try:
        longitudes, latitudes = _transformer(definition).transform(x, y)
    except ProjError:  # such as a grid file that is not on the machine
        return None
    return longitudes, latitudes


@lru_cache(maxsize=32)
def _transformer(definition: int | str) -> Any:  # noqa: ANN401  # pyproj ships no types
    from pyproj import CRS, Transformer

    system = CRS.from_epsg(definition) if isinstance(definition, int) else CRS.from_wkt(definition)
    return Transformer.from_crs(system, "EPSG:4326", always_xy=True)


def _plain(number: float) -> str:
    return format(round(float(number), 6), ".6f").rstrip("0").rstrip(".")
