"""Tables pasted one under another are each read by their own column names."""

from tests.transforms.reading.small_standard import Opened

HEADER = b"SiteReference,Hectares,GeoX,GeoY\n"


def rows(opened: Opened, content: bytes) -> tuple[tuple[str, ...], list[list[str]], list[int], list[str]]:
    reading = opened(content)
    assert reading.sheet is not None
    cells = [list(row) for row in zip(*(column.to_pylist() for column in reading.sheet.cells.columns), strict=True)]
    reasons = [finding.facts["reason"] for finding in reading.findings if finding.code == "row-ignored"]
    return reading.sheet.header, cells, reading.sheet.lines.tolist(), reasons


def test_a_later_header_in_another_order_names_the_rows_beneath_it(opened: Opened) -> None:
    content = HEADER + b"A1,0.5,1,2\nGeoY,SiteReference,GeoX,Hectares\n4,A2,3,0.7\n" + HEADER + b"A3,0.9,5,6\n"
    header, cells, lines, reasons = rows(opened, content)
    assert header == ("SiteReference", "Hectares", "GeoX", "GeoY")
    assert cells == [["A1", "0.5", "1", "2"], ["A2", "0.7", "3", "4"], ["A3", "0.9", "5", "6"]]
    assert lines == [2, 4, 6]
    assert reasons == ["repeated header", "column names again, by which we read the rows beneath"]


def test_a_column_that_only_a_later_header_names_is_added(opened: Opened) -> None:
    content = b"SiteReference,Hectares,GeoX\nA1,0.5,1\nGeoX,SiteReference,Hectares\n2,A2,0.7\n"
    assert rows(opened, content)[1] == [["A1", "0.5", "1"], ["A2", "0.7", "2"]]
    wider = HEADER.replace(b",GeoY", b",") + b"A1,0.5,1,\nSiteReference,GeoY,GeoX,Hectares\nA2,9,2,0.7\n"
    header, cells, _, _ = rows(opened, wider)
    assert dict(zip(header, zip(*cells, strict=True), strict=True))["GeoY"] == ("", "9")


def test_a_value_that_happens_to_be_a_column_name_is_no_header(opened: Opened) -> None:
    content = HEADER + b"Hectares,0.5,1,2\nA2,0.5,GeoX,GeoY\n"
    assert rows(opened, content)[2] == [2, 3]
