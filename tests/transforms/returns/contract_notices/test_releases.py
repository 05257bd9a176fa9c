"""Release packages, as the standard's own checker sees them."""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from libcoveocds.api import ocds_json_output
from libcoveocds.config import LibCoveOCDSConfig

from tests.transforms.returns.drawn import Row, assemble, snapshot
from tests.transforms.returns.drawn_contracts import publications, snapshots_of
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import parse_period
from transforms.registers.bodies import authorities
from transforms.returns.contract_notices import RETURN as CONTRACT_NOTICES
from transforms.returns.contract_notices.files import files_of

STANDARD = Path(__file__).with_name("open_contracting")
QUARTER = parse_period("2026-Q4")
FETCHED = date(2027, 1, 15)
ADUR = "E07000223"
K1: Row = {
    "ContractReference": "K1",
    "ContractTitle": "Mowing",
    "CPVCode": "77310000-6|77313000",
    "StartDate": date(2026, 9, 1),
    "EndDate": date(2029, 8, 31),
    "ContractValue": Decimal("250000.50"),
    "SupplierName": "Alder Ltd",
    "CompaniesHouseRegistrationNumber": "1234567",
}


def checker() -> LibCoveOCDSConfig:
    """The checker, told to read the standard's files from here and to ask nobody."""
    schema = json.loads((STANDARD / "release-schema.json").read_text())
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("standard/", "")
        for file in STANDARD.glob("*.json"):
            archive.writestr(f"standard/standard/schema/{file.name}", file.read_text())
        archive.writestr(
            "standard/standard/schema/versioned-release-validation-schema.json",
            json.dumps({"$schema": schema["$schema"]}),
        )
        for name, codes in closed_lists(schema).items():
            archive.writestr(f"standard/standard/schema/codelists/{name}", "\n".join(["Code", *codes]))
    config = LibCoveOCDSConfig({"context": "api", "standard_zip": held.getvalue()})
    config.config["schema_version_choices"]["1.1"] = ("1.1", "https://standard.open-contracting.org/1.1/en/", "1__1__4")
    return config


def closed_lists(schema: Any) -> dict[str, list[str]]:
    """The closed lists of codes, which the schema has beside their fields."""
    if isinstance(schema, list):
        return {name: codes for one in schema for name, codes in closed_lists(one).items()}
    if not isinstance(schema, dict):
        return {}
    codes = schema.get("enum") or (schema.get("items") or {}).get("enum") if "codelist" in schema else None
    own = {schema["codelist"]: [code for code in codes if code]} if codes else {}
    return own | {name: codes for one in schema.values() for name, codes in closed_lists(one).items()}


def packages(assembled: AssembledReturn) -> dict[str, Any]:
    files = {name: content for name, content in files_of(assembled) if name.startswith("releases/")}
    return {name: json.loads(b"".join(pieces)) for name, pieces in files.items()}


def released(*rows: Row, **switches: str) -> Any:
    """The package of Adur, whose register has some rows."""
    register = snapshot(CONTRACT_NOTICES, ADUR, FETCHED, rows, "2015")
    found = packages(assemble(CONTRACT_NOTICES, [register], [ADUR], QUARTER, switches=switches))
    return found.get(f"releases/{ADUR}.json")


def found_by_the_checker(package: Any) -> dict[str, Any]:
    """What the checker has to say against a package."""
    context = ocds_json_output(json_data=package, lib_cove_ocds_config=checker())
    kinds = ("validation_errors", "additional_fields", "deprecated_fields", "conformance_errors", "additional_checks")
    kinds += ("additional_closed_codelist_values", "json_deref_error")
    return {kind: context[kind] for kind in kinds if context.get(kind)}


def test_the_checker_accepts_a_package() -> None:
    assert found_by_the_checker(released(K1)) == {}


@pytest.mark.parametrize("broken", [{"date": "yesterday"}, {"ocid": "K1"}, {"tag": ["let"]}, {"colour": "red"}])
def test_the_checker_would_find_what_is_wrong(broken: dict[str, Any]) -> None:
    package = released(K1)
    package["releases"][0] |= broken
    assert found_by_the_checker(package)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_checker_accepts_whatever_registers_say(seed: int) -> None:
    drawn = publications(Random(seed), QUARTER, 12)
    published = dict(zip(list(authorities())[:12], drawn.values(), strict=True))
    found = packages(assemble(CONTRACT_NOTICES, snapshots_of(published), list(published), QUARTER))
    assert len(found) > 3
    for package in found.values():
        assert found_by_the_checker(package) == {}
        for release in package["releases"]:
            assert [one["awardID"] for one in release["contracts"]] == [one["id"] for one in release["awards"]]
            parties = {party["id"] for party in release["parties"]}
            assert {one["id"] for award in release["awards"] for one in award.get("suppliers", [])} < parties


