from datetime import date

from examples.england import England
from examples.published.land_and_building_assets import COLUMNS, publish


def test_assets_are_bought_and_sold_and_keep_their_code_and_place(england: England) -> None:
    council = england.councils[2]
    before, after = (
        {row[COLUMNS.index("AssetCode")]: row[5:] for row in publish(england, council, date(year, 10, 5)).rows}
        for year in (2022, 2026)
    )
    assert before.keys() - after.keys()
    assert after.keys() - before.keys()
    assert all(after[code] == asset for code, asset in before.items() if code in after)


def test_land_has_no_floors_and_a_building_has(england: England) -> None:
    rows = publish(england, england.councils[0], date(2026, 10, 5)).rows
    sizes = {(row[COLUMNS.index("HoldingType")], bool(row[COLUMNS.index("BuildingSize")])) for row in rows}
    assert sizes == {("Land", False), ("Buildings", True), ("Land/Buildings", True)}
