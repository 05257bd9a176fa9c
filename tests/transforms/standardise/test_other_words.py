import pytest

from transforms.standardise.match_columns import Matched, match_columns
from transforms.standards import standard

SPENDING = standard("spending_over_500")


def matched(*header: str, numbers: bool = True) -> Matched:
    return match_columns(("PaymentDate", *header), SPENDING, lambda _: True, lambda *_: numbers)


def codes(found: Matched) -> set[str]:
    return {finding.code for finding in found.findings} - {"column-unrecognised"}


@pytest.mark.parametrize(
    "name",
    ["Total (excludes VAT)", "Value (excl. VAT)", "Total amount net of VAT", "Sum, exclusive of VAT", "cost ex vat £"],
)
def test_an_amount_whose_name_says_that_vat_is_left_out_is_the_amount(name: str) -> None:
    found = matched(name)
    assert found.positions["Amount"] == 1
    assert codes(found) == {"column-in-other-words"}


@pytest.mark.parametrize(
    "name", ["Total", "Amount incl VAT", "Total (includes VAT)", "VAT", "Gross total", "Net worth VAT group"]
)
def test_an_amount_that_may_be_with_vat_is_not(name: str) -> None:
    found = matched(name)
    assert "Amount" not in found.positions
    assert not codes(found)


def test_a_name_is_nothing_against_the_values() -> None:
    assert "Amount" not in matched("Total (excludes VAT)", numbers=False).positions


def test_of_two_columns_that_may_be_meant_neither_is_taken_and_both_are_named() -> None:
    found = matched("Total (excludes VAT)", "Value without VAT")
    assert "Amount" not in found.positions
    [ambiguous] = [finding for finding in found.findings if finding.code == "column-ambiguous"]
    assert ambiguous.facts["columns"] == "“Total (excludes VAT)” and “Value without VAT”"


def test_a_column_of_the_fields_own_name_wins() -> None:
    found = matched("Amount", "Total (excludes VAT)")
    assert found.positions["Amount"] == 1
    assert not codes(found)
