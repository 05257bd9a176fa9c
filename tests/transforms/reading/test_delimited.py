"""Delimited text is read cell for cell, with the physical line on which each record starts."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.reading.small_standard import Opened, Tabulate, recognise, rows_of
from transforms.reading import read

HEADER = ["SiteReference", "SiteNameAddress", "Notes"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_told_by_evidence(table: Tabulate, delimiter: str, end: str) -> None:
    lines = [
        delimiter.join(HEADER),
        delimiter.join(["A1", "1 High St, Town", "x; y"]),
        delimiter.join(["A2", "b", "c"]),
    ]
    if delimiter in ",;":
        lines[1] = delimiter.join(["A1", '"1 High St, Town"', '"x; y"'])
    header, rows, numbers = table(end.join(lines).encode())
    assert header == tuple(HEADER)
    assert rows == [["A1", "1 High St, Town", "x; y"], ["A2", "b", "c"]]
    assert numbers == [2, 3]


def test_a_line_break_inside_a_cell_counts_as_a_line(table: Tabulate) -> None:
    _, rows, numbers = table(b'SiteReference,SiteNameAddress,Notes\r\nA1,"1 High St\r\nTown",x\r\nA2,b,c\r\n')
    assert rows == [["A1", "1 High St\r\nTown", "x"], ["A2", "b", "c"]]
    assert numbers == [2, 4]


def test_a_row_in_quotation_marks_as_a_whole_is_read_as_the_row_inside(opened: Opened) -> None:
    whole = '"A2,""1 High St, Town"",x"'
    reading = opened(f"SiteReference,SiteNameAddress,Notes\nA1,b,c\n{whole}\nA3,d,e\n".encode())
    assert reading.sheet is not None
    assert rows_of(reading.sheet) == [["A1", "b", "c"], ["A2", "1 High St, Town", "x"], ["A3", "d", "e"]]
    assert [(finding.code, finding.lines, finding.values, finding.facts["repair"]) for finding in reading.findings] == [
        ("value-repaired", [3], ['A2,"1 High St, Town",x'], "the row stood in quotation marks as a whole")
    ]


def test_a_quoted_cell_that_holds_no_row_stays_a_cell(table: Tabulate) -> None:
    _, rows, _ = table(b'SiteReference,SiteNameAddress,Notes\nA1,b,c\n"A2, or A3"\n')
    assert rows == [["A1", "b", "c"], ["A2, or A3", None, None]]


def test_mixed_line_ends_each_end_a_line(table: Tabulate) -> None:
    assert table(b"SiteReference,GeoX,GeoY\r\nA1,1,2\rA2,3,4\nA3,5,6")[2] == [2, 3, 4]


def test_a_mark_that_is_never_closed_costs_one_line_not_the_file(opened: Opened) -> None:
    lines = ["SiteReference,SiteNameAddress,Notes"] + [f"A{i},b,c" for i in range(5000)]
    lines[10] = 'A9,"open,c'
    reading = opened("\n".join(lines).encode())
    assert reading.sheet is not None
    assert rows_of(reading.sheet)[9] == ["A9", '"open', "c"]
    assert list(reading.sheet.lines) == list(range(2, 5002))
    (repair,) = [finding for finding in reading.findings if finding.code == "value-repaired"]
    assert (repair.lines, repair.column, repair.values) == ([11], "SiteNameAddress", ['"open'])


def test_a_mark_closed_by_the_next_quoted_cell_does_not_join_two_records(table: Tabulate) -> None:
    _, rows, numbers = table(b'SiteReference,SiteNameAddress,Notes\nA1,"open,c\nA2,"1 High St",c\nA3,"x",c\n')
    assert [row[0] for row in rows] == ["A1", "A2", "A3"]
    assert numbers == [2, 3, 4]


def test_a_mark_inside_a_cell_that_was_not_doubled_keeps_the_columns(opened: Opened) -> None:
    reading = opened(b'SiteReference,SiteNameAddress,Notes\nA1,"The "Old, New" House",c\n')
    assert rows_of(reading.sheet) == [["A1", 'The "Old, New" House', "c"]]
    assert "value-repaired" in {finding.code for finding in reading.findings}


def test_an_open_mark_on_every_line_loses_no_line(opened: Opened) -> None:
    content = b"SiteReference,SiteNameAddress,Notes\n" + b'A1,"open,c\n' * 20_000
    assert len(opened(content).sheet.lines) == 20_000


def test_short_and_long_rows_say_their_width_and_trailing_blanks_are_no_excess(opened: Opened) -> None:
    sheet = opened(b"SiteReference,GeoX,GeoY\nA1,1\nA2,1,2,\nA3,1,2,x\nA4,1,2,,,\n").sheet
    assert list(sheet.widths) == [2, 3, 4, 3]
    assert rows_of(sheet)[0] == ["A1", "1", None]
    assert rows_of(sheet)[2] == ["A3", "1", "2"]


def test_ghost_columns_go_and_a_blank_header_with_data_beneath_stays(opened: Opened) -> None:
    sheet = opened(b"SiteReference,,GeoX,GeoY,,\nA1,,1,2,,\nA2,,3,4,,\n").sheet
    assert (sheet.header, list(sheet.widths)) == (("SiteReference", "GeoX", "GeoY"), [3, 3])
    sheet = opened(b"SiteReference,GeoX,GeoY,\nA1,1,2,\nA2,3,4,late\n").sheet
    assert sheet.header == ("SiteReference", "GeoX", "GeoY", "")
    assert rows_of(sheet) == [["A1", "1", "2", ""], ["A2", "3", "4", "late"]]


def test_blank_rows_and_repeated_headers_are_ignored_and_said(opened: Opened) -> None:
    reading = opened(
        b"SiteReference,GeoX,GeoY\nA1,1,2\n,,\n \t,\xc2\xa0,\n"
        b"SITEREFERENCE,geox,GeoY\nSiteReference,GeoX,GeoY\nA2,3,4\n\n"
    )
    assert [row[0] for row in rows_of(reading.sheet)] == ["A1", "SITEREFERENCE", "A2"] or list(reading.sheet.lines) == [
        2,
        7,
    ]
    ignored = {finding.facts["reason"]: finding.lines for finding in reading.findings if finding.code == "row-ignored"}
    assert ignored["blank"] == [3, 4, 8]
    assert ignored["repeated header"] == [5, 6]


def test_titles_above_the_header_are_said_and_blank_lines_ignored(opened: Opened) -> None:
    reading = opened(b"Brownfield register\n\nSiteReference,GeoX,GeoY\nA1,1,2\n")
    assert (reading.sheet.header_line, list(reading.sheet.lines)) == (3, [4])
    assert [finding.code for finding in reading.findings] == ["header-displaced"]
    reading = opened(b"\n,,\nSiteReference,GeoX,GeoY\nA1,1,2\n")
    assert reading.sheet.header_line == 3
    assert [(finding.code, list(finding.lines)) for finding in reading.findings] == [("row-ignored", [1, 2])]


def test_a_header_with_nothing_beneath_has_no_records(opened: Opened) -> None:
    reading = opened(b"SiteReference,GeoX,GeoY\n")
    assert reading.sheet.cells.num_rows == 0
    assert [finding.code for finding in reading.findings] == ["file-without-records"]


def test_a_table_that_the_standard_does_not_know_is_read_all_the_same(table: Tabulate) -> None:
    header, rows, _ = table(b"colour,shape\nred,round\nblue,square\n")
    assert (header, len(rows)) == (("colour", "shape"), 2)


def test_a_table_without_a_header_row_is_refused(opened: Opened) -> None:
    reading = opened(b"Parks,01/02/2025,12.00\nRoads,02/02/2025,13.50\nParks,03/02/2025,9.99\n")
    assert reading.sheet is None
    assert reading.findings[0].facts["kind"] == "a table without a header row"


cells = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]) | st.sampled_from('",;|\t\n'), max_size=8)


@settings(deadline=None, max_examples=150)
@given(
    rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=12),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
def test_what_a_csv_writer_writes_is_read_back_cell_for_cell(
    rows: list[list[str]], delimiter: str, end: str, encoding: str
) -> None:
    # With a pound sign in it, the text can't be UTF-8 that was encoded twice, as `Â` before a no-break space alone is.
    rows = [[cell.replace("\n", end) for cell in (f"R{i}£{row[0]}", *row[1:])] for i, row in enumerate(rows)]
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end)
    starts, line = [], 1
    for row in [HEADER, *rows]:
        starts.append(line)
        before = written.tell()
        writer.writerow(row)
        text = written.getvalue()[before:]
        line += text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    sheet = read(written.getvalue().encode(encoding), "file", recognise).sheet
    assert sheet is not None
    assert rows_of(sheet) == rows
    assert list(sheet.lines) == starts[1:]
    assert set(sheet.widths) == {3}
