from collections.abc import Callable, Mapping

import pytest

from tests.expectations.conftest import as_csv
from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.land_and_building_assets import ENERGY, HOLDING, LAND_AND_BUILDING_ASSETS, TENURE_DETAIL

(EDITION,) = LAND_AND_BUILDING_ASSETS.editions
SLUG = "land_and_building_assets"
CHELTENHAM = "E07000078"
ASSET = {
    "OrganisationLabel": "Cheltenham Borough Council",
    "ApplicableDate": "31/03/2025",
    "UPRN": "100121228178",
    "AssetCode": "09/00025",
    "PropertyName": "Alderthorpe Depot",
    "PropertyNumber": "12",
    "StreetName": "Alder Lane",
    "PostTown": "Alderthorpe Regis",
    "PostCode": "QX12 3AB",
    "GeoX": "-2.0713",
    "GeoY": "51.9006",
    "TenureType": "Freehold",
    "TenureDetail": "Owner occupied",
    "OtherDetail": "",
    "HoldingType": "Buildings Only",
    "BuildingSize": "415.05",
}
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def asset(**changed: str) -> Mapping[str, str]:
    return ASSET | changed


def test_the_musts_are_those_that_the_schema_requires() -> None:
    assert [field.name for field in EDITION.fields if field.requirement is Requirement.MUST] == [
        *("UPRN", "AssetCode", "PropertyName", "PropertyNumber", "StreetName", "PostTown", "PostCode", "GeoX", "GeoY"),
        *("TenureType", "TenureDetail", "HoldingType"),
    ]
    assert len(EDITION.fields) == 29


def test_the_lists_are_the_schemas() -> None:
    assert [code.code for code in HOLDING.codes] == ["Buildings Only", "Land Only", "Land/Buildings"]
    assert len(TENURE_DETAIL.codes) == 11
    assert [code.code for code in ENERGY.codes] == list("ABCDEFG")


def test_a_good_asset_has_nothing_to_report(check_text: Check, found_in: Found) -> None:
    assert found_in(check_text(SLUG, as_csv([asset()]), CHELTENHAM)) == []


@pytest.mark.parametrize(
    ("published", "code"),
    [
        *(("Land", "Land Only"), ("Buildings", "Buildings Only"), ("Land and Building", "Land/Buildings")),
        *(("land/building", "Land/Buildings"), ("Land & Buildings", "Land/Buildings")),
    ],
)
def test_holdings_are_read_as_councils_write_them(check_text: Check, published: str, code: str) -> None:
    report = check_text(SLUG, as_csv([asset(HoldingType=published, BuildingSize="")]))
    assert report.table["HoldingType"].to_pylist() == [code]


@pytest.mark.parametrize("published", ["Leasehold", "Licence"])
def test_a_lease_of_unknown_direction_is_not_guessed(check_text: Check, found_in: Found, published: str) -> None:
    report = check_text(SLUG, as_csv([asset(TenureDetail=published)]))
    assert found_in(report) == [("code-unknown", 2, "TenureDetail", published)]
    assert report.table["TenureDetail"].to_pylist() == [None]


def test_another_tenure_is_said_in_words(check_text: Check, found_in: Found) -> None:
    text = as_csv(
        [asset(TenureDetail="Other"), asset(TenureDetail="Other", OtherDetail="Joint venture", AssetCode="2")]
    )
    assert [issue[:3] for issue in found_in(check_text(SLUG, text))] == [("value-missing", 2, "OtherDetail")]


def test_land_without_a_building_has_no_floors_to_measure(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([asset(HoldingType="Land")]))
    assert [issue[1:] for issue in found_in(report)] == [(2, "BuildingSize", "415.05")]


def test_half_a_postcode_is_a_warning_and_a_line_break_behind_one_is_none(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([asset(PostCode="QX12 3AB\n"), asset(PostCode="QX12", AssetCode="2")]))
    assert found_in(report) == [("value-malformed", 4, "PostCode", "QX12")]


def test_eastings_without_a_word_about_it_are_read(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([asset(GeoX="395265", GeoY="222126")]), CHELTENHAM)
    assert found_in(report) == []
    assert [float(report.table[name][0].as_py()) for name in ("GeoX", "GeoY")] == pytest.approx([-2.07, 51.9], abs=0.01)


def test_an_asset_without_a_code_counts_and_of_two_with_one_the_later_does(check_text: Check, found_in: Found) -> None:
    assets = [asset(AssetCode=""), asset(), asset(ApplicableDate="31/03/2024")]
    report = check_text(SLUG, as_csv(assets))
    assert [issue[:2] for issue in found_in(report)] == [("value-missing", 2), ("row-duplicated", 4)]
    assert report.rows_usable == 2


@pytest.mark.parametrize(
    "other",
    [
        {"UPRN": "100121228179"},
        {"PropertyName": "Alderthorpe Depot, yard"},
        {"HoldingType": "Land Only", "BuildingSize": ""},
        {"TenureType": "Leasehold"},
    ],
)
def test_assets_that_share_a_code_all_count(check_text: Check, found_in: Found, other: Mapping[str, str]) -> None:
    report = check_text(SLUG, as_csv([asset(), asset(**other)]))
    assert found_in(report) == [("reference-repeated", 3, "AssetCode", "09/00025")]
    assert report.rows_usable == 2


def test_the_codes_words_name_the_fields(check_text: Check) -> None:
    header = {
        "Unique Property Reference Number": "UPRN",
        "Unique asset identity": "AssetCode",
        "Name of the building/land": "PropertyName",
        "Street number": "PropertyNumber",
        "Site Address": "StreetName",
        "Effective date": "ApplicableDate",
        "Tenure Detail": "TenureDetail",
    }
    report = check_text(SLUG, ",".join(header) + "\n1,2,Depot,3,Alder Lane,31/03/2025,Vacant\n")
    assert {published: name for name, published in report.columns.items()} == header
