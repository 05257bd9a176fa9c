"""The points of a file on a map: the council's outline, every record's point, and the doubtful ones marked.

Unit:   a drawing of fixed size; longitude and latitude are drawn on a plane that is true in the middle of the map.
Known:  points that fall on one place of the drawing are one dot. One that makes no sense is only listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from plugins.portal.views.reports import ReportView
from transforms.registers.boundaries import area_of, metres_outside

WIDTH, MARGIN, TALLEST = 600, 40, 900
NEAR_METRES = 500  # outlines are no more exact than that
MOST_MARKED = 200
SMALLEST = 0.002  # degrees: a map of one site shows its street

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MarkedPoint:
    """A doubtful point: its record's line and key, and why; it has a place in the drawing unless it makes no sense."""

    line: int
    key: str
    reason: str
    x: float | None
    y: float | None


@dataclass(frozen=True)
class PointsMap:
    """The drawing: its height, the outlines and the sound points as SVG paths, and the doubtful points."""

    height: int
    outline: str
    points: str
    count: int  # records with a point
    marked: tuple[MarkedPoint, ...]
    more_marked: int
    width: int = WIDTH


def has_points(view: ReportView) -> bool:
    """Return whether a file has columns for points, and any point."""
    coordinates, table = view.standard.coordinates, view.report.table
    if coordinates is None or not {coordinates.x, coordinates.y} <= set(table.column_names):
        return False
    return bool(pc.any(pc.and_(pc.is_valid(table[coordinates.x]), pc.is_valid(table[coordinates.y]))).as_py())


def points_map(view: ReportView) -> PointsMap | None:
    """Return the map of a file's points; None where it has no columns for them, or no point at all."""
    coordinates = view.standard.coordinates
    if coordinates is None or not has_points(view):
        return None
    table = view.report.table
    x, y = (_floats(table[name]) for name in (coordinates.x, coordinates.y))
    lines = table["source_line"].to_numpy()
    is_placed = ~(np.isnan(x) | np.isnan(y))
    reasons = _reasons(view, [view.report.columns[name] for name in (coordinates.x, coordinates.y)])
    for at in _outside(view.report.authority_gss, x, y, is_placed):
        reasons.setdefault(int(lines[at]), "It lies outside the council’s area.")
    outline = area_of(view.report.authority_gss) if view.report.authority_gss else None
    frame = _Frame.of(x[is_placed], y[is_placed], outline)
    is_marked = np.isin(lines, np.array(list(reasons), dtype=np.int64))
    sound = {(round(px), round(py)) for px, py in frame.drawn(x[is_placed & ~is_marked], y[is_placed & ~is_marked])}
    marked = _marked(view, frame, x, y, lines, reasons)
    return PointsMap(
        height=frame.height,
        outline=_outline_path(frame, outline),
        points="".join(f"M{px} {py}h0" for px, py in sorted(sound)),
        count=int(is_placed.sum()),
        marked=marked[:MOST_MARKED],
        more_marked=max(len(marked) - MOST_MARKED, 0),
    )


@dataclass(frozen=True)
class _Frame:
    """What part of the world is drawn, and how large."""

    west: float
    north: float
    scale: float  # of the drawing for a degree of latitude
    narrowing: float  # of a degree of longitude
    height: int

    @classmethod
    def of(cls, x: Floats, y: Floats, outline: Any) -> "_Frame":  # noqa: ANN401  # shapely ships no types
        """Return the frame around some points and an outline; strays far from a known outline don't widen it."""
        if outline is not None:
            west, south, east, north = outline.bounds
        else:
            west, south, east, north = x.min(), y.min(), x.max(), y.max()
        half = max(SMALLEST - (north - south), 0) / 2
        south, north = south - half, north + half
        narrowing = cos(radians((south + north) / 2))
        wide, high = max((east - west) * narrowing, SMALLEST), north - south
        scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
        return cls(float(west), float(north), scale, narrowing, round(high * scale) + 2 * MARGIN)

    def drawn(self, x: Floats, y: Floats) -> list[tuple[float, float]]:
        """Return the places of points in the drawing, those beyond its edge on the edge."""
        right = np.clip(MARGIN + (x - self.west) * self.narrowing * self.scale, 3, WIDTH - 3)
        down = np.clip(MARGIN + (self.north - y) * self.scale, 3, self.height - 3)
        return list(zip(right.tolist(), down.tolist(), strict=True))


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64)


def _reasons(view: ReportView, headers: Sequence[str]) -> dict[int, str]:
    """Return what was found in the columns of points, by line; what was only repaired is found, too."""
    issues = view.report.issues.select(["line", "column", "message"])
    of_points = issues.filter(pc.is_in(issues["column"].cast(pa.string()), pa.array(headers)))
    rows = of_points.filter(pc.is_valid(of_points["line"])).to_pylist()
    return {row["line"]: row["message"] for row in reversed(rows)}


def _outside(gss: str | None, x: Floats, y: Floats, is_placed: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the records whose points lie outside the area of a council, where that is known."""
    if gss is None or area_of(gss) is None:
        return np.zeros(0, dtype=np.int64)
    at = np.flatnonzero(is_placed)
    return at[metres_outside(gss, x[at], y[at]) > NEAR_METRES]


def _marked(
    view: ReportView, frame: _Frame, x: Floats, y: Floats, lines: npt.NDArray[np.int64], reasons: dict[int, str]
) -> tuple[MarkedPoint, ...]:
    """Return the doubtful points by line."""
    keys = view.keys_on(list(reasons))
    places = dict(zip(lines.tolist(), zip(x, y, strict=True), strict=True))
    points = []
    for line, reason in sorted(reasons.items()):
        longitude, latitude = places.get(line, (np.nan, np.nan))
        drawn = frame.drawn(np.array([longitude]), np.array([latitude]))[0]
        is_nowhere = bool(np.isnan(longitude) or np.isnan(latitude))
        across, down = (None, None) if is_nowhere else (round(drawn[0], 1), round(drawn[1], 1))
        points.append(MarkedPoint(line, keys.get(line, ""), reason, across, down))
    return tuple(points)


def _outline_path(frame: _Frame, outline: Any) -> str:  # noqa: ANN401  # shapely ships no types
    """Return the rings of an outline as one SVG path."""
    if outline is None:
        return ""
    parts = getattr(outline, "geoms", [outline])
    path = ""
    for ring in (ring for part in parts for ring in (part.exterior, *part.interiors)):
        corners = np.array(ring.coords)
        drawn = dict.fromkeys((round(px), round(py)) for px, py in frame.drawn(corners[:, 0], corners[:, 1]))
        path += "M" + "L".join(f"{px} {py}" for px, py in drawn) + "Z" if len(drawn) > 2 else ""
    return path
