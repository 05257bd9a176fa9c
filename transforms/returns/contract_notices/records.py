"""Records: contracts, their suppliers, the duties about them and the payments, derived for every authority at once.

Source: docs/specifications/contract-notices.md
Grain:  tables `contracts`, `suppliers` (a row of a contract), `duties` and `payments`.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from transforms.domain.records import Column, Ints, Records, RecordTable, fields_by_authority
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.sightings import Coded, Sightings
from transforms.returns.contract_notices.availability import DataAvailability, exceptions, origins
from transforms.returns.contract_notices.classes import Classified
from transforms.returns.contract_notices.duty_records import duty_columns
from transforms.returns.contract_notices.groups import RowGroups
from transforms.returns.contract_notices.needs import CONTRACTS, SPENDING
from transforms.returns.contract_notices.payment_groups import groups_of
from transforms.returns.contract_notices.payments import Payments
from transforms.returns.contract_notices.register import Register

PUBLISHED = ("CompaniesHouseRegistrationNumber", "CharityCommissionNumber", "SupplierName", "CPVCode")
UNMATCHED_LISTED = 20  # the largest of an authority


def derive_records(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return the contracts, suppliers, duties and payments of every authority requested."""
    registers, spending = (inputs.sightings[name] for name in (CONTRACTS, SPENDING))
    register, payments = Register(registers, request), Payments(spending, request)
    classified = Classified(register)
    group = groups_of(payments, classified)
    availability = DataAvailability(registers, spending, payments.months_seen, request)
    duties = duty_columns(classified, payments, group, availability)

    def table(sightings: Sightings, columns: Mapping[str, Column]) -> RecordTable:
        own = dict(columns)
        authority, row, reference = (own.pop(name) for name in ("authority", "row", "reference"))
        return RecordTable(request.period, request.settings, sightings, authority, row, reference, own)

    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={
            "contracts": table(registers, contract_columns(classified, availability)),
            "suppliers": table(registers, supplier_columns(register)),
            "duties": table(registers, duties),
            "payments": table(spending, payment_columns(payments, group)),
        },
        facts={"has_data": availability.has_register | availability.has_payments},
        fields={
            CONTRACTS: fields_by_authority(availability.latest_registers, request.authorities),
            SPENDING: fields_by_authority(spending, request.authorities),
        },
        origins=origins(availability),
        exceptions=exceptions(availability, register),
    )


def contract_columns(classified: Classified, availability: DataAvailability) -> dict[str, Column]:
    """Return the contracts, with what cells ask of them and what a release says."""
    register = classified.register
    return {
        "authority": register.authority,
        "row": register.row,
        "reference": pa.array(register.reference.texts(), pa.string()),
        "StartDate": register.start,
        "EndDate": register.end,
        "value": register.value,
        "class": classified.class_,
        "is_sme": register.any_row_says("SMESupplier"),
        "is_vcse": register.any_row_says("VCSESupplier"),
        "is_reversed": classified.is_reversed,
        "has_foreign_identifier": register.has_foreign_identifier,
        "identifier": register.platform_identifier,
        "title": register.first_text("ContractTitle"),
        "description": register.first_text("Description"),
        "place_of_reference": _positions(RowGroups.by([register.authority, register.reference.positions])),
        "as_known": availability.as_known[register.authority],
    }


def _positions(groups: RowGroups) -> Ints:
    """Return the place of each row within its group: 1, 2, …"""
    order = np.argsort(groups.of_row, kind="stable")
    starts = np.searchsorted(groups.of_row[order], np.arange(len(groups)))
    positions = np.zeros(len(order), dtype=np.int64)
    positions[order] = np.arange(len(order)) - starts[groups.of_row[order]] + 1
    return positions


def supplier_columns(register: Register) -> dict[str, Column]:
    """Return the rows of the register: each a supplier of a contract, whose place among the contracts is named."""
    of_row = register.groups.of_row
    return {
        "authority": register.authority_of_row,
        "row": register.rows,
        "reference": pa.array(register.reference.take(of_row).texts(), pa.string()),
        "contract": of_row,
        "StartDate": register.start[of_row],
        "EndDate": register.end[of_row],
        "supplier": register.supplier_of_row,
        **{name: register.text(name) for name in PUBLISHED},
    }


def payment_columns(payments: Payments, group: Coded) -> dict[str, Column]:
    """Return the payments that are large or in the band, each with its group."""
    unmatched = np.flatnonzero(group.among(("unmatched",)))
    return {
        "authority": payments.authority,
        "row": payments.row,
        "reference": pa.array(payments.number.texts(), pa.string()).fill_null(""),
        "group": group,
        "size": payments.size,
        "net": payments.net,
        "PaymentDate": payments.day,
        "contract": payments.contract,
        "supplier": payments.supplier,
        "is_largest_unmatched": np.isin(np.arange(len(payments.row)), _largest(payments, unmatched)),
    }


def _largest(payments: Payments, among: Ints) -> Ints:
    """Return of some payments each authority's largest, the earlier first, then the lower number."""
    table = pa.table(
        {
            "payment": among,
            "authority": payments.authority[among],
            "net": payments.net.take(pa.array(among)),
            "day": payments.day[among],
            "number": pa.array(payments.number.take(among).texts(), pa.string()).fill_null(""),
        }
    )
    keys = [("authority", "ascending"), ("net", "descending"), ("day", "ascending"), ("number", "ascending")]
    ordered = table.sort_by(keys)
    position = _positions(RowGroups.by([ordered.column("authority").to_numpy()]))
    return np.asarray(ordered.column("payment").to_numpy()[position <= UNMATCHED_LISTED])
