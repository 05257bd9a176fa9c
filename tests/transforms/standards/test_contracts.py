from collections.abc import Callable
from datetime import date

import pytest

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.contracts import CONTRACTS

(EDITION,) = CONTRACTS.editions
SLUG = "contracts"
CONTRACT = {
    "ContractReference": "C2025/014",
    "ContractTitle": "Grounds maintenance",
    "OrganisationalUnit": "Place",
    "Description": "Mowing and planting",
    "StartDate": "14/04/2025",
    "EndDate": "31/03/2028",
    "ReviewDate": "30/09/2027",
    "ContractValue": "250000.00",
    "IrrecoverableVAT": "0",
    "SupplierName": "Alder Gardens Ltd",
    "CharityCommissionNumber": "",
    "SMESupplier": "Yes",
    "VCSESupplier": "No",
    "ProcessType": "Published invitation to tender",
}
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def contracts(*records: dict[str, str]) -> str:
    columns = list(dict.fromkeys([*CONTRACT, *(name for record in records for name in record)]))
    lines = [",".join((CONTRACT | record).get(column, "") for column in columns) for record in records]
    return "\n".join([",".join(columns), *lines]) + "\n"


def test_the_fields_are_the_schemas_in_its_order() -> None:
    names = [field.name for field in EDITION.fields]
    assert len(names) == 38
    assert names[2:6] == ["ContractReference", "OpenContractingID", "ContractTitle", "ContractType"]
    assert names[-2:] == ["AreaServedLabel", "AreaServedURI"]


def test_the_musts_are_the_schemas_but_for_the_charity_number_that_only_charities_have() -> None:
    assert {field.name for field in EDITION.fields if field.requirement is Requirement.MUST} == {
        *(set(CONTRACT) - {"CharityCommissionNumber"}),
    }
    assert [field.name for field in EDITION.fields if field.requirement is Requirement.SHOULD] == [
        "CharityCommissionNumber"
    ]


def test_a_contract_is_keyed_by_its_reference(check_text: Check, found_in: Found) -> None:
    assert [field.name for field in EDITION.essential] == ["ContractReference"]
    report = check_text(SLUG, contracts({}, {"ContractReference": ""}))
    assert found_in(report) == [("value-missing", 3, "ContractReference", None)]
    assert report.rows_usable == 1


def test_a_framework_has_a_row_for_each_supplier_and_lot(check_text: Check, found_in: Found) -> None:
    rows = ({}, {"SupplierName": "Birk Gardens Ltd"}, {"ContractTitle": "Grounds maintenance lot 2"})
    report = check_text(SLUG, contracts(*rows))
    assert found_in(report) == [("reference-repeated", 4, "ContractReference", "C2025/014")]
    assert report.rows_usable == 3


@pytest.mark.parametrize(
    "other", [{"StartDate": "14/04/2026"}, {"EndDate": "31/03/2029"}, {"EndDate": ""}, {"ContractTitle": "Mowing"}]
)
def test_a_further_contract_of_a_reference_is_named_and_counts(
    check_text: Check, found_in: Found, other: dict[str, str]
) -> None:
    report = check_text(SLUG, contracts({}, other))
    assert ("reference-repeated", 3, "ContractReference", "C2025/014") in found_in(report)
    assert "row-duplicated" not in {issue[0] for issue in found_in(report)}
    assert report.rows_usable == 2


def test_a_supplier_of_one_contract_is_no_further_contract(check_text: Check, found_in: Found) -> None:
    rows = ({}, {"SupplierName": "Birk Gardens Ltd", "ContractTitle": "grounds  Maintenance"})
    assert found_in(check_text(SLUG, contracts(*rows))) == []


def test_contracts_without_a_last_day_are_compared_too(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, contracts({"EndDate": ""}, {"EndDate": ""}))
    assert ("row-duplicated", 2, "ContractReference", "C2025/014") in found_in(report)


def test_a_contract_that_is_published_twice_counts_once(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, contracts({}, {"ContractValue": "260000.00"}))
    assert [issue[:2] for issue in found_in(report)] == [("row-duplicated", 2)]
    assert report.rows_usable == 1


def test_processes_are_read_by_the_schemas_words_and_by_those_in_use(check_text: Check, found_in: Found) -> None:
    rows = [{"ContractReference": word, "ProcessType": word} for word in ("RFQ", "itt", "Mini-Comp")]
    report = check_text(SLUG, contracts(*rows))
    assert report.table["ProcessType"].to_pylist() == [
        "Invitation to quote",
        "Published invitation to tender",
        None,
    ]
    assert found_in(report) == [("code-unknown", 4, "ProcessType", "Mini-Comp")]


def test_a_contract_does_not_end_or_come_to_review_before_it_starts(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, contracts({"EndDate": "31/03/2025", "ReviewDate": "13/04/2025"}))
    assert [issue[:3] for issue in found_in(report)] == [
        ("dates-out-of-order", 2, "EndDate"),
        ("dates-out-of-order", 2, "ReviewDate"),
    ]


def test_a_value_below_nothing_and_a_wrong_cpv_code_are_named(check_text: Check, found_in: Found) -> None:
    rows = (
        {"CPVCode": "45233141-9|77310000", "ContractReference": "1"},
        {"CPVCode": "4523314", "ContractReference": "2"},
        {"ContractValue": "-1", "ContractReference": "3"},
    )
    assert [issue[:3] for issue in found_in(check_text(SLUG, contracts(*rows)))] == [
        ("value-malformed", 3, "CPVCode"),
        ("value-out-of-range", 4, "ContractValue"),
    ]


def test_a_contact_may_be_named_and_a_council_without_the_schema_is_understood(check_text: Check) -> None:
    header = "Contract Reference,Title of agreement,Directorate Name,Supplier Company Name,Contract Start Date,SME?"
    report = check_text(SLUG, f"{header}\nS1,Mowing,Place,Alder Ltd,01/04/2025,yes\n")
    assert list(report.columns.values()) == [header.split(",")[place] for place in (0, 1, 2, 4, 3, 5)]
    assert report.table["StartDate"].to_pylist() == [date(2025, 4, 1)]
    assert EDITION.field("ContactName").is_personal
