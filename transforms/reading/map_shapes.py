"""Shapes as KML and GML write them."""

import shapely

from transforms.reading.points import ReferenceSystem, Shape, reference_system
from transforms.reading.xml_element import Element

Pairs = list[tuple[float, float]]


def kml_shape(geometry: Element) -> Shape:
    """Return the point as published, or the largest area or the line of a KML geometry; None where it is no shape."""
    whole = Element("", children=[geometry])
    if geometry.name == "Point":
        texts = geometry.first("coordinates").text.split(",")
        return _point(texts[:2])
    rings = [
        _kml_pairs(ring)
        for area in whole.all_of("Polygon")
        for ring in area.first("outerBoundaryIs").all_of("coordinates")
    ]
    if rings:
        return _largest(rings)
    lines = [_kml_pairs(line) for line in whole.all_of("coordinates")]
    return _line(max(lines, key=len, default=[]))


def gml_shape(geometry: Element) -> Shape:
    """Return the point as published, or the largest area or the line of a GML geometry; None where it is no shape."""
    size = _dimension(geometry)
    if geometry.name == "Point":
        pos, coordinates = geometry.first("pos").text, geometry.first("coordinates").text
        return _point(pos.split()[:2] if pos else coordinates.split(",")[:2])
    whole = Element("", children=[geometry])
    rings = [
        _gml_pairs(ring, size)
        for boundary in whole.all_of("exterior", "outerBoundaryIs")
        for ring in boundary.all_of("LinearRing", "Ring")
    ]
    if rings:
        return _largest(rings)
    return _line(_gml_pairs(whole, size))


def gml_system(geometry: Element) -> ReferenceSystem | None:
    """Return the reference system that a GML geometry, or the first part of it that does, names."""
    whole = Element("", children=[geometry])
    names = (element.attributes["srsName"] for element in whole.all_of(*_PARTS) if "srsName" in element.attributes)
    return reference_system(next(names, None))


_PARTS = ("Point", "LineString", "Polygon", "MultiPolygon", "MultiSurface", "Surface", "MultiCurve", "Curve",
          "MultiPoint", "MultiLineString", "pos", "posList")  # fmt: skip


def _dimension(geometry: Element) -> int:
    whole = Element("", children=[geometry])
    dimensions = (element.attributes.get("srsDimension", "") for element in whole.all_of(*_PARTS))
    return 3 if "3" in dimensions else 2


def _kml_pairs(element: Element) -> Pairs:
    return _pairs([text.split(",")[:2] for text in element.text.split()])


def _gml_pairs(element: Element, size: int) -> Pairs:
    pairs: Pairs = []
    for part in element.all_of("posList", "pos", "coordinates"):
        if part.name == "coordinates":
            pairs += _pairs([text.split(",")[:2] for text in part.text.split()])
        else:
            pairs += _pairs([list(texts)[:2] for texts in _groups(part.text.split(), size)])
    return pairs


def _groups(texts: list[str], size: int) -> list[list[str]]:
    """Return `texts` in groups of `size`, without an unfinished one."""
    return [texts[at : at + size] for at in range(0, len(texts) - size + 1, size)]


def _pairs(texts: list[list[str]]) -> Pairs:
    try:
        return [(float(pair[0]), float(pair[1])) for pair in texts]
    except (ValueError, IndexError):
        return []


def _point(texts: list[str]) -> Shape:
    pairs = _pairs([[text.strip() for text in texts]])
    return (texts[0].strip(), texts[1].strip()) if pairs else None


def _largest(rings: list[Pairs]) -> Shape:
    areas = [shapely.Polygon(ring) for ring in rings if len(ring) > 3]
    return max(areas, key=lambda area: area.area, default=None)


def _line(pairs: Pairs) -> Shape:
    if not pairs:
        return None
    return shapely.LineString(pairs) if len(pairs) > 1 else shapely.Point(pairs[0])
