"""Publish procurement card transactions: every one of the last quarter, mostly small, refunds among them."""

from datetime import date

import numpy as np

from examples import words
from examples.england import Council, England
from examples.financial_years import about
from examples.quarters import last_quarter, working_days, written
from examples.tables import Row, Table

COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "OrganisationalUnit", "BeneficiaryName"),
    *("PaymentDate", "TransactionNumber", "Amount", "IrrecoverableVATAmount", "Purpose", "CategoryInternalName"),
    *("MerchantCategoryCode", "CardTransaction"),
]
TRANSACTIONS = 1_200  # a quarter
REFUNDS = 0.03
NAME_LENGTH = 25  # the card company cuts a merchant's name
UNITS = ("Town Hall", "Catering Services", "Leisure Centres", "Children's Homes", "Parks Depot", "Libraries", "IT")
MERCHANTS = (
    ("Grocers", "Grocery Stores, Supermarkets", "5411", "Food and drink", 34.0),
    ("Caterers", "Caterers", "5811", "Catering provisions", 140.0),
    ("Stationery Supplies", "Stationery, Office Supplies, Printing and Writing Paper", "5943", "Stationery", 26.0),
    ("Railways", "Passenger Railways", "4112", "Train fare", 48.0),
    ("Hotel", "Hotels, Motels and Resorts", "7011", "Overnight stay", 96.0),
    ("Filling Station", "Service Stations", "5541", "Fuel", 52.0),
    ("Electronics", "Electronics Stores", "5732", "Cables and chargers", 61.0),
    ("Books", "Books, Periodicals and Newspapers", "5192", "Books", 22.0),
    ("Hardware", "Hardware Stores", "5251", "Tools and fixings", 38.0),
    ("Toys", "Hobby, Toy and Game Shops", "5945", "Play equipment", 31.0),
)


def publish(england: England, council: Council, day: date) -> Table:
    """Return the transactions of the quarter that ended before `day`, in the order in which they were made."""
    first, last = last_quarter(day)
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 5411, first.toordinal()])
    number = max(24, int(random.poisson(TRANSACTIONS * council.size * england.scale)))
    days = working_days(first, last)
    purchase_days = sorted(days[index] for index in random.integers(0, len(days), number))
    kind = "CCC" if council.habits.is_compressed else "GPC"
    rows = [
        [*about(council), written(last), *_row(purchase, index, random), kind]
        for index, purchase in enumerate(purchase_days)
    ]
    return Table(list(COLUMNS), rows)


def _row(purchase_day: date, index: int, random: np.random.Generator) -> Row:
    """Return what a transaction says between its quarter and its card."""
    firm, category, code, purpose, usual = MERCHANTS[int(random.random() ** 1.4 * len(MERCHANTS))]
    amount = round(max(1.2, usual * float(np.exp(random.normal(0, 0.9)))), 2)
    is_refund = random.random() < REFUNDS
    return [
        UNITS[int(random.random() * len(UNITS))],
        f"{words.name(random.random() ** 2)} {firm}"[:NAME_LENGTH],
        written(purchase_day),
        f"{purchase_day:%y%m}{index + 1:05d}",
        f"{-amount if is_refund else amount:.2f}",
        "0.00",
        f"Refund: {purpose.lower()}" if is_refund else purpose,
        category,
        code,
    ]
