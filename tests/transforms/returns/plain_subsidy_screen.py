"""The subsidy screen, grant by grant: a plain reading of section 4 of the page."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.transforms.returns.plain_years import File, Row

CELLS = ("SUB.awards", "SUB.amount", "SUB.due", "SUB.overdue")
Cells = dict[str, tuple[Decimal | None, str]]


def due_day(awarded: date) -> date:
    year, month = awarded.year + (awarded.month > 9), (awarded.month + 2) % 12 + 1
    return date(year, month, min(awarded.day, monthrange(year, month)[1]))


def latest(files: Sequence[File]) -> list[Row]:
    """Every grant as the latest day shows it; rows of one day that share a number are grants of their own."""
    grants: dict[str, list[Row]] = {}
    for day in sorted({fetched for fetched, _ in files}):
        of_day: dict[str, list[Row]] = {}
        for fetched, rows in files:
            if fetched == day:
                for row in rows:
                    of_day.setdefault(row["id"].strip(), []).append(row)
        grants |= of_day
    return [row for rows in grants.values() for row in rows]


def is_to_an_organisation(row: Row) -> bool:
    names = ("recipientOrganization/0/id", "recipientOrganization/0/name")
    about = ("recipientIndividual/id", "recipientIndividual/name", "toIndividualsDetails/primaryGrantReason")
    is_individual = any(row.get(name) for name in (*about, "toIndividualsDetails/grantPurpose"))
    called = (row.get("recipientOrganization/0/name") or "").lower()
    return any(row.get(name) for name in names) and not is_individual and called != "individual recipient"


def authority_cells(
    files: Sequence[File], first: date, last: date, known_on: date | None = None
) -> tuple[Cells, list[tuple[str, str]], list[tuple[str, str]]]:
    """The cells, the exceptions by reason and reference, and the award and last day of each row of the list."""
    grants = latest(files)
    days = [row["awardDate"] for row in grants if row.get("awardDate")]
    if grants and not days:
        return dict.fromkeys(CELLS, (None, "not-derivable")), [], []
    if not days or max(days) < first or min(days) > last:
        return dict.fromkeys(CELLS, (None, "no-data")), [("no-data", "")], []
    fetched = [day for day, _ in files]
    surely = "computed" if any(day > last for day in fetched) else "inferred"
    known = known_on or max(fetched)
    large = [
        row
        for row in grants
        if row.get("awardDate")
        and first <= row["awardDate"] <= last
        and (row.get("amountAwarded") or 0) > 100_000
        and is_to_an_organisation(row)
    ]
    screened = [row for row in large if row.get("currency") in (None, "GBP")]
    overdue = [row for row in screened if due_day(row["awardDate"]) < known]
    amount = sum((row["amountAwarded"] for row in screened), Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    values = (Decimal(len(screened)), amount, Decimal(len(screened) - len(overdue)), Decimal(len(overdue)))
    cells = {name: (value, surely) for name, value in zip(CELLS, values, strict=True)}
    foreign = [("currency-not-sterling", row["id"]) for row in large if row not in screened]
    return cells, foreign, sorted((row["id"], due_day(row["awardDate"]).isoformat()) for row in screened)
