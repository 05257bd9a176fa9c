"""Publish developer agreement transactions: the third of three tables, one row a change of money's standing.

Source: open standard for developer contributions of 1 September 2019; money is secured, received, allocated, spent.
"""

from datetime import date

from examples.draw_agreements import Contribution, Transaction, count, draw_agreements, money, organisation
from examples.england import Council, England
from examples.tables import Row, Table
from examples.untidy_contributions import TRANSACTIONS, untidy

COLUMNS = [
    *("reference", "developer-agreement-contribution", "contribution-funding-status", "amount", "units"),
    *("notes", "organisation", "entry-date", "start-date", "end-date"),
]


def publish(england: England, council: Council, day: date) -> Table:
    """Return what happened to the contributions of the council's agreements up to `day`."""
    rows = [
        _row(council, part, transaction)
        for agreement in draw_agreements(england, council, day)
        for part in agreement.contributions
        for transaction in part.transactions
    ]
    return untidy(TRANSACTIONS, council, Table(list(COLUMNS), rows), day)


def _row(council: Council, part: Contribution, transaction: Transaction) -> Row:
    return [
        transaction.reference,
        part.reference,
        transaction.status,
        money(transaction.pence),
        count(transaction.units),
        "",
        organisation(council),
        transaction.day.isoformat(),
        transaction.day.isoformat(),
        "",
    ]