def test_a_package_says_who_publishes_it_and_as_known_when() -> None:
    package = released(K1, release_address="https://data.example/cn/")
    del package["releases"]
    assert package == {
        "uri": "https://data.example/cn/E07000223",
        "version": "1.1",
        "publishedDate": "2027-01-15T00:00:00Z",
        "publisher": {"name": "Adur District Council", "scheme": "GB-LAE", "uid": "ADU"},
        "license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    }


def test_a_release_says_what_was_published_and_nothing_else() -> None:
    (release,) = released(K1, ocid_prefix="ocds-abc123-")["releases"]
    supplier = {"id": "GB-COH-01234567", "name": "Alder Ltd"}
    value = {"amount": 250000.5, "currency": "GBP"}
    period = {"startDate": "2026-09-01T00:00:00Z", "endDate": "2029-08-31T23:59:59Z"}
    adur = {"id": "GB-LAE-ADU", "name": "Adur District Council"}
    assert release == {
        "ocid": "ocds-abc123-K1",
        "id": "ocds-abc123-K1-2027-01-15",
        "date": "2027-01-15T00:00:00Z",
        "tag": ["award", "contract"],
        "initiationType": "tender",
        "parties": [
            adur | {"identifier": {"scheme": "GB-LAE", "id": "ADU", "legalName": adur["name"]}, "roles": ["buyer"]},
            supplier
            | {"identifier": {"scheme": "GB-COH", "id": "01234567", "legalName": "Alder Ltd"}, "roles": ["supplier"]},
        ],
        "buyer": adur,
        "awards": [
            {
                "id": "K1",
                "title": "Mowing",
                "value": value,
                "suppliers": [supplier],
                "items": [
                    {"id": "1", "classification": {"scheme": "CPV", "id": "77310000"}},
                    {"id": "2", "classification": {"scheme": "CPV", "id": "77313000"}},
                ],
                "contractPeriod": period,
            }
        ],
        "contracts": [{"id": "K1", "awardID": "K1", "title": "Mowing", "value": value, "period": period}],
    }


def test_a_blank_is_left_out() -> None:
    bare = {"ContractReference": "K9", "StartDate": None, "EndDate": None}
    package = released(bare)
    (release,) = package["releases"]
    assert release["awards"] == [{"id": "K9"}]
    assert release["contracts"] == [{"id": "K9", "awardID": "K9"}]
    assert found_by_the_checker(package) == {}


def test_an_identifier_of_the_platform_is_the_release_and_another_is_not() -> None:
    rows = [
        K1 | {"OpenContractingID": "OCDS-H6VHTK-04F2A1"},
        K1 | {"ContractReference": "K2", "OpenContractingID": "ocds-b5fd17-K2x"},
    ]
    assert [one["ocid"] for one in released(*rows)["releases"]] == ["ocds-h6vhtk-04f2a1", "ocds-b5fd17-K2"]


def test_contracts_of_one_identifier_are_one_release_with_an_award_each() -> None:
    rows = [
        K1 | {"OpenContractingID": "ocds-h6vhtk-04f2a1"},
        K1 | {"ContractReference": "K2", "OpenContractingID": "ocds-h6vhtk-04F2A1"},
    ]
    (release,) = released(*rows)["releases"]
    assert [one["id"] for one in release["awards"]] == ["K1", "K2"]


def test_further_contracts_of_a_reference_are_numbered_in_the_order_of_the_register() -> None:
    ended = K1 | {"ContractTitle": "Trees", "EndDate": date(2026, 10, 1)}
    (release,) = released(K1, ended, K1 | {"ContractTitle": "Weeds"})["releases"]
    assert [(one["id"], one["title"]) for one in release["awards"]] == [("K1", "Mowing"), ("K1-3", "Weeds")]


def test_two_contracts_never_share_an_id() -> None:
    same = {"OpenContractingID": "ocds-h6vhtk-04f2a1"}
    rows = [K1 | same, K1 | same | {"ContractTitle": "Weeds"}, K1 | same | {"ContractReference": "K1-2"}]
    package = released(*rows)
    assert found_by_the_checker(package) == {}
    (release,) = package["releases"]
    assert len({one["id"] for one in release["contracts"]}) == 3


@pytest.mark.parametrize(
    ("supplier", "party"),
    [
        ({"CompaniesHouseRegistrationNumber": "sc123456"}, "GB-COH-SC123456"),
        ({"CharityCommissionNumber": "1012345"}, "GB-CHC-1012345"),
        ({"CharityCommissionNumber": "sc012345"}, "GB-SC-SC012345"),
        ({"CharityCommissionNumber": "NIC100001"}, "GB-NIC-NIC100001"),
        ({"SupplierName": "Birch  GARDENS"}, "E07000223-birch gardens"),
        ({"SupplierName": None}, None),
    ],
)
def test_a_supplier_is_named_by_a_number_or_by_the_council(supplier: Row, party: str | None) -> None:
    row = {name: K1[name] for name in K1 if name != "CompaniesHouseRegistrationNumber"} | supplier
    (release,) = released(row)["releases"]
    assert [one["id"] for one in release["parties"][1:]] == ([party] if party else [])
    assert found_by_the_checker(released(row)) == {}


def test_nobody_without_a_current_contract_has_a_package() -> None:
    assert released(K1 | {"EndDate": date(2026, 12, 31)}) is None
