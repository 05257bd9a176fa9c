from collections.abc import Callable
from decimal import Decimal

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.parking_spaces import BY_PLACE, TOTALS

SLUG = "parking_spaces"
CAR_PARKS = "EffectiveDate,Location,Postcode,ParkingSpaces,DisabledParkingSpaces,FreeParking,ChargeableParking\n"
STREETS = "EffectiveDate,TrafficRegulationOrderType,Location,SideOfRoad,ParkingSpaces,ParkingStartPoint\n"
TOTAL = "Effective date,Number of marked out controlled spaces,Number of free spaces,Number of charged spaces\n"
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def car_park(spaces: str = "177", disabled: str = "11", name: str = "Alder Road") -> str:
    return f"2025-03-31,{name},QX12 3AB,{spaces},{disabled},FALSE,TRUE\n"


def street(spaces: str, side: str = "south") -> str:
    return f"2025-03-31,Limited Waiting,Alder Road,{side},{spaces},from a point 5 metres north of Birk Lane\n"


def test_a_place_needs_a_name_and_a_number_and_a_total_its_number() -> None:
    assert [field.name for field in BY_PLACE.essential] == ["Location", "ParkingSpaces"]
    assert [field.name for field in TOTALS.essential] == ["MarkedSpaces"]
    assert [field.name for field in TOTALS.fields if field.requirement is Requirement.SHOULD] == [
        *("FreeSpaces", "ChargedSpaces"),
    ]


def test_car_parks_and_streets_are_lists_by_place(check_text: Check, found_in: Found) -> None:
    for text in (CAR_PARKS + car_park(), STREETS + street("3")):
        report = check_text(SLUG, text)
        assert (report.edition, found_in(report), report.rows_usable) == ("by-place-2018", [], 1)


def test_one_street_stands_on_many_rows_and_several_alike(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, STREETS + street("3") + street("3") + street("4", "NA"))
    assert (found_in(report), report.rows_usable) == ([], 3)
    assert report.table["SideOfRoad"].to_pylist() == ["south", "south", None]


def test_an_estimate_may_have_decimals(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, STREETS + street("19.49"))
    assert report.table["ParkingSpaces"].to_pylist() == [Decimal("19.49")]
    assert found_in(report) == []


def test_bays_for_disabled_people_are_some_of_the_spaces(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, CAR_PARKS + car_park("10", "11"))
    assert found_in(report) == [("value-out-of-range", 2, "ParkingSpaces", "10")]


def test_the_total_beneath_a_list_is_not_counted_again(check_text: Check) -> None:
    report = check_text(SLUG, CAR_PARKS + car_park() + car_park(name="Total"))
    assert (report.rows, report.rows_usable) == (1, 1)


def test_free_and_charged_spaces_make_all_of_them(check_text: Check, found_in: Found) -> None:
    good = check_text(SLUG, TOTAL + "31/03/2025,3643,1091,2552\n31/03/2024,3643,,\n")
    assert (good.edition, found_in(good)) == ("2015", [])
    bad = check_text(SLUG, TOTAL + "31/03/2025,3643,1091,2551\n")
    assert found_in(bad) == [("total-disagrees", 2, "Number of marked out controlled spaces", "3643")]
