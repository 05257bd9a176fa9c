from collections.abc import Callable

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.counter_fraud import COUNTER_FRAUD

(EDITION,) = COUNTER_FRAUD.editions
SLUG = "counter_fraud"
HEADER = (
    "OrganisationLabel,OrganisationCode,EffectiveDate,TotalOccasionsFraudPowers,TotalFraudEmployeesCount,"
    "FTEFraudEmployeesCount,TotalFraudSpecialistsCount,FTEFraudSpecialistCount,FraudSpentAmount,"
    "TotalInvestigatedFraud,TotalIdentifiedFraud,ValueFraud,ValueFraudRecovered,TotalInvestigatedIrregularities,"
    "TotalIdentifiedIrregularities,ValueIrregularities,ValueIrregularitiesRecovered\n"
)
ROW = "Adur,http://opendatacommunities.org/id/district-council/adur,{},30,{},{},{},{},{},144,NA,NA,NA,NA,NA,NA,NA\n"
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def row(
    day: str = "2026-03-31",
    employees: str = "6",
    equivalents: str = "4.5",
    specialists: tuple[str, str] = ("3", "3"),
    spent: str = "172759",
) -> str:
    return ROW.format(day, employees, equivalents, *specialists, spent)


def at(requirement: Requirement) -> list[str]:
    return [field.name for field in EDITION.fields if field.requirement is requirement]


def test_powers_staff_spending_and_cases_are_required_and_what_came_of_them_is_recommended() -> None:
    assert at(Requirement.MUST) == [
        *("TotalOccasionsFraudPowers", "TotalFraudEmployeesCount", "FTEFraudEmployeesCount"),
        *("TotalFraudSpecialistsCount", "FTEFraudSpecialistCount", "FraudSpentAmount", "TotalInvestigatedFraud"),
    ]
    assert at(Requirement.SHOULD) == [
        *("TotalIdentifiedFraud", "ValueFraud", "ValueFraudRecovered", "TotalInvestigatedIrregularities"),
        *("TotalIdentifiedIrregularities", "ValueIrregularities", "ValueIrregularitiesRecovered"),
    ]


def test_recommended_figures_that_read_na_are_no_fault(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, HEADER + row() + row(day="2025-03-31"))
    assert found_in(report) == []
    assert report.table["ValueFraud"].null_count == 2


def test_full_time_equivalents_are_no_more_than_the_people(check_text: Check, found_in: Found) -> None:
    text = HEADER + row(equivalents="6.5") + row(day="2025-03-31", specialists=("3", "3.5"))
    assert found_in(check_text(SLUG, text)) == [
        ("value-out-of-range", 2, "TotalFraudEmployeesCount", "6"),
        ("value-out-of-range", 3, "TotalFraudSpecialistsCount", "3"),
    ]


def test_nothing_spent_is_a_figure_and_less_than_nothing_is_none(check_text: Check, found_in: Found) -> None:
    text = HEADER + row(spent="0.00") + row(day="2025-03-31", spent="-1")
    assert found_in(check_text(SLUG, text)) == [("value-out-of-range", 3, "FraudSpentAmount", "-1")]


def test_a_missing_required_figure_is_a_warning_and_leaves_no_year_out(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, HEADER + row(employees=""))
    assert found_in(report) == [("value-missing", 2, "TotalFraudEmployeesCount", None)]
    assert report.rows_usable == 1
