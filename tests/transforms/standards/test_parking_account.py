from collections.abc import Callable, Mapping

import pytest

from tests.expectations.conftest import as_csv
from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.parking_account import EXPENDITURE, GUIDANCE, PUBLISHED

SLUG = "parking_account"
INCOME = ("Parking", "Permit", "PCN", "BlueBadge", "Other")
COSTS = ("Enforcement", "Admin", "Schemes", "Capital", "Other")
ACCOUNT = {
    "OrganisationLabel": "Adur",
    "Period": "2024/25",
    **{f"OnStreetIncome{kind}": "100" for kind in INCOME},
    "OnStreetIncomeTotal": "500",
    **{f"OnStreetCosts{kind}": "60" for kind in COSTS},
    "OnStreetCostsTotal": "300",
    "OnStreetSurplusDeficit": "200",
    "OnStreetSurplusDeficitSpendHighwayMaintenance": "150",
    "OnStreetSurplusDeficitSpendOther": "50",
    "OffStreetIncomeParking": "90",
    "OffStreetIncomePCN": "NA",
    "OffStreetIncomeOther": "10",
    "OffStreetIncomeTotal": "100",
    "OffStreetCostsTotal": "159.05",
    "OffStreetSurplusDeficit": "-59.05",
}
PURPOSES = [field.name for field in PUBLISHED.fields if field.name.startswith("OnStreetSurplusDeficitSpend")]
GUIDED = {
    "Organisation name": "Adur",
    "Effective date": "31/03/2025",
    "On-street income: pay and display and meters": "400",
    "On-street income: residents' and visitors' permits": "200",
    "On-street income: business permits": "50",
    "On-street income: other non-PCN income": "50",
    "On-street income PCN": "250",
    "On-street income other": "50",
    "On-street income total": "1000",
    "Off-street income PCN": "100",
    **{field.title: "100" for field in EXPENDITURE},
    "Surplus or deficit": "600",
    **{f"SurplusSpent{purpose}": "100" for purpose in ("ParkingFacilities", "PublicTransport", "HighwayImprovements")},
    **{f"SurplusSpent{purpose}": "100" for purpose in ("RoadMaintenance", "MayorsStrategy", "Environment")},
}
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def account(**changed: str) -> Mapping[str, str]:
    return ACCOUNT | dict.fromkeys(PURPOSES, "0") | dict(list(ACCOUNT.items())[-9:]) | changed


def test_the_published_edition_has_the_thirty_two_columns_and_a_day() -> None:
    assert len(PUBLISHED.fields) == 33
    assert [field.name for field in PUBLISHED.essential] == ["Period"]


def test_the_guidance_asks_for_every_kind_of_income_and_expenditure_and_for_the_surplus() -> None:
    musts = [field.name for field in GUIDANCE.fields if field.requirement is Requirement.MUST]
    assert len([name for name in musts if name.startswith("Expenditure")]) == 5
    assert {"OnStreetIncomeMeters", "OnStreetIncomePCN", "OffStreetIncomePCN", "SurplusDeficit"} <= set(musts)


def test_an_account_that_adds_up_has_nothing_to_report(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([account()]))
    assert (report.edition, found_in(report)) == ("published-2014", [])


def test_an_account_in_the_words_of_the_guidance_does_too(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([GUIDED]))
    assert (report.edition, found_in(report)) == ("2015", [])


def test_a_deficit_is_a_surplus_below_nothing(check_text: Check) -> None:
    report = check_text(SLUG, as_csv([account()]))
    assert [float(value) for value in report.table["OffStreetSurplusDeficit"].to_pylist()] == [-59.05]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"OnStreetIncomeTotal": "504", "OnStreetSurplusDeficit": "204"}, "OnStreetIncomeTotal"),
        ({"OnStreetCostsTotal": "296", "OnStreetSurplusDeficit": "204"}, "OnStreetCostsTotal"),
        ({"OnStreetSurplusDeficit": "201.5"}, "OnStreetSurplusDeficit"),
        ({"OnStreetSurplusDeficitSpendOther": "52"}, "OnStreetSurplusDeficit"),
        ({"OffStreetIncomeTotal": "104", "OffStreetSurplusDeficit": "-55"}, "OffStreetIncomeTotal"),
        ({"OffStreetSurplusDeficit": "59.05"}, "OffStreetSurplusDeficit"),
    ],
)
def test_every_total_is_held_against_its_parts(
    check_text: Check, found_in: Found, changed: dict[str, str], column: str
) -> None:
    report = check_text(SLUG, as_csv([account(**changed)]))
    assert [issue[:3] for issue in found_in(report)] == [("total-disagrees", 2, column)]
    assert report.rows_usable == 1


def test_pounds_rounded_one_by_one_may_miss_their_total_and_less_than_the_surplus_may_be_spent(
    check_text: Check, found_in: Found
) -> None:
    rounded = account(OnStreetIncomeTotal="502", OnStreetSurplusDeficit="201", OnStreetSurplusDeficitSpendOther="0")
    assert found_in(check_text(SLUG, as_csv([rounded]))) == []


def test_the_guidances_surplus_is_income_and_penalties_less_expenditure(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([GUIDED | {"Surplus or deficit": "700"}]))
    assert found_in(report) == [("total-disagrees", 2, "Surplus or deficit", "700")]


def test_a_deficit_leaves_nothing_to_spend(check_text: Check, found_in: Found) -> None:
    deficit = GUIDED | {"Expenditure: contractors": "800", "Surplus or deficit": "-100"}
    assert found_in(check_text(SLUG, as_csv([deficit]))) == [("total-disagrees", 2, "Surplus or deficit", "-100")]


def test_a_year_is_published_once_and_never_without_its_name(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, as_csv([account(), account(Period="2023/24"), account(), account(Period="")]))
    assert sorted(issue[:2] for issue in found_in(report)) == [("row-duplicated", 2), ("value-missing", 5)]
    assert report.rows_usable == 2
