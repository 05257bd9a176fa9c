from datetime import date

from examples.england import England
from examples.published.social_housing_asset_value import COLUMNS, publish


def test_no_band_singles_homes_out_and_no_sector_is_a_real_one(england: England) -> None:
    for council in england.councils:
        for row in publish(england, council, date(2026, 10, 5)).rows:
            band = dict(zip(COLUMNS, row, strict=True))
            assert int(band["TotalDwellings"]) * float(band["OccupiedPercentage"]) / 100 >= 10
            assert band["PostalSector"].startswith("Q")  # no postcode of the Royal Mail's does
