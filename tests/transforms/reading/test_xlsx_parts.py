"""A share that a workbook shows as per cent is read as it is shown."""

import io

import pytest
import xlsxwriter

from tests.plugins.reading.hostile_files import cell, packed, row
from tests.plugins.reading.hostile_files import workbook as workbook_of
from tests.transforms.reading.small_standard import Opened, rows_of
from transforms.reading.archive import Unpackable
from transforms.reading.limits import DEFAULT_LIMITS
from transforms.reading.xlsx_parts import scan_workbook


def workbook(*formats: str, value: float = 0.985) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("About").write(0, 0, "words")
        sheet = book.add_worksheet("Data")
        sheet.write_row(2, 1, ["SiteReference", "Hectares", "Notes", "GeoX"])
        for row, one in enumerate(formats, start=3):
            sheet.write_row(row, 1, ["A", 0.5])
            sheet.write(row, 3, value, book.add_format({"num_format": one}))
    return content.getvalue()


def test_a_share_is_the_percentage_that_people_see(opened: Opened) -> None:
    reading = opened(workbook("0%", "0.00%", "0.0%", "0.00", "General"))
    assert [row[2] for row in rows_of(reading.sheet)] == ["98.5%", "98.5%", "98.5%", "0.985", "0.985"]
    assert [row[1] for row in rows_of(reading.sheet)] == ["0.5"] * 5


def test_whole_and_tiny_shares_have_no_exponent(opened: Opened) -> None:
    for value, shown in ((1, "100%"), (0, "0%"), (12.5, "1250%"), (0.00001, "0.001%")):
        assert rows_of(opened(workbook("0%", value=value)).sheet)[0][2] == shown


def test_what_is_no_xlsx_workbook_has_none() -> None:
    assert scan_workbook(packed({"content.xml": b"<worksheet/>"}), DEFAULT_LIMITS) == {}
    with pytest.raises(Unpackable, match="damaged"):
        scan_workbook(b"PK\x03\x04 no archive", DEFAULT_LIMITS)


def test_a_worksheet_is_seen_under_its_name_wherever_it_lies() -> None:
    cells = row(cell('r="C7"', "x"), "7")
    for folder in ("worksheets/sheet1.xml", "other/a.bin", "worksheets/../s.xml"):
        [(name, scan)] = scan_workbook(workbook_of(cells, sheet=folder), DEFAULT_LIMITS).items()
        assert scan.area == 21
        assert name == "A" or ".." in name
