import csv
import io
import json
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from examples.tables import Table
from examples.write_files import WRITERS, write_csv

TABLE = Table(
    ["SiteReference", "Notes", "FirstAddedDate", "GeoX", "GeoY"],
    [["BLR/1", 'The "Old, Mill"', "2025-12-08", "-1.5", "52.25"], ["BLR/2", "two\nlines", "2024-12-08", "", ""]],
)


def _write(slug: str) -> bytes:
    return WRITERS[slug][0](TABLE)


def test_text_is_quoted_and_lines_end_as_the_standard_says() -> None:
    content = write_csv(TABLE)
    assert content.startswith(b"SiteReference,Notes,FirstAddedDate,GeoX,GeoY\r\n")
    assert list(csv.reader(io.StringIO(content.decode(), newline=""))) == [TABLE.header, *TABLE.rows]


@pytest.mark.parametrize(
    ("slug", "encoding", "delimiter"),
    [
        ("tab-separated", "utf-8", "\t"),
        ("semicolons", "utf-8", ";"),
        ("utf-16", "utf-16", ","),
        ("byte-order-mark", "utf-8-sig", ","),
    ],
)
def test_text_formats_hold_the_same_table(slug: str, encoding: str, delimiter: str) -> None:
    text = io.StringIO(_write(slug).decode(encoding), newline="")
    assert list(csv.reader(text, delimiter=delimiter)) == [TABLE.header, *TABLE.rows]


def test_windows_text_is_not_utf_8() -> None:
    content = _write("pound-cp1252")
    assert b"\xa35,000" in content
    with pytest.raises(UnicodeDecodeError):
        content.decode()


def test_old_line_ends_are_bare_carriage_returns() -> None:
    content = _write("bare-cr")
    assert content.count(b"\r") == 3
    assert b"\n" not in content


@pytest.mark.parametrize("slug", ["workbook", "open-document"])
def test_workbooks_open_and_hold_the_data_on_a_sheet(slug: str) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(_write(slug)))
    rows = book.get_sheet_by_name("Data").to_python()
    assert rows[0] == TABLE.header
    assert [row[0] for row in rows[1:]] == ["BLR/1", "BLR/2"]


def test_an_archive_holds_the_csv_beside_a_read_me() -> None:
    with zipfile.ZipFile(io.BytesIO(_write("zipped"))) as archive:
        assert archive.namelist() == ["README.txt", "data.csv"]
        assert archive.read("data.csv") == write_csv(TABLE)


def test_json_has_null_for_blank_and_geojson_a_point_where_there_is_one() -> None:
    assert json.loads(_write("json"))[1]["GeoX"] is None
    features = json.loads(_write("geojson"))["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [-1.5, 52.25]}
    assert features[1]["geometry"] is None


@pytest.mark.parametrize("slug", sorted(WRITERS))
def test_the_same_table_is_the_same_bytes(slug: str) -> None:
    assert _write(slug) == _write(slug)
