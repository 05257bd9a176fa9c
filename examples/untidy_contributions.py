"""Untidy contributions: what some councils do to their three tables, each of it seen in published files.

Source: docs/specifications/facts-contributions.md; files published from 2020 on.
Known:  a council keeps its habit for good. Only every so many rows are touched, by their place.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from zlib import crc32

from examples.england import Council
from examples.tables import Row, Table

AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS = (
    "developer_agreements",
    "developer_agreement_contributions",
    "developer_agreement_transactions",
)
EVERY = 12  # rows


@dataclass(frozen=True)
class Rows:
    """The rows of one table of a council, and where its columns stand."""

    slug: str
    table: Table
    day: date

    def changed(self, row: Row, **values: str) -> Row:
        """Return a row with other values in some columns, named with underscores."""
        changed = list(row)
        for name, value in values.items():
            changed[self.table.position(name.replace("_", "-"))] = value
        return changed

    def value(self, row: Row, name: str) -> str:
        """Return what a row holds in a column."""
        return row[self.table.position(name)]


def untidy(slug: str, council: Council, table: Table, day: date) -> Table:
    """Return a council's table as it publishes it, by its habit."""
    habit = habit_of(council)
    return with_habit(habit, slug, table, day) if habit else table


def with_habit(habit: str, slug: str, table: Table, day: date) -> Table:
    """Return a table as a council of a habit publishes it."""
    return replace(table, rows=HABITS[habit](Rows(slug, table, day)))


def habit_of(council: Council) -> str:
    """Return the habit of a council, blank for a tidy one."""
    names = [*HABITS, *("" for _ in HABITS)]
    return names[crc32(council.gss.encode()) % len(names)]


def _only_this_year(rows: Rows) -> list[Row]:
    """Hold only what moved in the last financial year and since."""
    if rows.slug != TRANSACTIONS:
        return rows.table.rows
    start = date(rows.day.year - (1 if rows.day.month >= 4 else 2), 4, 1).isoformat()
    return [row for row in rows.table.rows if rows.value(row, "start-date") >= start]


def _leaves_blanks(rows: Rows) -> list[Row]:
    """Leave dates and amounts out, and write a status that is none, or a date to come."""
    if rows.slug != TRANSACTIONS:
        return rows.table.rows
    blanks = (
        {"start_date": ""},
        {"amount": ""},
        {"contribution_funding_status": "Pending"},
        {"start_date": "2031-05-01"},
    )
    return [
        rows.changed(row, **blanks[position // EVERY % len(blanks)]) if position % EVERY == 0 else row
        for position, row in enumerate(rows.table.rows)
    ]


def _pays_back(rows: Rows) -> list[Row]:
    """Pay money back to developers, reverse receipts, and list equal instalments of one day."""
    if rows.slug != TRANSACTIONS:
        return rows.table.rows
    written: list[Row] = []
    for position, row in enumerate(rows.table.rows):
        written.append(row)
        if (
            position % EVERY == 0
            and rows.value(row, "amount")
            and rows.value(row, "contribution-funding-status") == "received"
        ):
            amount, reference = rows.value(row, "amount"), rows.value(row, "reference")
            written.append(rows.changed(row, reference=f"{reference}R", contribution_funding_status="returned"))
            written.append(rows.changed(row, reference=f"{reference}N", amount=f"-{amount}"))
            written.append(row)
    return written


def _varies_by_deed(rows: Rows) -> list[Row]:
    """List deeds of variation beside the agreements that they vary, and leave the kind of some agreements blank."""
    written: list[Row] = []
    for position, row in enumerate(rows.table.rows):
        is_chosen = position % EVERY == 0
        if rows.slug == AGREEMENTS and is_chosen:
            reference, start = rows.value(row, "reference"), rows.value(row, "start-date")
            later = min(f"{int(start[:4]) + 1}{start[4:]}", rows.day.isoformat())
            deed = {"reference": f"{reference}-dv", "developer_agreement_type": "Deed of Variation"}
            written.append(rows.changed(row, **deed, start_date=later.replace("-02-29", "-02-28")))
        if rows.slug == CONTRIBUTIONS and is_chosen:
            link = f"{rows.value(row, 'developer-agreement')}-dv"
            written.append(rows.changed(row, reference=f"{rows.value(row, 'reference')}-dv", developer_agreement=link))
        is_blank = rows.slug == AGREEMENTS and position % (4 * EVERY) == 5
        written.append(rows.changed(row, developer_agreement_type="") if is_blank else row)
    return written


def _links_loosely(rows: Rows) -> list[Row]:
    """Name an agreement that isn't there, and of some transactions the agreement instead of the contribution."""
    written: list[Row] = []
    for position, row in enumerate(rows.table.rows):
        if rows.slug == CONTRIBUTIONS and position % EVERY == 0:
            written.append(rows.changed(row, developer_agreement=f"{rows.value(row, 'developer-agreement')}/OLD"))
        elif rows.slug == TRANSACTIONS and position % EVERY == 0:
            link = rows.value(row, "developer-agreement-contribution").rpartition("/")[0]
            written.append(rows.changed(row, developer_agreement_contribution=link))
        else:
            written.append(row)
    return written


def _keeps_what_was_replaced(rows: Rows) -> list[Row]:
    """Keep corrected rows, with an end-date, beside those that replaced them; let sums share a reference."""
    written: list[Row] = []
    for position, row in enumerate(rows.table.rows):
        if position % EVERY == 0 and rows.slug != AGREEMENTS and rows.value(row, "amount"):
            ended = {"amount": "1.00", "end_date": rows.value(row, "entry-date")}
            written.append(rows.changed(row, **ended))
        if position % EVERY == 3 and rows.slug == CONTRIBUTIONS:
            written.append(rows.changed(row, amount="2500.00", units="", contribution_purpose="monitoring-fees"))
        written.append(row)
    return written


def _collects_for_the_mayor(rows: Rows) -> list[Row]:
    """List the levy of the Mayor of London among the council's own."""
    if rows.slug != CONTRIBUTIONS:
        return rows.table.rows
    levy, written = "community-infrastructure-levy", []
    seen = 0
    for row in rows.table.rows:
        is_levy = rows.value(row, "contribution-purpose") == levy
        is_mayors = is_levy and seen % 3 == 0
        written.append(rows.changed(row, contribution_purpose=f"mayoral-{levy}") if is_mayors else row)
        seen += is_levy
    return written


HABITS: dict[str, Callable[[Rows], list[Row]]] = {
    "only-this-year": _only_this_year,
    "leaves-blanks": _leaves_blanks,
    "pays-back": _pays_back,
    "varies-by-deed": _varies_by_deed,
    "links-loosely": _links_loosely,
    "keeps-what-was-replaced": _keeps_what_was_replaced,
    "collects-for-the-mayor": _collects_for_the_mayor,
}
