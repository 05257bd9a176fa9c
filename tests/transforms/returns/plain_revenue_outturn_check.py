"""The revenue outturn check, payment by payment: a plain reading of section 2 of the page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.transforms.returns.plain_years import File, Row

SERVICES = {
    "Children's and Education Services": "children_and_education",
    "Highways and Transport Services": "highways_and_transport",
    "Adult Social Care (101)": "adult_social_care",
    "PUBLIC HEALTH": "public_health",
    "Housing Services": "housing",
    "HRA": "housing_revenue_account",
    "Cultural & Related Services": "cultural",
    "environmental and regulatory": "environmental_and_regulatory",
    "Planning and Development Services": "planning",
    "Corporate and Democratic Core": "central",
}
NAMES = ("total", *SERVICES.values(), "unmapped")
CELLS = (*(f"ROC.{name}.net" for name in NAMES), "ROC.months", "ROC.largest_month_share_pct")
Cells = dict[str, tuple[Decimal | None, str]]


def payments(files: Sequence[File], first: date, last: date) -> list[Row]:
    """The rows of the year, each once: with a number of the latest snapshot, else as often as one snapshot has it."""
    by_day: dict[date, list[Row]] = {}
    for fetched, rows in files:
        by_day.setdefault(fetched, []).extend(row for row in rows if first <= row["PaymentDate"] <= last)
    numbered: dict[Any, list[Row]] = {}
    others: dict[Any, list[Row]] = {}
    for fetched in sorted(by_day):
        of_day: dict[Any, list[Row]] = {}
        for row in by_day[fetched]:
            number = row.get("TransactionNumber")
            names = ("PaymentDate", "BeneficiaryName")
            key = (number, *(row.get(name) for name in names)) if number else tuple(sorted(row.items(), key=str))
            of_day.setdefault((bool(number), key), []).append(row)
        for (has_number, key), rows in of_day.items():
            if has_number:
                numbered[key] = rows
            elif len(rows) >= len(others.get(key, [])):
                others[key] = rows
    return [row for rows in (*numbered.values(), *others.values()) for row in rows]


def authority_cells(files: Sequence[File], first: date, last: date) -> tuple[Cells, list[tuple[str, str, str]]]:
    """The cells of one authority, and its exceptions by reason, reference and detail."""
    fetched = [day for day, _ in files]
    if not any(day >= first for day in fetched):
        words = "no usable snapshot that reaches the period"
        return dict.fromkeys(CELLS, (None, "no-data")), [("no-data", "", words)]
    surely = "computed" if any(day > last for day in fetched) else "inferred"
    rows = payments(files, first, last)
    months = {row["PaymentDate"].strftime("%Y-%m") for row in rows}
    year = [f"{first.year + (month > 12)}-{(month - 1) % 12 + 1:02d}" for month in range(4, 16)]
    missing = [("month-missing", "", month) for month in year if month not in months]
    cells: Cells = dict.fromkeys(CELLS, (None, "no-data"))
    cells["ROC.months"] = (Decimal(len(months)), surely)
    if rows:
        net: Counter[str] = Counter()
        by_month: Counter[str] = Counter()
        for row in rows:
            net["total"] += row["Amount"]
            net[SERVICES.get(row.get("ServiceCategoryLabel") or "", "unmapped")] += row["Amount"]
            by_month[row["PaymentDate"].strftime("%Y-%m")] += row["Amount"]
        cells |= {f"ROC.{name}.net": (pence(Decimal(net[name])), surely) for name in NAMES}
        whole = Decimal(net["total"])
        share = (
            (100 * Decimal(max(by_month.values())) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
            if whole > 0
            else None
        )
        cells["ROC.largest_month_share_pct"] = (share, surely if share is not None else "not-derivable")
    return cells, missing


def pence(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def above_outturn(cells: Mapping[str, tuple[Decimal | None, str]], running: Mapping[str, Decimal]) -> list[str]:
    """The services of which published spending exceeds running expenses by more than ten per cent."""
    return [
        service
        for service, expenses in running.items()
        if (net := cells[f"ROC.{service}.net"][0]) is not None and net > expenses * Decimal("1.1")
    ]
