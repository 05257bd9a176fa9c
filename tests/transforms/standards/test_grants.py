import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards import standard
from transforms.standards.grants import GRANTS, ORGANISATIONS_ONLY, WITH_INDIVIDUALS

SLUG = "grants"
PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "grants"
GRANT = {
    "Identifier": "360G-exampleboro-2025/014",
    "Title": "Youth theatre",
    "Description": "A summer school",
    "Currency": "GBP",
    "Amount Awarded": "2500",
    "Award Date": "2025-03-31",
    "Recipient Org:Identifier": "GB-CHC-1012345",
    "Recipient Org:Name": "Alder Players",
    "Funding Org:Identifier": "GB-LAE-EXB",
    "Funding Org:Name": "Example Borough Council",
}
CORE = {
    *("id", "title", "description", "currency", "amountAwarded", "awardDate"),
    *("fundingOrganization/0/id", "fundingOrganization/0/name"),
}
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def grants(*records: dict[str, str], columns: dict[str, str] = GRANT) -> str:
    names = list(dict.fromkeys([*columns, *(name for record in records for name in record)]))
    numbered = [{"Identifier": f"360G-exampleboro-{number}"} | one for number, one in enumerate(records)]
    lines = [",".join((columns | record).get(name, "") for name in names) for record in numbered]
    return "\n".join([",".join(names), *lines]) + "\n"


def checked(content: bytes, name: str) -> Report:
    return check_files([PublishedFile(name, content, None, date(2026, 6, 30))], standard(SLUG))[0]


def test_the_ten_core_fields_are_musts() -> None:
    musts = {field.name for field in ORGANISATIONS_ONLY.fields if field.requirement is Requirement.MUST}
    assert musts == CORE | {"recipientOrganization/0/id", "recipientOrganization/0/name"}


def test_where_individuals_may_receive_no_row_owes_an_organisation() -> None:
    assert {field.name for field in WITH_INDIVIDUALS.fields if field.requirement is Requirement.MUST} == CORE
    assert GRANTS.edition_for({"recipientIndividual/id"}) is WITH_INDIVIDUALS
    assert GRANTS.edition_for({"recipientOrganization/0/id"}) is ORGANISATIONS_ONLY


def test_a_table_and_a_package_give_the_same_grant(check_text: Check, found_in: Found) -> None:
    table = check_text(SLUG, grants({}))
    package = {
        "grants": [
            {
                "id": "360G-exampleboro-0",
                "title": GRANT["Title"],
                "description": GRANT["Description"],
                "currency": "GBP",
                "amountAwarded": 2500,
                "awardDate": "2025-03-31T00:00:00Z",
                "recipientOrganization": [{"id": "GB-CHC-1012345", "name": "Alder Players"}],
                "fundingOrganization": [{"id": "GB-LAE-EXB", "name": "Example Borough Council"}],
            }
        ]
    }
    nested = checked(json.dumps(package, indent=2).encode(), "grants.json")
    assert found_in(table) == found_in(nested) == []
    for name in (*CORE, "recipientOrganization/0/id", "recipientOrganization/0/name"):
        assert table.table[name].to_pylist() == nested.table[name].to_pylist(), name
    assert table.table["amountAwarded"].to_pylist() == [Decimal(2500)]


def test_a_grant_is_to_an_organisation_or_to_an_individual(check_text: Check, found_in: Found) -> None:
    nobody = {"Recipient Org:Identifier": "", "Recipient Org:Name": ""}
    person = {"Recipient Ind:Identifier": "360G-exampleboro-IND-1", "Recipient Ind:Name": "Individual Recipient"}
    assert found_in(check_text(SLUG, grants({}, nobody | person))) == []
    neither = found_in(check_text(SLUG, grants({}, nobody | person, nobody)))
    assert [issue[0] for issue in neither] == ["column-sparse", "column-sparse"]


def test_without_a_column_for_individuals_every_grant_owes_its_organisation(check_text: Check, found_in: Found) -> None:
    found = found_in(check_text(SLUG, grants({}, {"Recipient Org:Name": ""})))
    assert ("value-missing", 3, "Recipient Org:Name", None) in found


