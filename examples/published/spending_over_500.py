"""Publish spending over £500: every payment of the last quarter, credit notes and withheld names among them.

Source: LGA schema "Spend" and guidance, https://schemas.opendata.esd.org.uk;
        some councils write its machine names, others its titles.
"""

from datetime import date

import numpy as np

from examples.draw_suppliers import Supplier, some_supplier
from examples.england import Council, England
from examples.financial_years import about
from examples.quarters import last_quarter, working_days, written
from examples.tables import Row, Table
from transforms.standards.spending_over_500 import SPENDING_OVER_500

COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "OrganisationalUnit", "ServiceCategoryLabel"),
    *("ServiceCategoryURI", "BeneficiaryName", "BeneficiaryOtherID", "CompaniesHouseRegistrationNumber"),
    *("CharityCommissionNumber", "VCSEGrant", "PaymentDate", "TransactionNumber", "Amount"),
    *("IrrecoverableVATAmount", "Purpose", "CategoryInternalName", "CPVLabel", "CPVCode", "ProclassLabel"),
    *("ProclassCode", "CardTransaction", "ContractRef"),
]
PAYMENTS = 3_000  # a quarter
CREDIT_NOTES, CARDS, CONFIDENTIAL = 0.03, 0.04, 0.01
PERSONAL, COMMERCIAL = "REDACTED PERSONAL DATA", "REDACTED COMMERCIAL CONFIDENTIALITY"


def publish(england: England, council: Council, day: date) -> Table:
    """Return the payments of the quarter that ended before `day`, in the order in which they were made."""
    first, last = last_quarter(day)
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 500, first.toordinal()])
    number = max(24, int(random.poisson(PAYMENTS * council.size * england.scale)))
    days = working_days(first, last)
    paid = sorted(days[place] for place in random.integers(0, len(days), number))
    rows = [_row(england, council, one, place, random) for place, one in enumerate(paid)]
    return Table(_header(council), [[*about(council), written(last), *row] for row in rows])


def _header(council: Council) -> Row:
    """Return the schema's names, or the titles of the guidance."""
    if council.habits.vocabulary == "schema":
        return list(COLUMNS)
    (edition,) = SPENDING_OVER_500.editions
    return [edition.field(name).title or name for name in COLUMNS]


def _row(england: England, council: Council, paid: date, place: int, random: np.random.Generator) -> Row:
    """Return what a payment says after whose and of which quarter it is."""
    supplier, dice = some_supplier(england, council, random), random.random(6)
    trade, is_card = supplier.trade, dice[0] < CARDS
    amount = max(500.01, trade.usual * float(np.exp(random.normal(0, 0.8))))
    number = f"{paid.year % 100}{paid.month:02d}-{place + 1:05d}"
    return [
        *(trade.unit, trade.service, "", *_payee(supplier, is_confidential=dice[1] < CONFIDENTIAL)),
        *("Yes" if trade.is_vcse else "No", written(paid), number),
        f"{-amount / 4 if dice[2] < CREDIT_NOTES else amount:.2f}",
        f"{amount * 0.2:.2f}" if dice[3] < 0.02 else "0.00",
        *(trade.purpose, trade.category, trade.category, trade.cpv, "", ""),
        *("GPC" if is_card else "None", f"C{supplier.number}" if dice[4] < 0.3 else ""),
    ]


def _payee(supplier: Supplier, *, is_confidential: bool) -> Row:
    """Return the supplier's name and numbers, or why they are withheld."""
    if supplier.is_person or is_confidential:
        return [PERSONAL if supplier.is_person else COMMERCIAL, "", "", ""]
    return [supplier.name, str(supplier.number), supplier.company, supplier.charity]
