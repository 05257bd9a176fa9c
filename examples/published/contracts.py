"""Publish contracts: the register of those that run, renewed each quarter; frameworks have a row for each supplier."""

from datetime import date, timedelta

import numpy as np

from examples.draw_suppliers import Supplier, Trade, some_supplier
from examples.england import Council, England
from examples.financial_years import about
from examples.quarters import last_quarter, written
from examples.tables import Row, Table

COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "ContractReference", "OpenContractingID", "ContractTitle"),
    *("ContractType", "OrganisationalUnit", "ServiceCategoryLabel", "Description", "ProcurementCategory", "CPVCode"),
    *("StartDate", "EndDate", "ReviewDate", "LastExtensionDate", "ContractValue", "FixedCost", "IrrecoverableVAT"),
    *("SupplierName", "CompaniesHouseRegistrationNumber", "CharityCommissionNumber", "SMESupplier", "VCSESupplier"),
    *("VCSESupplierType", "ContactEmail", "ProcessType", "TenderDocumentURL"),
]
CONTRACTS = 900  # let since 2016, of which a third runs
FIRST_START = date(2016, 4, 1)
YEARS = 12
QUOTE, TENDER = "Invitation to quote", "Published invitation to tender"
THRESHOLD = 100_000  # pounds from which this England's councils publish a tender


def publish(england: England, council: Council, day: date) -> Table:
    """Return the contracts that ran at the end of the quarter before `day`."""
    _, last = last_quarter(day)
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 5000])
    number = max(60, int(random.poisson(CONTRACTS * council.size * min(1.0, england.scale))))
    rows = [row for place in range(number) for row in _contract(england, council, place, last)]
    return Table(list(COLUMNS), rows)


def _contract(england: England, council: Council, place: int, day: date) -> list[Row]:
    """Return a row for each supplier of a contract, none if it does not run on `day`."""
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 5000, place])
    dice = random.random(8)
    start = _start(dice)
    end = date(start.year + 1 + int(dice[2] * 4), start.month, start.day) - timedelta(days=1)
    if not start <= day <= end:
        return []
    suppliers = {one.name: one for one in (some_supplier(england, council, random) for _ in range(6))}
    chosen = list(suppliers.values())[: 1 if dice[3] > 0.08 else 3]
    trade, is_framework = chosen[0].trade, len(chosen) > 1
    return [_row(council, place, trade, one, (start, end), dice, is_framework=is_framework) for one in chosen]


def _start(dice: np.ndarray) -> date:
    """Return the day on which a contract starts: many on the first of April."""
    start = FIRST_START + timedelta(days=int(dice[0] * 365 * YEARS))
    return date(start.year, 4, 1) if dice[1] < 0.35 else start.replace(day=min(start.day, 28))


def _row(
    council: Council,
    place: int,
    trade: Trade,
    supplier: Supplier,
    period: tuple[date, date],
    dice: np.ndarray,
    *,
    is_framework: bool,
) -> Row:
    start, end = period
    gss, reference = council.gss, f"C{start.year}/{place + 1:04d}"
    value = 5_000 + trade.usual * 12 * float(dice[4]) ** 2 * 20
    is_tendered = value > THRESHOLD or is_framework
    return [
        *about(council),
        *(reference, f"ocds-{gss[0].lower()}{gss[-5:]}-{reference}", f"{trade.purpose} {start.year}"),
        *("Framework agreement" if is_framework else "Single award contract", trade.unit, trade.service),
        *(f"{trade.purpose} for the council", trade.category, trade.cpv, written(start), written(end)),
        *(written(end - timedelta(days=182)), written(end + timedelta(days=365)) if dice[5] < 0.4 else ""),
        *(f"{value:.2f}", "Yes" if dice[6] < 0.7 else "No", "0.00"),
        "REDACTED PERSONAL DATA" if supplier.is_person else supplier.name,
        *(supplier.company, supplier.charity, "Yes" if supplier.is_small else "No"),
        *(("Yes", "Voluntary sector") if supplier.trade.is_vcse else ("No", "")),
        *(f"procurement@{gss.lower()}.example", TENDER if is_tendered else QUOTE),
        f"https://tenders.{gss.lower()}.example/{reference}" if is_tendered else "",
    ]
