"""Publish spending over £500: payments of the last quarter, or of some years, with credit notes and withheld names.

Source: LGA schema "Spend" and guidance, https://schemas.opendata.esd.org.uk;
        some councils write its machine names, others its titles.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from examples.draw_suppliers import Supplier, some_supplier
from examples.england import Council, England
from examples.financial_years import about
from examples.published.contracts import references_by_trade
from examples.quarters import quarters_online, working_days, written
from examples.tables import Row, Table
from transforms.standards.spending_over_500 import SPENDING_OVER_500

COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "OrganisationalUnit", "ServiceCategoryLabel"),
    *("ServiceCategoryURI", "BeneficiaryName", "BeneficiaryOtherID", "CompaniesHouseRegistrationNumber"),
    *("CharityCommissionNumber", "VCSEGrant", "PaymentDate", "TransactionNumber", "Amount"),
    *("IrrecoverableVATAmount", "Purpose", "CategoryInternalName", "CPVLabel", "CPVCode", "ProclassLabel"),
    *("ProclassCode", "CardTransaction", "ContractRef"),
]
SMALLEST = 500.01  # pounds
PAYMENTS = 3_000  # a quarter
CREDIT_NOTES, CARDS, CONFIDENTIAL = 0.03, 0.04, 0.01
UNDER_CONTRACT, UNKNOWN_CONTRACT, SPLIT = 0.6, 0.05, 0.03
PERSONAL, COMMERCIAL = "REDACTED PERSONAL DATA", "REDACTED COMMERCIAL CONFIDENTIALITY"


def publish(england: England, council: Council, day: date) -> Table:
    """Return the payments of the quarters that are online on `day`, in the order in which they were made."""
    quarters = quarters_online(council.gss, day)
    references = references_by_trade(england, council, day)
    lines = [line for quarter in quarters for line in _quarter(england, council, *quarter, references)]
    return Table(_header(council), [[*about(council), written(quarters[-1][1]), *line] for line in lines])


def _quarter(
    england: England, council: Council, first: date, last: date, references: Mapping[str, Sequence[str]]
) -> list[Row]:
    """Return the lines of the payments of a quarter."""
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 500, first.toordinal()])
    number = max(24, int(random.poisson(PAYMENTS * council.size * england.scale)))
    days = working_days(first, last)
    paid = sorted(days[position] for position in random.integers(0, len(days), number))
    rows = [
        _row(england, council, payment_day, position, random, references) for position, payment_day in enumerate(paid)
    ]
    return [line for row in rows for line in _lines(row, float(random.random()))]


def _header(council: Council) -> Row:
    """Return the schema's names, or the titles of the guidance."""
    if council.habits.vocabulary == "schema":
        return list(COLUMNS)
    (edition,) = SPENDING_OVER_500.editions
    return [edition.field(name).title or name for name in COLUMNS]


def _row(
    england: England,
    council: Council,
    paid: date,
    position: int,
    random: np.random.Generator,
    references: Mapping[str, Sequence[str]],
) -> Row:
    """Return what a payment says after whose and of which quarter it is."""
    supplier, dice = some_supplier(england, council, random), random.random(6)
    trade, is_card = supplier.trade, dice[0] < CARDS
    amount = max(SMALLEST, trade.usual * float(np.exp(random.normal(0, 0.8))))
    number = f"{paid.year % 100}{paid.month:02d}-{position + 1:05d}"
    return [
        *(trade.unit, trade.service, "", *_payee(supplier, is_confidential=dice[1] < CONFIDENTIAL)),
        *("Yes" if trade.is_vcse else "No", written(paid), number),
        f"{-amount / 4 if dice[2] < CREDIT_NOTES else amount:.2f}",
        f"{amount * 0.2:.2f}" if dice[3] < 0.02 else "0.00",
        *(trade.purpose, trade.category, trade.category, trade.cpv, "", ""),
        *("GPC" if is_card else "None", _contract(references.get(trade.purpose, ()), float(dice[4]), supplier)),
    ]


def _contract(references: Sequence[str], dice: float, supplier: Supplier) -> str:
    """Return the reference of the contract that a payment is made under: of the register, another, or none."""
    if dice < UNKNOWN_CONTRACT:
        return f"C{supplier.number}"
    return references[int(dice * 1_000) % len(references)] if references and dice < UNDER_CONTRACT else ""


def _lines(row: Row, dice: float) -> list[Row]:
    """Return a payment as its lines: one, or sometimes two halves under one number."""
    position = COLUMNS.index("Amount") - COLUMNS.index("OrganisationalUnit")
    half = round(float(row[position]) / 2, 2)
    if dice >= SPLIT or half <= SMALLEST:
        return [row]
    return [[*row[:position], f"{part:.2f}", *row[position + 1 :]] for part in (half, float(row[position]) - half)]


def _payee(supplier: Supplier, *, is_confidential: bool) -> Row:
    """Return the supplier's name and numbers, or why they are withheld."""
    if supplier.is_person or is_confidential:
        return [PERSONAL if supplier.is_person else COMMERCIAL, "", "", ""]
    return [supplier.name, str(supplier.number), supplier.company, supplier.charity]
