"""The map of a file's points: the council's outline, the sound points as dots, the doubtful ones marked and listed."""

import re

from expectations.check import PublishedFile, check_files
from plugins.portal.views.points_map import MARGIN, WIDTH, PointsMap, points_map
from plugins.portal.views.reports import report_view
from tests.transforms.render.reports import DAY
from transforms.standards import standard

ADUR = "E07000223"
HEADER = "SiteReference,SiteNameAddress,Hectares,GeoX,GeoY"


def drawn(*points: str, authority: str | None = ADUR, header: str = HEADER) -> PointsMap | None:
    rows = [f"S{number},1 High Street,0.5,{point}" for number, point in enumerate(points, start=1)]
    content = "\n".join([header, *rows, ""]).encode()
    declared = standard("brownfield_land")
    [report] = check_files([PublishedFile("sites.csv", content, authority, DAY)], declared)
    return points_map(report_view(report, declared))


def test_points_inside_the_area_are_dots_within_the_outline_and_nothing_is_doubtful() -> None:
    drawing = drawn("-0.27,50.84", "-0.28,50.85", "-0.27,50.84")
    assert drawing
    assert (drawing.count, drawing.marked, drawing.points.count("M")) == (3, (), 2)  # two lie on one place
    places = [tuple(map(int, place)) for place in re.findall(r"M(\d+) (\d+)h0", drawing.points)]
    assert all(MARGIN <= x <= WIDTH - MARGIN and MARGIN <= y <= drawing.height - MARGIN for x, y in places)
    assert drawing.outline.startswith("M")
    assert drawing.outline.endswith("Z")


def test_a_doubtful_point_is_marked_with_its_line_key_and_reason() -> None:
    drawing = drawn("-0.27,50.84", "-0.6,50.9", "999,zz")
    assert drawing
    far, nowhere = drawing.marked
    assert (far.line, far.key) == (3, "S2")
    assert far.x is not None
    assert 0 <= far.x <= WIDTH
    assert (nowhere.line, nowhere.key, nowhere.x, nowhere.y) == (4, "S3", None, None)
    assert drawing.points.count("M") == 1
    assert all(point.reason for point in drawing.marked)


def test_without_an_authority_the_map_is_as_wide_as_the_points_and_of_one_point_is_a_map_too() -> None:
    drawing = drawn("-0.27,50.84", "-0.28,50.86", authority=None)
    assert drawing
    assert (drawing.outline, drawing.marked) == ("", ())
    single = drawn("-0.27,50.84", authority=None)
    assert single
    assert single.points.count("M") == 1


def test_a_file_without_columns_for_points_or_without_a_point_has_no_map() -> None:
    assert drawn("1,2", header="SiteReference,SiteNameAddress,Hectares,Eastish,Northish") is None
    assert drawn(",", authority=None) is None
