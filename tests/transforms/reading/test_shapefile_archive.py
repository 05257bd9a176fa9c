"""A zipped shapefile gives its attributes with the points of its shapes."""

import io
import zipfile
from datetime import date

import shapefile
from pyproj import CRS

from tests.transforms.reading.small_standard import Opened, recognise, rows_of
from transforms.reading import Limits, read

GRID = CRS.from_epsg(27700).to_wkt("WKT1_ESRI")


def layer(*, areas: bool = False, prj: str = GRID) -> dict[str, bytes]:
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, encoding="cp1252") as writer:
        writer.field("SiteRefere", "C", 20)
        writer.field("Hectares", "N", 10, 2)
        writer.field("AddedDate", "D")
        writer.field("Notes", "C", 20)
        for n, name in enumerate(("Café", "B")):
            if areas:
                writer.poly([[[530000, 180000], [530000, 181000], [531000, 181000], [530000, 180000]]])
            elif n:
                writer.null()
            else:
                writer.point(530000, 180000)
            writer.record(name, 1.5 + n, date(2025, 3, 31), "")
    return {".shp": shp.getvalue(), ".shx": shx.getvalue(), ".dbf": dbf.getvalue(), ".prj": prj.encode()}


def packed(layers: dict[str, dict[str, bytes]], **others: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, parts in layers.items():
            for ending, content in parts.items():
                archive.writestr(name + ending, content)
        for name, content in others.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_attributes_and_points_are_records(opened: Opened) -> None:
    reading = opened(packed({"in/sites": layer()}, readme=b"hello"))
    assert reading.sheet.header == ("SiteRefere", "Hectares", "AddedDate", "Notes", "GeoX", "GeoY")
    assert rows_of(reading.sheet) == [
        ["Café", "1.5", "2025-03-31", "", "-0.128354", "51.503991"],
        ["B", "2.5", "2025-03-31", "", "", ""],
    ]
    assert (reading.table_name, list(reading.sheet.lines), reading.findings) == ("in/sites", [2, 3], ())


def test_an_area_gives_a_point_inside_it_and_says_so(opened: Opened) -> None:
    reading = opened(packed({"sites": layer(areas=True)}))
    assert [(one.code, one.count) for one in reading.findings] == [("value-repaired", 2)]
    assert rows_of(reading.sheet)[0][4].startswith("-0.12")


def test_the_layer_that_the_standard_recognises_is_chosen_and_named() -> None:
    content = packed({"first": layer(), "second": layer()})
    reading = read(content, "x.zip", lambda cells: int("Hectares" in cells))
    assert (reading.table_name, reading.findings[0].code) == ("first", "sheet-chosen")


def test_damage_and_missing_parts_are_refused_in_words(opened: Opened) -> None:
    whole = layer()
    for parts in ({".shp": whole[".shp"]}, whole | {".dbf": whole[".dbf"][:40]}, whole | {".dbf": b"\xff" * 500}):
        reading = opened(packed({"sites": parts}))
        assert reading.sheet is None or reading.sheet.cells.num_rows == 0
    alone = opened(packed({"sites": whole | {".shp": whole[".shp"][:120]}}))
    assert alone.sheet is None or "GeoX" not in alone.sheet.header


def test_a_table_that_claims_or_holds_too_much_is_refused_unread() -> None:
    content = packed({"sites": layer()})
    assert read(content, "x", recognise, Limits(cells=4)).findings[0].code == "file-too-large"
    assert read(content, "x", recognise, Limits(unpacked=100)).findings[0].code == "file-too-large"


def test_other_map_formats_are_refused_by_what_they_are(opened: Opened) -> None:
    assert "MapInfo" in opened(packed({}, **{"a.tab": b"x", "a.dat": b"y"})).findings[0].facts["kind"]
