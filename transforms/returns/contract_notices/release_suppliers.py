"""Suppliers in release packages: by the number of a register of organisations, else by a name of the council's own.

Source: docs/specifications/contract-notices.md, section 5; schemes of https://org-id.guide
Known:  a supplier whose name is withheld, and who has no number, is not named at all.
"""

from collections.abc import Mapping
from typing import Any

from transforms.domain.folded_text import fold
from transforms.returns.contract_notices.groups import company_number

COMPANIES = "GB-COH"
CHARITIES = {"SC": "GB-SC", "NI": "GB-NIC"}  # by the first letters of the number; others: England and Wales
CHARITIES_OF_ENGLAND = "GB-CHC"


def supplier_party(gss: str, supplier: Mapping[str, str | None]) -> dict[str, Any] | None:
    """Return who a supplier is as a party without roles; None where nobody says."""
    name = supplier["SupplierName"]
    named = {"name": name} if name else {}
    identified = _number(supplier)
    if identified is None:
        return {"id": f"{gss}-{fold(name)}", **named} if name else None
    scheme, number = identified
    legal_name = {"legalName": name} if name else {}
    return {"id": f"{scheme}-{number}", **named, "identifier": {"scheme": scheme, "id": number, **legal_name}}


def _number(supplier: Mapping[str, str | None]) -> tuple[str, str] | None:
    """Return the number of a supplier, the scheme that it is of first."""
    if company := supplier["CompaniesHouseRegistrationNumber"]:
        return COMPANIES, company_number(company)
    if charity := supplier["CharityCommissionNumber"]:
        number = charity.upper()
        return CHARITIES.get(number[:2], CHARITIES_OF_ENGLAND), number
    return None
