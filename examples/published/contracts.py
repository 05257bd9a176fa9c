"""Publish contracts: the register of those that ran in the last quarter or have begun since, frameworks by supplier.

Known:  a few are in lots, which share a reference; some are grants or dynamic purchasing systems; those of more than
        £5 million are mostly published with their text and how they perform; some say no code of what is bought. Those
        tendered since February 2025 mostly have an identifier of the central digital platform, others the council's.
"""

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
    *(
        "VCSESupplierType",
        "ContactEmail",
        "ProcessType",
        "TenderDocumentURL",
        "ContractDocumentURL",
        "PerformanceInformationURL",
    ),
]
CONTRACTS = 900  # let since 2016, of which a third runs
FIRST_START = date(2016, 4, 1)
YEARS = 12
FOR_THE_COUNCIL = " for the council"
QUOTE, TENDER = "Invitation to quote", "Published invitation to tender"
THRESHOLD = 100_000  # pounds from which this England's councils publish a tender
LARGE = 5_000_000  # pounds from which they publish the contract itself, and how it performs
ACT_IN_FORCE = date(2025, 2, 24)  # since when notices are given on the central digital platform
SINGLE, FRAMEWORK = "Single award contract", "Framework agreement"
RARE_TYPES = (("Grant agreement", 0.03), ("Dynamic purchasing system", 0.05))  # with the share of both and those before
LOTS, WITHOUT_CODE, MULTIPLIED = 0.03, 0.04, 0.04


def publish(england: England, council: Council, day: date) -> Table:
    """Return the contracts that ran in the quarter before `day`, or have begun since."""
    return Table(list(COLUMNS), _rows(england, council, (last_quarter(day)[0], day)))


def references_by_trade(england: England, council: Council, day: date) -> dict[str, list[str]]:
    """Return the references of the contracts that ran in the quarter before `day`, by what they are for."""
    by_trade: dict[str, list[str]] = {}
    for row in _rows(england, council, last_quarter(day)):
        purpose = row[COLUMNS.index("Description")].removesuffix(FOR_THE_COUNCIL)
        by_trade.setdefault(purpose, []).append(row[COLUMNS.index("ContractReference")])
    return by_trade


def _rows(england: England, council: Council, time: tuple[date, date]) -> list[Row]:
    """Return the rows of the contracts that ran in a time."""
    return [row for position in range(_number(england, council)) for row in _contract(england, council, position, time)]


def _number(england: England, council: Council) -> int:
    """Return how many contracts a council has let."""
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 5000])
    return max(60, int(random.poisson(CONTRACTS * council.size * min(1.0, england.scale))))


def _contract(england: England, council: Council, position: int, time: tuple[date, date]) -> list[Row]:
    """Return a row for each supplier of a contract, and of its lots; none if it does not run in a time."""
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 5000, position])
    dice, rare = random.random(8), random.random(7)
    start = _start(dice)
    end = date(start.year + 1 + int(dice[2] * 4), start.month, start.day) - timedelta(days=1)
    if start > time[1] or end < time[0]:
        return []
    suppliers = {supplier.name: supplier for supplier in (some_supplier(england, council, random) for _ in range(6))}
    contractors = list(suppliers.values())[: 1 if dice[3] > 0.08 else 3]
    trade, is_framework = contractors[0].trade, len(contractors) > 1
    lots = ("", ", lot 2") if rare[0] < LOTS and not is_framework else ("",)
    return [
        _row(council, position, trade, supplier, (start, end), dice, rare, is_framework=is_framework, lot=lot)
        for lot in lots
        for supplier in contractors
    ]


def _start(dice: np.ndarray) -> date:
    """Return the day on which a contract starts: many on the first of April."""
    start = FIRST_START + timedelta(days=int(dice[0] * 365 * YEARS))
    return date(start.year, 4, 1) if dice[1] < 0.35 else start.replace(day=min(start.day, 28))


def _row(
    council: Council,
    position: int,
    trade: Trade,
    supplier: Supplier,
    period: tuple[date, date],
    dice: np.ndarray,
    rare: np.ndarray,
    *,
    is_framework: bool,
    lot: str,
) -> Row:
    start, end = period
    gss, reference = council.gss, f"C{start.year}/{position + 1:04d}"
    value = (5_000 + trade.usual * 12 * float(dice[4]) ** 2 * 20) * (20 if rare[1] < MULTIPLIED else 1)
    is_tendered = value > THRESHOLD or is_framework
    return [
        *about(council),
        *(reference, _identifier(council, reference, start, float(rare[2]) if is_tendered else 1.0)),
        f"{trade.purpose} {start.year}{lot}",
        *(FRAMEWORK if is_framework else _type(float(rare[3])), trade.unit, trade.service),
        *(trade.purpose + FOR_THE_COUNCIL, trade.category, "" if rare[4] < WITHOUT_CODE else trade.cpv),
        *(written(start), written(end)),
        *(written(end - timedelta(days=182)), written(end + timedelta(days=365)) if dice[5] < 0.4 else ""),
        *(f"{value:.2f}", "Yes" if dice[6] < 0.7 else "No", "0.00"),
        "REDACTED PERSONAL DATA" if supplier.is_person else supplier.name,
        *(supplier.company, supplier.charity, "Yes" if supplier.is_small else "No"),
        *(("Yes", "Voluntary sector") if supplier.trade.is_vcse else ("No", "")),
        *(f"procurement@{gss.lower()}.example", TENDER if is_tendered else QUOTE),
        f"https://tenders.{gss.lower()}.example/{reference}" if is_tendered else "",
        f"https://contracts.{gss.lower()}.example/{reference}" if value > LARGE and rare[5] < 0.7 else "",
        f"https://performance.{gss.lower()}.example/{reference}" if value > LARGE and rare[6] < 0.6 else "",
    ]


def _identifier(council: Council, reference: str, start: date, dice: float) -> str:
    """Return the open contracting identifier: of the platform for most that were tendered under the Act."""
    if start >= ACT_IN_FORCE and dice < 0.75:
        return f"ocds-h6vhtk-{int(dice * 2**22):06x}"
    return f"ocds-{council.gss[0].lower()}{council.gss[-5:]}-{reference}"


def _type(dice: float) -> str:
    """Return what kind of agreement one with a single supplier is."""
    return next((name for name, share in RARE_TYPES if dice < share), SINGLE)
