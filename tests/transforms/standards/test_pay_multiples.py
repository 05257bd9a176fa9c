from collections.abc import Callable
from decimal import Decimal

import pytest

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.pay_multiples import BY_FACTOR, BY_YEAR, FACTOR, MODEL, ORGANISATION_TYPE

SLUG = "pay_multiples"
BY_YEAR_HEADER = (
    "Organisation name,Organisation code,Effective date,Highest salary,Median salary,Mean salary,Ratio,Period,"
    "Model calculation,Organisation type\n"
)
BY_FACTOR_HEADER = (
    "OrganisationLabel,EffectiveDate,PayMultipleFactor,RemunerationValue,Ratio,Period,"
    "ModelCalculation,OrganisationType\n"
)
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def year(ratio: str = "6.3", highest: str = "150000", median: str = "23810", model: str = "1") -> str:
    uri = "http://opendatacommunities.org/id/district-council/adur"
    return f"Adur,{uri},31/03/2025,{highest},{median},,{ratio},2024/25,{model},DC\n"


def factor(name: str, value: str, ratio: str, period: str = "2024/25") -> str:
    return f"Adur,2025-03-31,{name},{value},{ratio},{period},1,DC\n"


def test_the_schema_requires_the_ratio_alone() -> None:
    assert [field.name for field in BY_YEAR.fields if field.requirement is Requirement.MUST] == ["Ratio"]
    assert [field.name for field in BY_FACTOR.essential] == ["PayMultipleFactor"]


def test_the_lists_are_those_of_the_guidance() -> None:
    assert [code.code for code in FACTOR.codes] == ["Highest", "Median", "Mean", "Lowest"]
    assert [code.code for code in MODEL.codes] == ["0", "1", "2", "3", "4"]
    assert [code.code for code in ORGANISATION_TYPE.codes] == [
        *("BC", "CC", "DC", "LBC", "LLP", "MBC", "PC", "PLC", "PUB", "TC", "UNA"),
    ]


def test_a_row_a_year_is_the_edition_of_the_schema(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, BY_YEAR_HEADER + year())
    assert (report.edition, found_in(report)) == ("2014", [])
    assert report.table["Ratio"].to_pylist() == [Decimal("6.3")]


def test_a_row_a_factor_is_the_edition_published_since(check_text: Check) -> None:
    rows = factor("Highest", "165000", "1.00:1") + factor("Median", "23111", "7.14:1")
    report = check_text(SLUG, BY_FACTOR_HEADER + rows)
    assert (report.edition, report.rows_usable) == ("by-factor-2019", 2)
    assert report.table["Ratio"].to_pylist() == [Decimal(1), Decimal("7.14")]


@pytest.mark.parametrize(("published", "ratio"), [("7.14:1", "7.14"), ("7.14 : 1", "7.14"), ("7.14 to 1", "7.14")])
def test_a_ratio_to_one_is_read_and_said(check_text: Check, published: str, ratio: str) -> None:
    report = check_text(SLUG, BY_FACTOR_HEADER + factor("Median", "23111", published))
    assert report.table["Ratio"].to_pylist() == [Decimal(ratio)]
    assert "value-repaired" in report.issues["code"].to_pylist()


@pytest.mark.parametrize("published", ["1:7.14", "seven"])
def test_a_ratio_the_wrong_way_round_is_not_guessed(check_text: Check, found_in: Found, published: str) -> None:
    report = check_text(SLUG, BY_FACTOR_HEADER + factor("Median", "23111", published))
    assert ("number-unparseable", 2, "Ratio", published) in found_in(report)


def test_the_ratio_is_highest_to_median_give_or_take_its_rounding(check_text: Check, found_in: Found) -> None:
    assert found_in(check_text(SLUG, BY_YEAR_HEADER + year("6.25"))) == []
    assert found_in(check_text(SLUG, BY_YEAR_HEADER + year("6.5"))) == [("total-disagrees", 2, "Ratio", "6.5")]
    assert found_in(check_text(SLUG, BY_YEAR_HEADER + year("6.5", median=""))) == []


def test_nobody_earns_more_than_the_highest_paid(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, BY_FACTOR_HEADER + factor("Median", "23111", "0.14"))
    assert found_in(report) == [("value-out-of-range", 2, "Ratio", "0.14")]


@pytest.mark.parametrize(
    ("period", "is_good"), [("2024/25", True), ("2024-25", True), ("2024", False), ("24/25", False)]
)
def test_a_period_is_a_financial_year(check_text: Check, found_in: Found, period: str, is_good: bool) -> None:
    found = found_in(check_text(SLUG, BY_FACTOR_HEADER + factor("Median", "23111", "7.14", period)))
    assert found == ([] if is_good else [("value-malformed", 2, "Period", period)])


def test_ratios_of_two_models_are_two_records_and_of_one_model_one(check_text: Check, found_in: Found) -> None:
    median, other = factor("Median", "23111", "7.14"), factor("Median", "24000", "6.88").replace(",1,DC", ",2,DC")
    report = check_text(SLUG, BY_FACTOR_HEADER + median + other + median)
    assert [issue[:2] for issue in found_in(report)] == [
        *[("row-duplicated", 2), ("reference-repeated", 3), ("reference-repeated", 4)],
    ]
    assert report.rows_usable == 2
