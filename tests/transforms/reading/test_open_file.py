"""What bytes are is told by the bytes; what is no table is refused by name."""

import pytest

from tests.transforms.reading.small_standard import Opened, recognise
from transforms.reading import Limits, read


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4 ...", "a PDF document"),
        (b"\x89PNG\r\n", "an image (PNG)"),
        (b"  \n<!DOCTYPE html><html><body>Not found</body></html>", "a web page (HTML)"),
        (b"<html><table><tr><td>SiteReference</td></tr></table></html>", "a web page (HTML) with a table in it"),
        (b'<?xml version="1.0"?><ows:ExceptionReport/>', "an error report of a map server (XML)"),
        (
            b'<?xml version="1.0"?>\n<!-- made --><kml xmlns="k">',
            "a map file (KML) that breaks the rules of XML (line 2)",
        ),
        (b"<wfs:FeatureCollection>", "a map file (GML) that breaks the rules of XML (line 1)"),
        (b"<?xml version='1.0'?><orders/>", "an XML document"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07" * 40, "binary data that we do not know"),
        (b"Dear all,\nplease find the register, as agreed,\non our website.\nRegards\n", "plain text without columns"),
        (b"OrganisationURI\n\nSiteReference\n\nhttp://x\n\nA1\n", "plain text without columns"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(opened: Opened, content: bytes, kind: str) -> None:
    reading = opened(content)
    assert (reading.sheet, reading.findings[0].code, reading.findings[0].facts["kind"]) == (
        None,
        "file-not-tabular",
        kind,
    )
    assert reading.findings[0].facts["advice"]


@pytest.mark.parametrize("content", [b"", b" \r\n\r\n", b"\xef\xbb\xbf", b",,,\n,,,\n"])
def test_nothing_is_empty(opened: Opened, content: bytes) -> None:
    assert [finding.code for finding in opened(content).findings] == ["file-empty"]


def test_a_file_above_the_limit_is_refused_unread() -> None:
    reading = read(b"SiteReference,GeoX\nA1,1\n", "file", recognise, Limits(published=10))
    assert (reading.sheet, reading.findings[0].code) == (None, "file-too-large")


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_line_that_does_not_end_is_refused_before_it_is_cut_into_cells(
    monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    head = f"SiteReference,GeoX{end}A1,{'1' * 60}{end}"
    assert read(f"{head}A2,{'2' * 60}{end}".encode(), "file", recognise, Limits(value=100)).sheet
    monkeypatch.setattr("transforms.reading.open_file.read_delimited", None)
    reading = read(f"{head}A2,{'2' * 300}{end}".encode(), "file", recognise, Limits(value=100))
    assert (reading.sheet, reading.findings[0].code) == (None, "file-too-large")
    assert reading.findings[0].facts["what"] == "A line"


def test_a_table_with_more_columns_than_we_read_is_refused() -> None:
    content = b"SiteReference,GeoX,Hectares\nA1,1,2\n"
    assert read(content, "file", recognise, Limits(columns=3)).sheet
    reading = read(content, "file", recognise, Limits(columns=2))
    assert (reading.sheet, reading.findings[0].code) == (None, "file-too-large")
    assert reading.findings[0].facts["what"] == "A table of 3 columns"
