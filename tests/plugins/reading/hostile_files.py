"""Hostile files, made on the spot: each kind ended, stalled or filled the process that read it, or raised in it."""

import io
import signal
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence

from expectations.check import PublishedFile, standardise_files, validate_files
from plugins.reading import tasks
from plugins.reading.progress import say
from transforms.domain.report import Report
from transforms.domain.standard import DatasetStandard
from transforms.snapshots.content_digest import content_sha256
from transforms.standardise import Standardised

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""


def workbook(
    rows: str, *, sheet: str = "worksheets/sheet1.xml", method: int = zipfile.ZIP_DEFLATED,
    more: Mapping[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """Return an xlsx workbook of one worksheet, whose rows are given as XML."""
    parts = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/worksheet" Target="{sheet}"/></Relationships>',
        f"xl/{sheet}": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return packed(parts | dict(more or {}), method)


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of some members."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as members:
        for name, content in parts.items():
            members.writestr(name, content)
    return archive.getvalue()


def cell(reference: str, text: str = "SiteReference") -> str:
    """Return a cell of a worksheet as XML; `reference` is its attribute as written."""
    return f'<c {reference} t="inlineStr"><is><t>{text}</t></is></c>'


def row(cells: str, number: str = "1") -> str:
    """Return a row of a worksheet as XML."""
    return f'<row r="{number}">{cells}</row>'


FIRST = row(cell('r="A1"') + cell('r="B1"', "Hectares"))
FAR = "XFD1048576"


def with_claimed_sizes(archive: bytes, size: int) -> bytes:
    """Return an archive whose directory and members claim to unpack to `size` bytes each."""
    content = bytearray(archive)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(mark)
        while at >= 0:
            struct.pack_into("<I", content, at + offset, size)
            at = content.find(mark, at + 4)
    return bytes(content)


def with_flag(archive: bytes, flag: int) -> bytes:
    """Return an archive all of whose members have a flag of their header set: 1 says that they are encrypted."""
    content = bytearray(archive)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= flag
            at = content.find(mark, at + 4)
    return bytes(content)


def with_method(archive: bytes, method: int) -> bytes:
    """Return an archive all of whose members claim a compression method."""
    content = bytearray(archive)
    for mark, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        at = content.find(mark)
        while at >= 0:
            struct.pack_into("<H", content, at + offset, method)
            at = content.find(mark, at + 4)
    return bytes(content)


def nested_geometry(depth: int) -> bytes:
    """Return GeoJSON whose one geometry is nested."""
    inner = b'{"type":"Point","coordinates":[0,51]}'
    whole = b'{"type":"GeometryCollection","geometries":[' * depth + inner + b"]}" * depth
    feature = b'{"type":"Feature","properties":{"SiteReference":"A"},"geometry":' + whole + b"}"
    return b'{"type":"FeatureCollection","features":[' + feature + b"]}"


def nested_wkb(depth: int) -> bytes:
    """Return a GeoPackage whose one geometry is nested."""
    collection = struct.pack("<BII", 1, 7, 1)
    return geopackage(
        "CREATE TABLE a (SiteReference TEXT, Hectares REAL, geom BLOB)",
        "INSERT INTO a VALUES ('A', 1, ?)",
        (b"GP\x00\x01" + struct.pack("<i", 4326) + collection * depth + struct.pack("<BIdd", 1, 1, 0, 51),),
    )


def geopackage(create: str, insert: str = "", values: tuple[object, ...] = ()) -> bytes:
    """Return a database, `a` its table of shapes."""
    database = sqlite3.connect(":memory:")
    database.execute(create)
    database.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
    database.execute("INSERT INTO gpkg_geometry_columns VALUES ('a', 'geom', 4326)")
    database.execute("CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id, definition)")
    database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326, '')")
    if insert:
        database.execute(insert, values)
    database.commit()
    return database.serialize()


def kml(inner: str, encoding: str = "utf-8") -> bytes:
    """Return a KML document with one placemark."""
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
        f"<name>A</name>{inner}</Placemark></Document></kml>"
    ).encode()


def bomb(method: int, size: int, name: str = "a.csv") -> bytes:
    """Return an archive of one member that unpacks to `size` blanks and says that it is small."""
    return with_claimed_sizes(packed({name: b" " * size}, method), 40)


