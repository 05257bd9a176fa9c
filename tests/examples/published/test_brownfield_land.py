from dataclasses import replace
from datetime import date

import pytest

from examples.england import Council, England
from examples.published.brownfield_land import COLUMNS_2017, COLUMNS_2026
from examples.published.brownfield_land import publish as publish_sites

DAY = date(2025, 12, 20)


def _records(england: England, council: Council, day: date = DAY, **habits: object) -> list[dict[str, str]]:
    council = replace(council, habits=replace(council.habits, **habits))  # type: ignore[arg-type]
    table = publish_sites(england, council, day)
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize(("edition", "columns"), [("2017", COLUMNS_2017), ("2026", COLUMNS_2026)])
def test_each_edition_has_its_own_columns(england: England, edition: str, columns: list[str]) -> None:
    records = _records(england, england.councils[0], edition=edition)
    assert all(list(record) == columns for record in records)
    assert ("EndDate" in columns) is (edition == "2026")


def test_references_are_unique_and_ranges_the_right_way_round(england: England) -> None:
    for council in england.councils:
        records = _records(england, council)
        assert len({record["SiteReference"] for record in records}) == len(records) > 2
        assert all(int(one["NetDwellingsRangeFrom"]) <= int(one["NetDwellingsRangeTo"]) for one in records)


def test_only_permissioned_sites_have_a_permission(england: England) -> None:
    for record in _records(england, england.councils[0]):
        assert (
            bool(record["PermissionType"])
            is bool(record["PermissionDate"])
            is (record["PlanningStatus"] == "permissioned")
        )


def test_sites_are_added_in_time_and_ended_sites_stay_in_the_edition_of_2026(england: England) -> None:
    council = england.councils[0]
    early, late = (_records(england, council, date(year, 12, 28), edition="2026") for year in (2020, 2025))
    assert {one["SiteReference"] for one in early} < {one["SiteReference"] for one in late}
    assert any(one["EndDate"] for one in late)
    assert all(one["FirstAddedDate"] <= one["LastUpdatedDate"] for one in late)


def test_the_edition_of_2017_gives_points_in_either_system_and_that_of_2026_in_one(england: England) -> None:
    council = england.councils[0]
    grid = _records(england, council, edition="2017", reference_system="OSGB36")[0]
    degrees = _records(england, council, edition="2026", reference_system="OSGB36")[0]
    assert grid["CoordinateReferenceSystem"] == "OSGB36"
    assert float(grid["GeoX"]) > 80_000
    assert 49 < float(degrees["GeoY"]) < 56
