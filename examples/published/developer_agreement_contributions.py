"""Publish developer agreement contributions: the second of three tables, one row an obligation.

Source: open standard for developer contributions of 1 September 2019; money or units, never both.
"""

from datetime import date

from examples.draw_agreements import Agreement, Contribution, count, draw_agreements, money, organisation
from examples.england import Council, England
from examples.tables import Row, Table
from examples.untidy_contributions import CONTRIBUTIONS, untidy

COLUMNS = [
    *("reference", "developer-agreement", "contribution-purpose", "amount", "units"),
    *("notes", "organisation", "entry-date", "start-date", "end-date"),
]


def publish(england: England, council: Council, day: date) -> Table:
    """Return the contributions of the council's agreements as known on `day`."""
    agreements = draw_agreements(england, council, day)
    rows = [_row(council, agreement, part) for agreement in agreements for part in agreement.contributions]
    return untidy(CONTRIBUTIONS, council, Table(list(COLUMNS), rows), day)


def _row(council: Council, agreement: Agreement, part: Contribution) -> Row:
    return [
        part.reference,
        agreement.reference,
        part.purpose,
        money(part.pence),
        count(part.units),
        "",
        organisation(council),
        max([agreement.start, *(transaction.day for transaction in part.transactions)]).isoformat(),
        agreement.start.isoformat(),
        "",
    ]
