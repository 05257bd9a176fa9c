"""Publish developer agreements: the first of three tables that a council exports for its infrastructure statement.

Source: open standard for developer contributions of 1 September 2019; some systems still write the early words.
"""

from datetime import date

from examples.draw_agreements import LEVY, SECTION_106, Agreement, draw_agreements, organisation
from examples.england import Council, England
from examples.tables import Row, Table
from examples.untidy_contributions import AGREEMENTS, untidy

COLUMNS = [
    *("reference", "name", "developer-agreement-type", "planning-application", "document-url"),
    *("notes", "organisation", "entry-date", "start-date", "end-date"),
]
EARLY_WORDS = {SECTION_106: "s106", LEVY: "cil"}


def publish(england: England, council: Council, day: date) -> Table:
    """Return the council's agreements as known on `day`."""
    rows = [_row(council, agreement) for agreement in draw_agreements(england, council, day)]
    return untidy(AGREEMENTS, council, Table(list(COLUMNS), rows), day)


def _row(council: Council, agreement: Agreement) -> Row:
    kinds = EARLY_WORDS if council.habits.vocabulary == "schema" else {}
    page = f"https://planning.{council.gss.lower()}.example/agreements/{agreement.reference.replace('/', '-')}.pdf"
    return [
        agreement.reference,
        agreement.name,
        kinds.get(agreement.kind, agreement.kind),
        agreement.application,
        page if agreement.kind != LEVY else "",
        "",
        organisation(council),
        last_change(agreement).isoformat(),
        agreement.start.isoformat(),
        "",
    ]


def last_change(agreement: Agreement) -> date:
    """Return the day of the last thing that happened to an agreement."""
    return max(
        [agreement.start, *(transaction.day for part in agreement.contributions for transaction in part.transactions)]
    )
