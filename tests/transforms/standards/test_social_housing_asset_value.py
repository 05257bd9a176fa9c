from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from tests.expectations.conftest import as_csv
from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.social_housing_asset_value import SOCIAL_HOUSING_ASSET_VALUE

(EDITION,) = SOCIAL_HOUSING_ASSET_VALUE.editions
SLUG = "social_housing_asset_value"
BAND = {
    "EffectiveDate": "2025-04-01",
    "Postal sector": "PE11 1",
    "Valuation band": "£100,000 to £119,999",
    "Total number of dwellings": "20",
    "EUV-SH total": "924000",
    "EUV-SH average": "46200",
    "Market value total": "2200000",
    "Market value average": "110000",
    "% occupied": "98.5",
    "% vacant": "1.5",
}
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def band(**changed: str) -> Mapping[str, str]:
    words = {"sector": "Postal sector", "band": "Valuation band", "homes": "Total number of dwellings"}
    words |= {"euv": "EUV-SH total", "average": "EUV-SH average", "occupied": "% occupied", "vacant": "% vacant"}
    return BAND | {words[name]: value for name, value in changed.items()}


def test_sector_homes_both_values_and_both_shares_are_required() -> None:
    assert [field.name for field in EDITION.fields if field.requirement is Requirement.MUST] == [
        *("PostalSector", "TotalDwellings", "EUVSHTotal", "EUVSHAverage", "MarketValueTotal", "MarketValueAverage"),
        *("OccupiedPercentage", "VacantPercentage"),
    ]


def test_the_words_of_the_code_name_the_fields(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([band()]))
    assert found_in(report) == []
    assert len(report.columns) == len(BAND)


@pytest.mark.parametrize(
    "sector", ["PE11 1", "pe11 1**", "PE11 ***", "PE11", "E1 4", "EC1A 1", "PE11 1, PE11 2", "S40"]
)
def test_sectors_districts_and_merged_ones_are_well_formed(check_text: Check, found_in: Found, sector: str) -> None:
    assert found_in(check_text(SLUG, as_csv([band(sector=sector)]))) == []


@pytest.mark.parametrize("sector", ["PE11 1AB", "Spalding"])
def test_a_whole_postcode_or_a_name_is_no_sector(check_text: Check, found_in: Found, sector: str) -> None:
    report = check_text(SLUG, as_csv([band(sector=sector)]))
    assert [issue[0] for issue in found_in(report)] == ["value-malformed"]


@pytest.mark.parametrize(
    "value",
    ["<£50,000", "£50,000 or less", "£100,000 - £139,999", "100000-119999", "£3,000,000+", "£3,000,000 and over"],
)
def test_bands_are_read_as_councils_write_and_merge_them(check_text: Check, found_in: Found, value: str) -> None:
    assert found_in(check_text(SLUG, as_csv([band(band=value)]))) == []


def test_shares_make_a_hundred(check_text: Check, found_in: Found) -> None:
    good = check_text(SLUG, as_csv([band(occupied="98.5%", vacant="2")]))
    assert good.table["OccupiedPercentage"].to_pylist() == [Decimal("98.5")]
    assert found_in(good) == []
    assert [issue[0] for issue in found_in(check_text(SLUG, as_csv([band(vacant="15")])))] == ["total-disagrees"]


def test_an_average_is_the_total_over_the_homes(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([band(average="46000")]))
    assert found_in(report) == [("total-disagrees", 2, "EUV-SH average", "46000")]


def test_social_housing_is_worth_no_more_than_the_market_gives(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([band(euv="2400000", average="120000")]))
    assert [issue[:3] for issue in found_in(report)] == [
        ("value-out-of-range", 2, "Market value total"),
        ("value-out-of-range", 2, "Market value average"),
    ]


def test_a_total_under_the_sectors_is_no_sector_of_them(check_text: Check) -> None:
    report = check_text(SLUG, as_csv([band(), band(sector="Total", band="")]))
    assert (report.rows, report.rows_usable) == (1, 1)


def test_a_sector_has_as_many_rows_as_bands(check_text: Check, found_in: Found) -> None:
    rows = [band(), band(band="£120,000 to £139,999"), band()]
    assert [issue[:2] for issue in found_in(check_text(SLUG, as_csv(rows)))] == [("row-duplicated", 2)]


def test_homes_of_one_sector_and_band_in_several_rows_all_count(check_text: Check, found_in: Found) -> None:
    rows = [band(sector="PE11 ***"), band(sector="PE11 ***", homes="40", euv="1848000")]
    report = check_text(SLUG, as_csv(rows))
    assert ("reference-repeated", 3, "EffectiveDate", "2025-04-01") in found_in(report)
    assert report.rows_usable == 2


def test_a_band_of_few_homes_is_to_be_merged_and_an_empty_one_may_stay(check_text: Check, found_in: Found) -> None:
    few = band(homes="9", euv="415800", average="46200") | {"Market value total": "990000"}
    none = band(homes="0", euv="0", band="£120,000 to £139,999") | {"EUV-SH average": "", "Market value total": "0"}
    report = check_text(SLUG, as_csv([few, none | {"Market value average": "0", "EUV-SH average": "0"}]))
    assert found_in(report) == [("value-out-of-range", 2, "Total number of dwellings", "9")]
