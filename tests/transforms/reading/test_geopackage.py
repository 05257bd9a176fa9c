"""A GeoPackage gives the one layer that the standard recognises, from its bytes alone."""

import sqlite3
import struct
from contextlib import closing

from tests.transforms.reading.small_standard import Opened, recognise, rows_of
from transforms.reading import Limits, read

# A system that hangs on a grid file that is nowhere.
GRID_SHIFTED = (
    'BOUNDCRS[SOURCECRS[PROJCRS["a",BASEGEOGCRS["b",DATUM["c",ELLIPSOID["Airy 1830",6377563.396,299.3249646]]],'
    'CONVERSION["d",METHOD["Transverse Mercator"],PARAMETER["Latitude of natural origin",49],'
    'PARAMETER["Longitude of natural origin",-2],PARAMETER["Scale factor at natural origin",0.9996012717],'
    'PARAMETER["False easting",400000],PARAMETER["False northing",-100000]],CS[Cartesian,2],AXIS["E",east],'
    'AXIS["N",north],LENGTHUNIT["metre",1]]],TARGETCRS[GEOGCRS["WGS 84",DATUM["World Geodetic System 1984",'
    'ELLIPSOID["WGS 84",6378137,298.257223563]],CS[ellipsoidal,2],AXIS["lat",north],AXIS["lon",east],'
    'ANGLEUNIT["degree",0.0174532925199433]]],ABRIDGEDTRANSFORMATION["e",METHOD["NTv2"],'
    'PARAMETERFILE["Latitude and longitude difference file","nowhere_at_all.gsb"]]]'
)


def point(x: float, y: float, envelope: int = 0) -> bytes:
    head = b"GP\x00" + bytes([1 | envelope << 1]) + struct.pack("<i", 27700)
    return head + b"\x00" * (32 if envelope else 0) + struct.pack("<BIdd", 1, 1, x, y)


def package(*statements: str, wal: bool = False) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(
            """CREATE TABLE gpkg_spatial_ref_sys (srs_id INT, organization TEXT, organization_coordsys_id INT,
               definition TEXT);
               INSERT INTO gpkg_spatial_ref_sys VALUES (27700, 'EPSG', 27700, '');
               CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT);
               INSERT INTO gpkg_geometry_columns VALUES ('sites', 'geom', 27700);
               CREATE TABLE notes (words TEXT); INSERT INTO notes VALUES ('hello');
               CREATE TABLE sites (fid INTEGER PRIMARY KEY, geom BLOB, reference TEXT, amount REAL);"""
        )
        rows = [(point(530000, 180000), "A", 1.0), (point(530000, 180000, 1), "B", 2.5), (None, "C", None)]
        rows += [(b"GP\x00\x0f", "D", 0.1), (b"rubbish", "E", None)]
        database.executemany("INSERT INTO sites (geom, reference, amount) VALUES (?, ?, ?)", rows)
        for statement in statements:
            database.execute(statement)
        database.commit()
        content = database.serialize()
    return content[:18] + b"\x02\x02" + content[20:] if wal else content


def test_the_recognised_layer_is_read_and_named_with_its_points(opened: Opened) -> None:
    reading = opened(package())
    where = ["-0.128354", "51.503991"]
    assert reading.sheet.header == ("fid", "reference", "amount", "GeoX", "GeoY")
    assert rows_of(reading.sheet) == [
        ["1", "A", "1", *where], ["2", "B", "2.5", *where], ["3", "C", "", "", ""], ["4", "D", "0.1", "", ""],
        ["5", "E", "", "", ""],
    ]  # fmt: skip
    assert (reading.table_name, list(reading.sheet.lines)) == ("sites", [2, 3, 4, 5, 6])
    assert [(one.code, one.facts["name"], one.facts["others"]) for one in reading.findings] == [
        ("sheet-chosen", "“sites”", "“notes”")
    ]


def test_a_system_that_can_not_be_transformed_here_leaves_points_blank_and_says_so(opened: Opened) -> None:
    for definition in (f"PROJCRS[{'x' * 50}", GRID_SHIFTED):
        reading = opened(
            package("UPDATE gpkg_spatial_ref_sys SET organization = 'NONE', definition = " + repr(definition))
        )
        assert [row[3:] for row in rows_of(reading.sheet)][:2] == [["", ""], ["", ""]]
        [finding] = [finding for finding in reading.findings if finding.code == "points-unreadable"]
        assert list(finding.lines) == [2, 3]


def test_a_package_saved_while_it_was_open_is_read(opened: Opened) -> None:
    assert opened(package(wal=True)).sheet.cells.num_rows == 5


def test_a_name_that_would_break_out_of_a_statement_is_only_a_name(opened: Opened) -> None:
    content = package('CREATE TABLE "x"" FROM sites; DROP TABLE sites; --" (reference TEXT, amount TEXT, notes TEXT)')
    assert opened(content).table_name in ('x" FROM sites; DROP TABLE sites; --', "sites")


def test_views_and_damaged_databases_are_not_read(opened: Opened) -> None:
    endless = (
        "CREATE VIEW reference AS WITH RECURSIVE r(amount) AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT * FROM r"
    )
    assert opened(package(endless)).table_name == "sites"
    content = package()
    for broken in (content[:3000], content[:100], content[:4096] + b"\xff" * 4096 + content[8192:]):
        reading = opened(broken)
        assert reading.sheet is None or reading.sheet.cells.num_rows <= 5
    assert opened(content[:100]).findings[0].code == "file-not-tabular"


def test_a_table_beyond_the_limit_is_refused_unread() -> None:
    reading = read(package(), "sites.gpkg", recognise, Limits(cells=10))
    assert reading.findings[0].code == "file-too-large"


def test_a_database_that_computes_what_is_read_is_refused(opened: Opened) -> None:
    computed = {
        "CREATE TABLE a (SiteReference TEXT, big TEXT AS (hex(zeroblob(200000000))))": "a computed column in a",
        "CREATE TABLE a (SiteReference TEXT, big TEXT AS (hex(1)) STORED)": "a computed column in a",
        "CREATE TABLE a (SiteReference TEXT); CREATE VIEW gpkg_contents AS SELECT 1": "table gpkg_contents is computed",
    }
    for statement, reason in computed.items():
        with closing(sqlite3.connect(":memory:")) as database:
            database.executescript(f"{statement}; INSERT INTO a (SiteReference) VALUES ('A')")
            [finding] = opened(database.serialize()).findings
        assert finding.code == "file-not-tabular"
        assert reason in finding.facts["kind"]


def test_a_view_beside_a_table_is_never_run(opened: Opened) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS SiteReference FROM n"
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(
            f"CREATE VIEW v AS {endless}; CREATE TABLE a (SiteReference TEXT); INSERT INTO a VALUES ('A')"
        )
        content = database.serialize()
    assert rows_of(opened(content).sheet) == [["A"]]


def test_a_value_of_many_megabytes_is_refused(opened: Opened) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript("CREATE TABLE a (SiteReference TEXT); INSERT INTO a VALUES (hex(zeroblob(15000000)))")
        content = database.serialize()
    assert opened(content).sheet is None
