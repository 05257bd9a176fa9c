"""Contracts and payments drawn as tables, and what the return makes of them."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.transforms.returns.drawn import Row, assemble, drawn, snapshot
from transforms.domain.period import parse_period
from transforms.domain.snapshot_table import SnapshotTable
from transforms.returns.contract_notices import RETURN as CONTRACT_NOTICES
from transforms.returns.contract_notices.files import duties_table

ADUR = "E07000223"
QUARTER = parse_period("2026-Q4")
FETCHED = date(2027, 1, 15)
SHORT = {
    "ref": "ContractReference",
    "title": "ContractTitle",
    "value": "ContractValue",
    "cpv": "CPVCode",
    "start": "StartDate",
    "end": "EndDate",
    "supplier": "SupplierName",
    "company": "CompaniesHouseRegistrationNumber",
    "charity": "CharityCommissionNumber",
    "type": "ContractType",
    "ocid": "OpenContractingID",
    "extends": "LastExtensionDate",
    "copy": "ContractDocumentURL",
    "kpi": "PerformanceInformationURL",
}
PAID = {
    "number": "TransactionNumber",
    "payee": "BeneficiaryName",
    "paid": "PaymentDate",
    "net": "Amount",
    "vat": "IrrecoverableVATAmount",
    "contract": "ContractRef",
    "purpose": "Purpose",
    "effective": "EffectiveDate",
}
KINDS = {name: kind for reads in CONTRACT_NOTICES.reads for name, kind in reads.columns.items() if kind != "flag"}
EXAMPLE_REGISTER = """
    ref  title   value   cpv       start       end
    K1   Mowing  250000  72000000  2026-09-01  2029-08-31
    K2   Weeds   150000  72000000  2026-09-01  2029-08-31
    K3   Trees   900000  72000000  2026-03-01  2030-02-28
"""
EXAMPLE_PAYMENTS = """
    number  net       vat   contract  paid
    P1      31000     -     K1        2026-10-05
    P2      26000     -     K1        2026-11-05
    P3      25000.00  -     K1        2026-12-05
    P4      16000     -     K1        2026-10-05
    P4      16000     -     K1        2026-10-05
    P5a     16000     -     K1        2026-10-05
    P5b     16000     -     K1        2026-10-05
    P6      90000     -     K2        2026-10-05
    P7      90000     -     K3        2026-10-05
    P8      90000     -     -         2026-10-05
    P9      -35000    -     K1        2026-10-05
    P10     40000     -     K1        2026-12-31
    P11     40000     -     K1        2027-01-01
    P12     26000     5200  K1        2026-11-05
"""
EVERY_MONTH = [{"PaymentDate": date(2026, month, 1), "Amount": Decimal(600)} for month in (10, 11, 12)]


def register(table: str, fetched: date = FETCHED, **same: Any) -> SnapshotTable:
    """A register, drawn; `same` are further fields of every row."""
    rows = [same | row for row in drawn(table, SHORT, KINDS)]
    return snapshot(CONTRACT_NOTICES, ADUR, fetched, rows, "2015", "contracts")


def spending(table: str, fetched: date = FETCHED, **same: Any) -> SnapshotTable:
    """Payments, drawn, with one small payment in each month of the quarter."""
    rows: list[Row] = [*(same | row for row in drawn(table, PAID, KINDS)), *EVERY_MONTH]
    return snapshot(CONTRACT_NOTICES, ADUR, fetched, rows, "2015", "spending_over_500")


def cells(*snapshots: SnapshotTable, quarter: str = "2026-Q4", months: str = "0") -> dict[str, str | None]:
    """The values of Adur by cell, without the “CN.” in front."""
    found = assemble(
        CONTRACT_NOTICES, snapshots, [ADUR], parse_period(quarter), switches={"procurement_months": months}
    )
    return {row["cell"][3:]: row["value"] for row in found.cells.to_pylist() if row["authority"] == ADUR}


def class_of(months: str = "0", **contract: Any) -> str:
    """The class of one contract that is current at the end of the quarter."""
    row = {"ContractReference": "K", "StartDate": date(2026, 9, 1), "CPVCode": "72000000"} | contract
    table = snapshot(CONTRACT_NOTICES, ADUR, FETCHED, [row], "2015", "contracts")
    found = cells(table, months=months)
    (name,) = (cell for cell, value in found.items() if cell.startswith("class.") and value == "1")
    return name.split(".")[1]


def duties(*snapshots: SnapshotTable, as_known: date | None = None) -> list[tuple[str | None, ...]]:
    """The duties of the quarter: contract, duty, notice, day and state."""
    found = assemble(CONTRACT_NOTICES, snapshots, [ADUR], QUARTER, as_known, {"procurement_months": "0"})
    names = ("contract", "duty", "notice", "due", "state")
    return [tuple(row[name] for name in names) for row in duties_table(found).to_pylist()]
