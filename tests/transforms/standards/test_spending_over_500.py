"""Spending over £500: the 21 rows of the LGA's table, and what a council's own columns and cells stand for."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.spending_over_500 import SPENDING_OVER_500

(EDITION,) = SPENDING_OVER_500.editions
SLUG = "spending_over_500"
HEADER = "Directorate,Supplier Name,Payment Date,Net Amount,Purpose of spend"
CONDITIONAL = {
    *("ServiceCategoryLabel", "ServiceCategoryURI", "CharityCommissionNumber", "VCSEGrant"),
    *("IrrecoverableVATAmount", "CardTransaction"),
}
FIELDS = {
    "unit": "OrganisationalUnit",
    "category": "CategoryInternalName",
    "purpose": "Purpose",
    "number": "TransactionNumber",
    "supplier": "BeneficiaryName",
    "day": "PaymentDate",
    "amount": "Amount",
}
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def at(requirement: Requirement) -> set[str]:
    return {field.name for field in EDITION.fields if field.requirement is requirement}


def payments(*rows: str, header: str = HEADER) -> str:
    return "\n".join((header, *rows)) + "\n"


def rest(found: list[tuple]) -> list[tuple]:
    return [issue for issue in found if issue[2] not in CONDITIONAL]


def test_the_fields_are_those_of_the_guidance_in_its_order() -> None:
    names = [field.name for field in EDITION.fields]
    assert len(names) == 23  # 21 rows, of which CPV and ProClass are a label and a code each
    assert names[:4] == ["OrganisationLabel", "OrganisationURI", "EffectiveDate", "OrganisationalUnit"]
    assert names[11:15] == ["PaymentDate", "TransactionNumber", "Amount", "IrrecoverableVATAmount"]
    assert names[-2:] == ["CardTransaction", "ContractRef"]


def test_the_musts_are_what_the_code_makes_mandatory_of_every_payment() -> None:
    assert at(Requirement.MUST) == {"OrganisationalUnit", "BeneficiaryName", "PaymentDate", "Amount", "Purpose"}
    assert at(Requirement.SHOULD) == CONDITIONAL


def test_only_a_payment_without_a_date_or_an_amount_cannot_be_counted() -> None:
    assert [field.name for field in EDITION.essential] == ["PaymentDate", "Amount"]


def test_two_payments_may_be_alike_in_everything(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, payments(*["Place,A Ltd,31/03/2025,500.00,Paper"] * 2))
    assert (report.rows_usable, rest(found_in(report))) == (2, [])


def test_a_credit_note_is_right_and_a_redacted_supplier_is_no_fault(check_text: Check, found_in: Found) -> None:
    rows = ("Place,REDACTED PERSONAL DATA,31/03/2025,-26123.45,REDACTED COMMERCIAL CONFIDENTIALITY",)
    report = check_text(SLUG, payments(*rows))
    assert rest(found_in(report)) == []
    assert report.table["Amount"].to_pylist() == [Decimal("-26123.45")]


@pytest.mark.parametrize(
    ("written", "amount"),
    [('"£1,234.50"', "1234.5"), ("(12.00)", "-12"), ('"1,234"', "1234"), ("12.00-", "-12"), ("Nil", "0")],
)
def test_a_dressed_amount_is_read_and_said(check_text: Check, written: str, amount: str) -> None:
    report = check_text(SLUG, payments(f"Place,A Ltd,31/03/2025,{written},Paper"))
    assert report.table["Amount"].to_pylist() == [Decimal(amount)]
    assert "value-repaired" in report.issues["code"].to_pylist()


@pytest.mark.parametrize("written", ["45747", "31-Mar-25", "31 March 2025", "2025-03-31", "31/03/25", "31.03.2025"])
def test_the_day_of_payment_is_read_however_it_is_written(check_text: Check, written: str) -> None:
    report = check_text(SLUG, payments(f"Place,A Ltd,{written},500.00,Paper"))
    assert report.table["PaymentDate"].to_pylist() == [date(2025, 3, 31)]


def test_a_column_that_proves_the_month_first_is_read_so(check_text: Check) -> None:
    report = check_text(SLUG, payments("Place,A Ltd,03/04/2025,1,Paper", "Place,A Ltd,03/31/2025,1,Paper"))
    assert report.table["PaymentDate"].to_pylist() == [date(2025, 3, 4), date(2025, 3, 31)]


def test_the_sum_under_the_payments_is_none(check_text: Check, found_in: Found) -> None:
    rows = (
        "Place,A Ltd,31/03/2025,500.00,Paper",
        "Place,B Ltd,31/03/2025,700.00,Ink",
        ",Total,,1200.00,",
        ",,,1200.00,",
    )
    report = check_text(SLUG, payments(*rows))
    assert (report.rows, report.rows_usable, rest(found_in(report))) == (2, 2, [])


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Service Cost Centre,Account Detail,Description,HBC ref no", "unit category purpose number"),
        ("Name,Payment date,Net Amount(£)", "supplier day amount"),
        ("* Expenditure Category,* Date,TOTAL,* SUPPLIER FINAL", "purpose day - supplier"),  # with VAT or without
        ("Date of Payment,Gross,VAT,Net,Supplier Name", "day - - amount supplier"),
        ("ServiceLabel,DetailedExpenditureType,DatePaid,NetAmount", "unit purpose day amount"),
        (
            "Department (M),Purpose of Spend (M),Supplier (M),Pay Date (M),Net Amount (M)",
            "unit purpose supplier day amount",
        ),
        ("Portfolio,Expense description,GL Date,Invoiced Value", "unit purpose day amount"),
        ("Strgrpcc(T),Cipfsubj(T),Supplier ID(T),Amount,Updated", "unit category supplier amount day"),
    ],
)
def test_the_columns_that_councils_publish_are_known(check_text: Check, header: str, fields: str) -> None:
    report = check_text(SLUG, payments(",".join("1" for _ in header.split(",")), header=header))
    pairs = zip(fields.split(), header.split(","), strict=True)
    assert report.columns == {FIELDS[name]: column for name, column in pairs if name != "-"}


def test_of_two_columns_for_one_field_the_one_declared_first_is_used_and_the_other_named(check_text: Check) -> None:
    report = check_text(SLUG, payments("2,1,A", header="Cost centre,Directorate,Supplier"))
    assert report.columns["OrganisationalUnit"] == "Directorate"
    rows = report.issues.to_pylist()
    assert [row["column"] for row in rows if row["code"] == "column-unrecognised"] == ["Cost centre"]


def test_a_payment_is_not_after_the_end_of_its_period(check_text: Check, found_in: Found) -> None:
    text = payments("30/06/2025,Place,A Ltd,13/07/2025,500,Ink", header=f"Effective Date,{HEADER}")
    assert [issue[0] for issue in rest(found_in(check_text(SLUG, text)))] == ["dates-out-of-order"]


def test_a_company_number_has_the_form_of_one(check_text: Check, found_in: Found) -> None:
    numbers = ("01234567", "SC123456", "IP29627R", "SP1234RS", "R0000123", "1846493", "GBML4119704", "12 34")
    rows = [f"{number},Place,A Ltd,13/07/2025,500,Ink" for number in numbers]
    report = check_text(SLUG, payments(*rows, header=f"Company number,{HEADER}"))
    assert [issue[3] for issue in rest(found_in(report))] == ["GBML4119704", "12 34"]


def test_a_payment_has_one_of_the_classifications(check_text: Check, found_in: Found) -> None:
    header = f"CPV Code,ProClass,{HEADER}"
    rows = ("30197600-2,,Place,A Ltd,31/03/2025,500,Ink", ",321000,Place,A Ltd,31/03/2025,500,Ink")
    assert rest(found_in(check_text(SLUG, payments(*rows, header=header)))) == []
    lacking = payments(*rows, ",,Place,A Ltd,31/03/2025,500,Ink", header=header)
    assert [issue[0] for issue in rest(found_in(check_text(SLUG, lacking)))] == ["column-sparse"]
