from collections.abc import Callable
from decimal import Decimal

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.procurement_card import PROCUREMENT_CARD

(EDITION,) = PROCUREMENT_CARD.editions
SLUG = "procurement_card"
HEADER = "Department,Merchant,Transaction Date,Net Amount,VAT that cannot be recovered,Purpose,Merchant Category,MCC"
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def transactions(*rows: str, header: str = HEADER) -> str:
    return "\n".join((header, *rows)) + "\n"


def test_the_musts_are_what_the_code_asks_of_every_transaction() -> None:
    assert {field.name for field in EDITION.fields if field.requirement is Requirement.MUST} == {
        *("OrganisationalUnit", "BeneficiaryName", "PaymentDate", "Amount", "Purpose", "CategoryInternalName"),
    }
    assert [field.name for field in EDITION.fields if field.requirement is Requirement.SHOULD] == [
        "IrrecoverableVATAmount"
    ]


def test_a_transaction_is_counted_by_its_day_and_amount_and_may_repeat() -> None:
    assert [field.name for field in EDITION.essential] == ["PaymentDate", "Amount"]
    assert PROCUREMENT_CARD.key == ()


def test_a_refund_is_right(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, transactions(*["Parks,A Ltd,31/03/2025,-26.40,0,Refund,Caterers,5811"] * 2))
    assert (report.rows_usable, found_in(report)) == (2, [])
    assert report.table["Amount"].to_pylist() == [Decimal("-26.40")] * 2
    assert report.columns["MerchantCategoryCode"] == "MCC"


def test_the_kinds_of_card_are_read_by_code_and_by_name(check_text: Check, found_in: Found) -> None:
    rows = [f"{kind},Parks,A Ltd,31/03/2025,1,0,Tea,Caterers,5811" for kind in ("gpc", "Corporate credit card", "GPG")]
    report = check_text(SLUG, transactions(*rows, header=f"Card Transaction,{HEADER}"))
    assert report.table["CardTransaction"].to_pylist() == ["GPC", "CCC", None]
    assert found_in(report) == [("code-unknown", 4, "Card Transaction", "GPG")]


def test_a_transaction_without_the_merchants_category_is_named(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, transactions("Parks,A Ltd,31/03/2025,1,0,Tea,,5811"))
    assert found_in(report) == [("value-missing", 2, "Merchant Category", None)]
    assert report.rows_usable == 1
