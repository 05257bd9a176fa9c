"""Features: the records of GeoJSON and of an ArcGIS feature service, with the shapes that they carry."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from shapely.geometry import shape as shape_of

from transforms.domain.issue import Finding
from transforms.reading.flatten import as_text, flatten
from transforms.reading.json_text import Record
from transforms.reading.points import ReferenceSystem, Shape, put_points, reference_system
from transforms.reading.record_table import Texts

DATE_TYPE = "esriFieldTypeDate"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOCAL = ZoneInfo("Europe/London")


def is_feature(record: Record) -> bool:
    """Return whether a record is a feature of GeoJSON or of a feature service."""
    return isinstance(record.get("properties", record.get("attributes")), dict) and (
        "geometry" in record or record.get("type") == "Feature" or "attributes" in record
    )


def read_features(features: Sequence[Record], document: Any, lines: Sequence[int]) -> tuple[list[Texts], list[Finding]]:  # noqa: ANN401 (any JSON)
    """Return the properties of features with their points, and what to say about those."""
    dates = _date_fields(document)
    records, shapes, systems = [], [], []
    default = _declared_system(document)
    for feature in features:
        record = flatten(feature.get("properties", feature.get("attributes")) or {})
        for name in dates & record.keys():
            record[name] = _day(record[name])
        identifier = feature.get("id")
        if identifier is not None and not any(name.casefold() == "id" for name in record):
            record = {"id": as_text(identifier), **record}
        geometry = feature.get("geometry")
        records.append(record)
        shapes.append(_shape(geometry))
        systems.append(_own_system(geometry) or default)
    return records, put_points(records, shapes, systems, lines)


def _shape(geometry: Any) -> Shape:  # noqa: ANN401 (any JSON)
    """Return the shape of a GeoJSON or ArcGIS geometry, None where there is none that makes sense."""
    if not isinstance(geometry, dict):
        return None
    try:
        if geometry.get("type") == "Point":
            return _point(*geometry["coordinates"][:2])
        if "x" in geometry and "y" in geometry:
            return _point(geometry["x"], geometry["y"])
        if "rings" in geometry:
            return max((shapely.Polygon(_floats(ring)) for ring in geometry["rings"]), key=lambda ring: ring.area)
        if "paths" in geometry:
            return shapely.MultiLineString([_floats(path) for path in geometry["paths"]])
        if "points" in geometry:
            return shapely.MultiPoint(_floats(geometry["points"]))
        return shape_of({**geometry, "coordinates": _numbers(geometry["coordinates"])})
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
        return None


def _point(x: Any, y: Any) -> tuple[str, str] | None:  # noqa: ANN401 (any JSON)
    float(x), float(y)  # a ValueError is a point that is none
    return (as_text(x), as_text(y)) if np.isfinite(float(x)) and np.isfinite(float(y)) else None


def _floats(pairs: Any) -> Any:  # noqa: ANN401 (any JSON)
    return [(float(pair[0]), float(pair[1])) for pair in pairs]


def _numbers(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    return [_numbers(item) for item in value] if isinstance(value, list) else float(value)


def _declared_system(document: Any) -> ReferenceSystem | None:  # noqa: ANN401 (any JSON)
    if not isinstance(document, dict):
        return None
    named = document.get("crs")
    if isinstance(named, dict) and isinstance(named.get("properties"), dict):
        system = reference_system(named["properties"].get("name"))
        return ReferenceSystem(system.definition) if system else None  # GeoJSON puts longitude first whatever it names
    return _own_system(document)


def _own_system(geometry: Any) -> ReferenceSystem | None:  # noqa: ANN401 (any JSON)
    """Return the spatial reference that a feature service writes beside a geometry or above all of them."""
    reference = geometry.get("spatialReference") if isinstance(geometry, dict) else None
    if not isinstance(reference, dict):
        return None
    return reference_system(reference.get("latestWkid") or reference.get("wkid") or reference.get("wkt"))


def _date_fields(document: Any) -> set[str]:  # noqa: ANN401 (any JSON)
    fields = document.get("fields") if isinstance(document, dict) else None
    if not isinstance(fields, list):
        return set()
    return {str(field.get("name")) for field in fields if isinstance(field, dict) and field.get("type") == DATE_TYPE}


def _day(milliseconds: str) -> str:
    """Return the British day of a feature service's time in milliseconds since 1970; other text as it is."""
    try:
        return (EPOCH + timedelta(milliseconds=int(milliseconds))).astimezone(LOCAL).date().isoformat()
    except (ValueError, OverflowError):
        return milliseconds
