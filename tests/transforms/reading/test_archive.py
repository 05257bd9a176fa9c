"""A ZIP archive gives the one table in it, or says why not."""

import io
import zipfile

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


def test_two_tables_that_fit_equally_are_refused(opened: Opened) -> None:
    reading = opened(packed(a__csv=CSV, b__csv=CSV))
    assert reading.findings[0].facts["kind"] == "a ZIP archive of 2 tables"


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