def test_a_list_of_grants_in_the_codes_own_words_is_understood(check_text: Check) -> None:
    header = "Grant reference,Date awarded,Department,Beneficiary,Registration number,Purpose of grant,Amount"
    report = check_text(SLUG, f"{header}\n1,31/03/2025,Place,Alder Players,1012345,A summer school,2500\n")
    assert report.columns == {
        "id": "Grant reference",
        "description": "Purpose of grant",
        "amountAwarded": "Amount",
        "awardDate": "Date awarded",
        "recipientOrganization/0/name": "Beneficiary",
        "recipientOrganization/0/charityNumber": "Registration number",
        "fundingOrganization/0/department": "Department",
    }
    assert report.rows_usable == 1


def test_one_identifier_is_one_grant(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, grants({"Identifier": "360G-1"}, {"Identifier": "360G-1"}))
    assert [issue[:2] for issue in found_in(report)] == [("row-duplicated", 2)]


@pytest.mark.parametrize(
    "other",
    [
        {"Amount Awarded": "900"},
        {"Award Date": "2025-06-30"},
        {"Recipient Org:Identifier": "GB-CHC-1012346", "Recipient Org:Name": "Birk Players"},
    ],
)
def test_a_reference_that_several_grants_share_loses_none(
    check_text: Check, found_in: Found, other: dict[str, str]
) -> None:
    report = check_text(SLUG, grants({"Identifier": "360G-1"}, {"Identifier": "360G-1"} | other))
    assert found_in(report) == [("reference-repeated", 3, "Identifier", "360G-1")]
    assert report.rows_usable == 2


def test_currencies_countries_and_codes_are_the_standards(check_text: Check, found_in: Found) -> None:
    rows = (
        {"Currency": "EUR", "For Regrant Type": "FRG010", "Beneficiary Location:Country Code": "GB"},
        {"Currency": "Sterling", "For Regrant Type": "regrant", "Beneficiary Location:Country Code": "England"},
    )
    assert sorted(issue[2] for issue in found_in(check_text(SLUG, grants(*rows)))) == [
        "Beneficiary Location:Country Code",
        "Currency",
        "For Regrant Type",
    ]


def test_several_purposes_of_a_grant_to_an_individual_are_joined_by_semicolons(
    check_text: Check, found_in: Found
) -> None:
    rows = [{"To Individuals Details:Grant Purpose": text} for text in ("GTIP010;GTIP170", "GTIP010;food", "GTIP070")]
    assert [issue[:3] for issue in found_in(check_text(SLUG, grants(*rows)))] == [
        ("value-malformed", 3, "To Individuals Details:Grant Purpose")
    ]


def test_amounts_below_nothing_dates_out_of_order_and_wrong_numbers_are_named(
    check_text: Check, found_in: Found
) -> None:
    rows = (
        {"Amount Awarded": "-1"},
        {"Planned Dates:Start Date": "2025-04", "Planned Dates:End Date": "2025-03"},
        {"Recipient Org:Charity Number": "GB-CHC-1012345"},
    )
    assert [issue[:3] for issue in found_in(check_text(SLUG, grants(*rows)))] == [
        ("value-out-of-range", 2, "Amount Awarded"),
        ("value-malformed", 4, "Recipient Org:Charity Number"),
        ("dates-out-of-order", 3, "Planned Dates:End Date"),
    ]


@pytest.mark.real_data
def test_the_grants_of_a_council_are_the_same_in_both_of_its_files() -> None:
    names = [f"trafford__trafford_council_voluntary_sector_grants.{ending}" for ending in ("csv", "json")]
    if not all((PUBLISHED / name).exists() for name in names):
        pytest.skip("no published grants beside the checkout")
    table, package = (checked((PUBLISHED / name).read_bytes(), name) for name in names)
    assert (table.rows_usable, package.rows_usable) == (555, 555)
    assert table.issues.num_rows == package.issues.num_rows == 0
    for name in package.columns:
        assert package.table[name].equals(table.table[name]), name
