"""The header is the row that names the columns, wherever councils put it."""

from tests.transforms.reading.small_standard import recognise
from transforms.reading.header import find_header, is_blank


def test_the_row_that_names_most_fields_is_the_header() -> None:
    rows = [["Register of sites", "", ""], ["SiteReference", "GeoX", "GeoY"], ["A1", "1", "2"]]
    assert find_header(rows, recognise).index == 1


def test_a_header_split_over_two_rows_is_joined() -> None:
    rows = [["Site", "Geo", "Geo", "Notes"], ["Reference", "X", "Y", ""], ["A1", "1", "2", "n"]]
    header = find_header(rows, recognise)
    assert (header.cells, header.index, header.depth) == (("Site Reference", "Geo X", "Geo Y", "Notes"), 0, 2)


def test_groups_above_the_header_are_titles() -> None:
    rows = [
        ["", "Location", "", "Dates"],
        ["SiteReference", "GeoX", "GeoY", "EntryDate"],
        ["A1", "1", "2", "2020-01-01"],
    ]
    assert (find_header(rows, recognise).index, find_header(rows, recognise).depth) == (1, 1)


def test_data_that_are_the_names_of_fields_are_no_header() -> None:
    rows = [
        ["resource", "pattern", "value"],
        ["", "OrganisationURI", "Organisation"],
        ["", "GeoX", "GeoY"],
        ["", "x", "y"],
    ]
    assert find_header(rows, recognise).index == 0


def test_headers_keep_their_line_breaks_and_double_names() -> None:
    rows = [["SiteReference", "GeoX\n(east)", "Notes", "Notes", "GeoY"], ["A1", "1", "a", "b", "2"]]
    assert find_header(rows, recognise).cells == tuple(rows[0])


def test_characters_that_show_nothing_are_blank() -> None:
    assert is_blank("\u200b \xa0\ufeff\n")
    assert not is_blank("\u200bx")


def test_rows_of_figures_and_dates_are_data_not_a_header() -> None:
    assert find_header([["Parks", "1.50"], ["Roads", "2.50"], ["Parks", "3.50"]], recognise) is None
