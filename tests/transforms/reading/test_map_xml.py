"""KML and GML give a record a feature, and nothing outside the file or beyond all measure is followed."""

import pytest

from tests.transforms.reading.small_standard import Opened, Tabulate

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>All</name>
<Placemark><name>A</name><description><![CDATA[open <br> daily]]></description>
<Point><coordinates> -0.19,51.40,0 </coordinates></Point></Placemark>
<Folder><Placemark><name>B</name><ExtendedData><Data name="Hectares"><value>1.5</value></Data>
<SchemaData><SimpleData name="reference">7</SimpleData></SchemaData></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing>
<coordinates>0,51 0,52 1,52 0,51</coordinates></LinearRing></outerBoundaryIs></Polygon>
</Placemark></Folder></Document></kml>"""
GML = """<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="w" xmlns:gml="g" xmlns:c="c" numberMatched="3">
<wfs:member><c:site gml:id="s.1"><c:reference>A</c:reference><c:owner><c:name>x</c:name></c:owner><c:tag>1</c:tag>
<c:tag>2</c:tag>
<c:geom><gml:Point srsName="{system}"><gml:pos>{pos}</gml:pos></gml:Point></c:geom></c:site></wfs:member>
<wfs:member><c:site><c:reference>B</c:reference></c:site></wfs:member></wfs:FeatureCollection>"""


def test_placemarks_are_records_with_their_lines(table: Tabulate) -> None:
    header, rows, lines = table(KML.encode())
    assert header == ("name", "description", "GeoX", "GeoY", "Hectares", "reference")
    assert rows[0] == ["A", "open <br> daily", "-0.19", "51.40", "", ""]
    assert (rows[1][0], rows[1][4:], 0 < float(rows[1][2]) < 1) == ("B", ["1.5", "7"], True)
    assert lines == [3, 5]


@pytest.mark.parametrize(
    ("system", "pos", "x", "y"),
    [
        ("urn:ogc:def:crs:EPSG::4326", "51.5 -0.1", "-0.1", "51.5"),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", "-0.1 51.5", "-0.1", "51.5"),
        ("urn:ogc:def:crs:EPSG::27700", "530000 180000", "-0.128354", "51.503991"),
        ("EPSG:27700", "530000 180000", "-0.128354", "51.503991"),
        ("urn:something:else", "530000 180000", "530000", "180000"),
    ],
)
def test_members_are_records_and_points_lie_where_their_system_says(
    table: Tabulate, system: str, pos: str, x: str, y: str
) -> None:
    header, rows, lines = table(GML.format(system=system, pos=pos).encode())
    assert header == ("reference", "owner/name", "tag", "GeoX", "GeoY")
    assert (rows, lines) == ([["A", "x", "1|2", x, y], ["B", "", "", "", ""]], [2, 5])


def test_a_service_that_matched_more_than_it_gave_says_so(opened: Opened) -> None:
    assert [one.code for one in opened(GML.format(system="", pos="").encode()).findings] == ["file-cut-short"]


BOMB = '<!DOCTYPE k [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE, '<!DOCTYPE k [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>'])
def test_entities_are_refused_before_they_are_followed(opened: Opened, declared: str) -> None:
    content = f'<?xml version="1.0"?>{declared}<kml><Placemark><name>&a;</name></Placemark></kml>'
    assert "declarations that we do not follow" in opened(content.encode()).findings[0].facts["kind"]


def test_a_file_nested_beyond_sense_is_refused(opened: Opened) -> None:
    reading = opened(b"<kml><Placemark>" + b"<a>" * 100_000)
    assert (reading.sheet, reading.findings[0].code) == (None, "file-not-tabular")


def test_an_empty_map_and_a_broken_one_are_refused_in_words(opened: Opened) -> None:
    assert opened(b"<kml><Document/></kml>").findings[0].code == "file-empty"
    assert "line 2" in opened(b"<kml>\n<Placemark></kml>").findings[0].facts["kind"]


def test_a_feature_of_a_million_elements_is_refused_before_it_fills_the_memory(opened: Opened) -> None:
    reading = opened(b"<kml><Placemark>" + b"<a/>" * 1_100_000 + b"</Placemark></kml>")
    assert reading.findings[0].code == "file-too-large"
