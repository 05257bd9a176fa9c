"""A ZIP archive gives the one table in it, or says why not."""

import gzip
import io
import zipfile

import pytest

from tests.plugins.reading import hostile_files
from tests.plugins.reading.hostile_files import with_method
from tests.transforms.reading.small_standard import Opened, recognise
from transforms.reading import Limits, read

CSV = b"SiteReference,GeoX,GeoY\nA1,1,2\n"


def packed(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name.replace("__", "."), member)
    return content.getvalue()


def test_the_member_is_read_and_named(opened: Opened) -> None:
    reading = opened(packed(sites__csv=CSV))
    assert (reading.table_name, reading.sheet.cells.num_rows) == ("sites.csv", 1)


def test_the_table_that_the_standard_recognises_is_chosen(opened: Opened) -> None:
    reading = opened(packed(notes__txt=b"Read this first.\n", other__csv=b"a,b\n1x,2x\n", sites__csv=CSV))
    assert reading.table_name == "sites.csv"


def test_two_tables_that_fit_equally_and_are_not_alike_are_refused(opened: Opened) -> None:
    first, second = (b"SiteReference,Hectares,%b\nA1,1,2\n" % names for names in (b"Left,Top", b"Right,Bottom"))
    reading = opened(packed(a__csv=first, b__csv=second))
    assert reading.findings[0].facts["kind"] == "a ZIP archive of 2 tables"


def test_files_of_the_same_columns_are_one_table_and_a_copy_is_left_out(opened: Opened) -> None:
    again = b"\n".join(line.replace(b"A1", b"B1") for line in CSV.splitlines())
    reading = opened(packed(january__csv=CSV, february__csv=again, copy__csv=CSV))
    assert reading.sheet is not None
    one = opened(CSV)
    assert one.sheet is not None
    assert reading.sheet.cells.num_rows == 2 * one.sheet.cells.num_rows
    assert reading.table_name == "january.csv, february.csv"
    assert [finding.code for finding in reading.findings] == ["sheet-chosen", "sheets-joined"]


def test_what_gzip_packs_is_read_as_what_it_is(opened: Opened) -> None:
    reading, plain = opened(gzip.compress(CSV)), opened(CSV)
    assert reading.sheet is not None
    assert plain.sheet is not None
    assert reading.sheet.cells.equals(plain.sheet.cells)
    assert opened(gzip.compress(CSV)[:-9]).findings[0].facts["kind"] == "a damaged gzip archive"
    bomb = read(gzip.compress(bytes(1_000_000)), "file", recognise, Limits(unpacked=100_000))
    assert bomb.findings[0].code == "file-too-large"


def test_an_archive_inside_an_archive_is_refused(opened: Opened) -> None:
    assert opened(packed(a__zip=packed(b__csv=CSV))).findings[0].facts["kind"] == "an archive inside an archive"


def test_map_files_are_refused_by_name(opened: Opened) -> None:
    assert "map files" in opened(packed(a__shp=b"x", a__dbf=b"y")).findings[0].facts["kind"]


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    reading = read(packed(a__csv=CSV + b"A1,1,2\n" * 100_000), "file", recognise, Limits(unpacked=100_000))
    assert reading.findings[0].code == "file-too-large"


def test_a_damaged_archive_is_refused(opened: Opened) -> None:
    assert opened(packed(a__csv=CSV * 50)[:-30]).findings[0].facts["kind"] == "a damaged ZIP archive"


def test_an_archive_with_nothing_in_it_is_empty(opened: Opened) -> None:
    assert opened(packed()).findings[0].code == "file-empty"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 9, 93])
def test_a_member_packed_in_an_uncommon_way_is_told_and_never_unpacked(opened: Opened, method: int) -> None:
    known = method if method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA) else zipfile.ZIP_DEFLATED
    content = with_method(hostile_files.packed({"a.csv": CSV}, known), method)
    [finding] = opened(content).findings
    assert "packed in another way" in finding.facts["kind"]


def test_whatever_is_damaged_in_an_archive_is_told(opened: Opened) -> None:
    whole = packed(sites__csv=CSV * 50)
    for place in range(len(whole)):
        for byte in (0x00, 0xFF):
            content = whole[:place] + bytes([byte]) + whole[place + 1 :]
            reading = opened(content)
            assert reading.sheet is not None or reading.findings


def test_an_archive_of_thousands_of_files_is_too_large(opened: Opened) -> None:
    [finding] = opened(hostile_files.packed({f"{number}.csv": CSV for number in range(2_001)})).findings
    assert finding.code == "file-too-large"
