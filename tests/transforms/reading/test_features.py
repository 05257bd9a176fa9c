"""Features of GeoJSON and of feature services: properties as columns, the shape as one point."""

import json
from typing import Any

import pytest

from tests.transforms.reading.small_standard import Opened, Tabulate

SQUARE = [[[-1.0, 52.0], [-1.0, 52.2], [-0.8, 52.2], [-0.8, 52.0], [-1.0, 52.0]]]


def collection(*geometries: Any, **members: Any) -> bytes:
    features = [
        {"type": "Feature", "properties": {"reference": f"A{n}"}, "geometry": geometry}
        for n, geometry in enumerate(geometries)
    ]
    return json.dumps({"type": "FeatureCollection", **members, "features": features}).encode()


def test_an_area_gives_a_point_inside_it_and_says_so(opened: Opened) -> None:
    reading = opened(collection({"type": "Polygon", "coordinates": SQUARE}))
    x, y = (float(reading.sheet.cells.column(at)[0].as_py()) for at in (1, 2))
    assert (-1.0 < x < -0.8, 52.0 < y < 52.2) == (True, True)
    (finding,) = reading.findings
    assert (finding.code, finding.column, finding.lines) == ("value-repaired", "geometry", [1])


def test_a_declared_grid_becomes_degrees(table: Tabulate) -> None:
    grid = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    point = {"type": "Point", "coordinates": [530000, 180000]}
    assert table(collection(point, crs=grid))[1] == [["A0", "-0.128354", "51.503991"]]


def test_degrees_stay_as_they_were_written(table: Tabulate) -> None:
    content = collection({"type": "Point", "coordinates": [0, 0]}).replace(b"[0, 0]", b"[-0.10, 51.5000000]")
    assert table(content)[1] == [["A0", "-0.10", "51.5000000"]]


def test_a_feature_without_a_shape_or_with_a_broken_one_keeps_its_properties(table: Tabulate) -> None:
    good = {"type": "Point", "coordinates": [-0.1, 51.5]}
    broken: list[Any] = [
        None,
        {"type": "Point", "coordinates": ["east", 51]},
        {"type": "Polygon", "coordinates": [[1]]},
        7,
    ]
    rows = table(collection(good, *broken))[1]
    assert rows == [["A0", "-0.1", "51.5"], *[[f"A{n}", "", ""] for n in range(1, 5)]]


def test_coordinates_among_the_properties_win_over_the_shape(table: Tabulate) -> None:
    feature = {"properties": {"GeoX": "1", "GeoY": "2"}, "geometry": {"type": "Point", "coordinates": [3, 4]}}
    assert table(json.dumps({"features": [feature]}).encode())[:2] == (("GeoX", "GeoY"), [["1", "2"]])


@pytest.mark.parametrize(
    ("milliseconds", "day"),
    [(1748732400000, "2025-06-01"), (1748736000000, "2025-06-01"), (1735689600000, "2025-01-01"), (None, ""),
     (-2208988800000, "1900-01-01"), (10**30, str(10**30))],
)  # fmt: skip
def test_a_services_dates_are_british_days(table: Tabulate, milliseconds: int | None, day: str) -> None:
    fields = [{"name": "CaseDate", "type": "esriFieldTypeDate"}, {"name": "id", "type": "esriFieldTypeOID"}]
    content = {"fields": fields, "features": [{"attributes": {"CaseDate": milliseconds, "id": 1748732400000}}]}
    assert table(json.dumps(content).encode())[1] == [[day, "1748732400000"]]


def test_a_services_own_reference_system_is_kept_to(table: Tabulate) -> None:
    feature = {"attributes": {"reference": "A"}, "geometry": {"x": 530000, "y": 180000}}
    for system in ({"wkid": 27700}, {"wkid": 1, "latestWkid": 27700}):
        content = json.dumps({"spatialReference": system, "features": [feature]}).encode()
        assert table(content)[1] == [["A", "-0.128354", "51.503991"]]


def test_rings_paths_and_web_mercator_are_understood(table: Tabulate) -> None:
    ring = [[-14300, 6711600], [-14300, 6711700], [-14200, 6711700], [-14300, 6711600]]
    shapes = [{"rings": [ring]}, {"paths": [ring]}, {"points": ring}, {"rings": []}]
    features = [{"attributes": {"reference": "A"}, "geometry": shape} for shape in shapes]
    rows = table(json.dumps({"spatialReference": {"wkid": 102100}, "features": features}).encode())[1]
    assert [row[1][:5] for row in rows] == ["-0.12", "-0.12", "-0.12", ""]


def test_a_service_that_gave_only_a_part_says_so(opened: Opened) -> None:
    features = [{"attributes": {"reference": "A"}}]
    for said in (
        {"exceededTransferLimit": True},
        {"properties": {"exceededTransferLimit": True}},
        {"numberMatched": 2},
    ):
        assert [one.code for one in opened(json.dumps({**said, "features": features}).encode()).findings] == [
            "file-cut-short"
        ]
    assert opened(json.dumps({"numberMatched": 1, "features": features}).encode()).findings == ()