def digest_or_die(content: bytes, name: str, standard: DatasetStandard) -> str | None:
    """Return a file's digest as `tasks.content_digest` does, and die or fail over some."""
    if name == "deadly":
        signal.raise_signal(signal.SIGSEGV)
    if name == "odd":
        raise ZeroDivisionError("our own mistake")
    return content_sha256(content, name, standard)


def check_or_die(files: Sequence[PublishedFile], standard: DatasetStandard) -> list[Report]:
    """Check files as `tasks.check_files` does, and die while the one called "deadly" is read."""

    def read(file: PublishedFile) -> Standardised:
        if file.name == "deadly" and not file.unreadable:
            signal.raise_signal(signal.SIGSEGV)
        if file.name == "odd" and not file.unreadable:
            raise ZeroDivisionError("our own mistake")
        return standardise_files([file], standard)[0]

    standardised = tasks.read_each(files, read)
    say(validating=len(files))
    if any(file.name == "deadly together" and not file.unreadable for file in files):
        signal.raise_signal(signal.SIGSEGV)
    return validate_files(files, standardised, standard)


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "a cell reference in single quotes": lambda: workbook(FIRST + row(cell(f"r='{FAR}'", "x"), "2")),
    "a cell reference with blanks round its sign": lambda: workbook(FIRST + row(cell(f'r = "{FAR}"', "x"), "2")),
    "a worksheet in another folder": lambda: workbook(
        FIRST + row(cell(f'r="{FAR}"', "x"), "1048576"), sheet="other/sheet1.xml"
    ),
    "a row number of 5,000 digits": lambda: workbook(FIRST + row(cell('r="A2"', "x"), "9" * 5000)),
    "a cell reference of 5,000 digits": lambda: workbook(FIRST + row(cell(f'r="A{"9" * 5000}"', "x"), "2")),
    "a cell reference of 5,000 letters": lambda: workbook(FIRST + row(cell(f'r="{"A" * 5000}2"', "x"), "2")),
    "an expression's nightmare": lambda: workbook(
        FIRST + row("<c " + ' r="A1"' * 100_000 + ">", "2"),
        more={"xl/x.xml": b""},
    ),
    "an encrypted member": lambda: with_flag(workbook(FIRST), 1),
    "a Deflate64 member": lambda: with_method(workbook(FIRST), 9),
    "a damaged bzip2 workbook": lambda: workbook(FIRST, method=zipfile.ZIP_BZIP2).replace(b"BZh9", b"BZh0"),
    "a damaged LZMA workbook": lambda: workbook(FIRST, method=zipfile.ZIP_LZMA).replace(
        b"\x5d\x00\x00", b"\xff\xff\xff"
    ),
    "an encrypted archive": lambda: with_flag(packed({"a.csv": b"a,b\n1,2\n"}), 1),
    "a bzip2 bomb": lambda: bomb(zipfile.ZIP_BZIP2, 4_000_000),
    "an LZMA bomb": lambda: bomb(zipfile.ZIP_LZMA, 4_000_000),
    "an unknown encoding of XML": lambda: kml("", "nonsense-1"),
    "a geometry nested 200,000 deep in JSON": lambda: nested_geometry(200_000),
    "a geometry nested 200,000 deep in a database": lambda: nested_wkb(200_000),
    "a geometry nested 400 deep": lambda: nested_geometry(400),
    "a generated column": lambda: geopackage(
        "CREATE TABLE a (SiteReference TEXT, Hectares REAL, geom BLOB, big TEXT AS (hex(zeroblob(200000000))))",
        "INSERT INTO a VALUES ('A', 1, NULL)",
    ),
    "a view instead of a table": lambda: geopackage(
        "CREATE VIEW a AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i AS SiteReference, i AS Hectares FROM n"
    ),
    "a hundred thousand names in JSON": lambda: (
        b"[" + b",".join(b'{"SiteReference":"A","n%d":1}' % number for number in range(100_000)) + b"]"
    ),
    "thousands of columns": lambda: (
        b",".join(b"c%d" % number for number in range(4_000)) + b"\n" + b"\n".join(b"," * 3_999 for _ in range(20))
    ),
    "a huge mimetype": lambda: packed({"mimetype": b"spreadsheet" + b" " * 30_000_000, "content.xml": b"<a/>"}),
}

# What is read: the shape alone is left out, or the table is of no standard.
HARMLESS = {
    "a geometry nested 200,000 deep in a database": {"column-missing", "standard-mismatch"},
    "a geometry nested 400 deep": {"column-missing", "standard-mismatch"},
    "thousands of columns": {"standard-mismatch"},
}
