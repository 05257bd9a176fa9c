"""Map files in XML: KML and GML (as a WFS answers), one record a feature.

Nothing outside the file is ever read: a file that declares an entity is refused, as one that is nested too deeply is.
Grain:  a KML Placemark; in GML whatever stands in a `member`, `featureMember` or `featureMembers`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

import numpy as np

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading
from transforms.reading.limits import Limits
from transforms.reading.map_shapes import gml_shape, gml_system, kml_shape
from transforms.reading.points import ReferenceSystem, Shape, put_points
from transforms.reading.record_table import Texts, read_table
from transforms.reading.refusal import AS_CSV, empty, not_tabular, refuse
from transforms.reading.xml_element import Element

MEMBERS = {"member", "featureMember", "featureMembers"}
GEOMETRIES = {
    "Point", "MultiPoint", "LineString", "Polygon", "MultiPolygon", "MultiSurface", "Surface", "MultiCurve", "Curve",
    "MultiLineString", "MultiGeometry", "Track",
}  # fmt: skip
DEPTH = 60
MOST_FEATURES, MOST_ELEMENTS = 2_000_000, 1_000_000
KML_TEXTS = ("name", "description", "address", "phoneNumber")

Feature = tuple[Texts, Shape, ReferenceSystem | None, int]  # a record, its shape and the line on which it starts


class Unsafe(Exception):
    """Raised when XML declares entities or an unknown encoding, or is nested beyond all sense, from parsing it."""


class TooMuch(Exception):
    """Raised when XML holds more features, or one feature more elements, than we hold in memory, from parsing it."""


@dataclass
class Collector:
    """Takes in the events of a parser and keeps the elements that are records; the rest is forgotten as it passes."""

    parser: expat.XMLParserType
    take: Callable[[Element], Feature]  # called with every record as it ends
    is_kml: bool
    is_whole: bool = False  # the root is the one record
    features: list[Feature] = field(default_factory=list)
    root: dict[str, str] = field(default_factory=dict)
    _open: list[Element] = field(default_factory=list)
    _outside: list[str] = field(default_factory=list)
    _elements: int = 0  # of the record that is open

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element."""
        name = tag.rpartition(":")[2]
        if len(self._open) + len(self._outside) > DEPTH:
            raise Unsafe
        if self._open:
            self._elements += 1
            element = Element(name, attributes, self.parser.CurrentLineNumber)
            self._open[-1].children.append(element)
            self._open.append(element)
        elif self._is_record(name):
            self._elements = 0
            self._open.append(Element(name, attributes, self.parser.CurrentLineNumber))
        else:
            self.root = self.root or attributes
            self._outside.append(name)

    def _is_record(self, name: str) -> bool:
        if self.is_whole:
            return True
        return name == "Placemark" if self.is_kml else bool(self._outside) and self._outside[-1] in MEMBERS

    def end(self, _tag: str) -> None:
        """Take in the end of an element."""
        if not self._open:
            self._outside.pop()
            return
        element = self._open.pop()
        if not self._open:
            self.features.append(self.take(element))
        if self._elements > MOST_ELEMENTS or len(self.features) > MOST_FEATURES:
            raise TooMuch

    def text(self, text: str) -> None:
        """Take in text."""
        if self._open:
            self._open[-1].texts.append(text)


def read_map_xml(content: bytes, limits: Limits, *, is_kml: bool) -> Reading:
    """Return the table that a KML or GML file holds."""
    kind = "a map file (KML)" if is_kml else "a map file (GML)"
    try:
        collected = _collect(content, _kml_record if is_kml else _gml_record, is_kml=is_kml)
    except Unsafe:
        return not_tabular(f"{kind} with an encoding or declarations that we do not follow", AS_CSV)
    except TooMuch:
        return refuse("file-too-large", what="The map", limit=f"{MOST_FEATURES:,} features")
    except expat.ExpatError as error:
        return not_tabular(f"{kind} that breaks the rules of XML (line {error.lineno})", AS_CSV)
    if not collected.features:
        return empty(f"{kind} without a feature")
    records, shapes, systems, numbers = (list(part) for part in zip(*collected.features, strict=True))
    lines = np.array(numbers, dtype=np.int64)
    findings = put_points(records, shapes, systems, lines.tolist())
    matched = collected.root.get("numberMatched", "")
    if matched.isdecimal() and int(matched) > len(records):
        findings.append(Finding("file-cut-short", Severity.WARNING))
    return read_table(records, lines, limits, "utf-8", findings)


def parse_safely(content: bytes) -> Element:
    """Return the root of a small XML document; raise Unsafe where it declares entities or is nested beyond sense."""
    roots: list[Element] = []

    def keep(root: Element) -> Feature:
        roots.append(root)
        return {}, None, None, root.line

    _collect(content, keep, is_kml=False, is_whole=True)
    return roots[0]


def _collect(content: bytes, take: Callable[[Element], Feature], *, is_kml: bool, is_whole: bool = False) -> Collector:
    parser = expat.ParserCreate()
    collector = Collector(parser, take, is_kml, is_whole)
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parse_whole(parser, content)
    return collector


def parse_whole(parser: expat.XMLParserType, content: bytes) -> None:
    """Parse a whole document; raise Unsafe where it names an encoding that there is not, or that has several bytes."""
    try:
        parser.Parse(content, True)
    except (LookupError, ValueError) as error:
        if type(error) is LookupError or "multi-byte encodings" in str(error):
            raise Unsafe from error
        raise


def _refuse(*_: object) -> int:
    raise Unsafe


def _kml_record(placemark: Element) -> Feature:
    record: Texts = {}
    for element in placemark.children:
        if element.name in KML_TEXTS:
            record[element.name] = element.text
        elif element.name == "ExtendedData":
            _put_data(record, element.children)
    geometry = next((element for element in placemark.children if element.name in GEOMETRIES), None)
    return record, kml_shape(geometry) if geometry else None, None, placemark.line


def _put_data(record: Texts, elements: Sequence[Element]) -> None:
    for element in elements:
        if element.name == "Data":
            record[element.attributes.get("name", "")] = element.first("value").text
        elif element.name == "SchemaData":
            record |= {child.attributes.get("name", ""): child.text for child in element.children}


def _gml_record(feature: Element) -> Feature:
    record: Texts = {}
    shape, system = None, None
    for element in feature.children:
        if element.name == "boundedBy":
            continue
        geometry = next((child for child in element.children if child.name in GEOMETRIES), None)
        if geometry is not None:
            shape, system = gml_shape(geometry), gml_system(geometry)
        else:
            _put_leaves(record, element, element.name)
    return record, shape, system, feature.line


def _put_leaves(record: Texts, element: Element, name: str) -> None:
    """Put nested elements under paths; of repeated ones the texts are joined by pipes."""
    if not element.children:
        text = element.text or element.attributes.get("xlink:href", "")
        record[name] = f"{record[name]}|{text}" if record.get(name) else text
    for child in element.children:
        _put_leaves(record, child, f"{name}/{child.name}")
