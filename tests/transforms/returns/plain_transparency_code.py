"""A plain reading of docs/specifications/transparency-code-statement.md: one due thing after the other, no columns.

Snapshots are `(day, is_open, rows)` by authority and standard, a row a mapping that may say `is_usable` of itself;
attempts `(authority, standard, day, outcome)`; declarations `(authority, standard, from, until)`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

STANDARDS = {
    "spending": "spending_over_500",
    "procurement_card": "procurement_card",
    "contracts": "contracts",
    "grants": "grants",
    "land": "land_and_building_assets",
    "housing_assets": "social_housing_asset_value",
    "parking_account": "parking_account",
    "parking_spaces": "parking_spaces",
    "senior_salaries": "senior_salary_counts",
    "pay_multiple": "pay_multiples",
    "counter_fraud": "counter_fraud",
    "facility_time": "trade_union_facility_time",
}
DUE_QUARTERS = ("q1", "q2", "q3", "q4")
QUARTERLY = ("spending", "procurement_card", "contracts")
DAY_FIELDS = {
    "spending": "PaymentDate",
    "procurement_card": "PaymentDate",
    "grants": "awardDate",
    "senior_salaries": "ApplicableDate",
} | dict.fromkeys(
    ("housing_assets", "parking_account", "pay_multiple", "counter_fraud", "facility_time"), "EffectiveDate"
)
STATES = {1: "on_time", 2: "late", 3: "published", 4: "part", 5: "missing", 6: "not_looked", 8: "not_applicable"}
TOTALS = ("due", *STATES.values())
LISTED = {2: "late", 4: "part", 5: "missing", 6: "not-looked"}
NOT_OF_CLASS = {
    "housing_assets": ("county", "national-park"),
    "parking_account": ("national-park",),
    "parking_spaces": ("national-park",),
}
PRINCIPAL = ("county", "district", "unitary", "metropolitan", "london-borough", "national-park")

Snapshots = Mapping[tuple[str, str], Sequence[tuple[date, bool, Sequence[Mapping[str, Any]]]]]


def due_things(year: int) -> dict[str, date]:
    """What is due, and on which day, in the order of the page."""
    quarters = {
        "q1": date(year, 7, 31),
        "q2": date(year, 10, 31),
        "q3": date(year + 1, 1, 31),
        "q4": date(year + 1, 4, 30),
    }
    things = {f"{name}.{quarter}": day for name in QUARTERLY for quarter, day in quarters.items()}
    return things | {name: date(year, 4, 30) for name in STANDARDS if name not in QUARTERLY}


def months_of(quarter: str, year: int) -> list[tuple[int, int]]:
    """The three months of a quarter."""
    first = {"q1": 4, "q2": 7, "q3": 10, "q4": 1}[quarter]
    return [(year + (quarter == "q4"), month) for month in (first, first + 1, first + 2)]


def last_day(quarter: str, year: int) -> date:
    """The last day of a quarter."""
    return {"q1": date(year, 6, 30), "q2": date(year, 9, 30), "q3": date(year, 12, 31), "q4": date(year + 1, 3, 31)}[
        quarter
    ]


def statement(
    body: Any, snapshots: Snapshots, attempts: Sequence[Any], declarations: Sequence[Any], year: int, as_known: date
) -> tuple[dict[str, Any], list[tuple[str, str, str]], dict[str, Decimal | None]]:
    """Cells (None for blank), exceptions (reason, reference, detail) and rates of one authority."""
    usable = {
        name: usable_snapshots(snapshots.get((body.gss, standard), ()), as_known)
        for name, standard in STANDARDS.items()
    }
    if not any(usable.values()):
        return {}, [("no-data", "", "no usable snapshot that reaches the period")], {}
    cells: dict[str, Any] = {}
    exceptions = []
    states = []
    three_stars = 0
    for thing, due in due_things(year).items():
        name, _, quarter = thing.partition(".")
        every = sorted({day for day, _, _ in snapshots.get((body.gss, STANDARDS[name]), ())})
        own = [(day, outcome) for gss, slug, day, outcome in attempts if (gss, slug) == (body.gss, STANDARDS[name])]
        looks = looks_of(usable[name], every, own, as_known)
        judged = judge(name, quarter, year, looks, usable[name])
        has = [day for day, _ in looks if judged[day] == "has"]
        first = min(has, default=None)
        lacking = [day for day, _ in looks if judged[day] == "lacks" and (first is None or day < first)]
        lack = max(lacking, default=None)
        if not is_applicable(body, name, due, declarations, year):
            state = 8
        elif first and first <= due:
            state = 1
        elif first:
            state = 2 if lack and lack > due else 3
        elif as_known <= due:
            state = 7
        elif lack and lack > due:
            state = 4 if a_month_is_there(name, quarter, year, usable[name]) else 5
        else:
            state = 6
        states.append(state)
        seen = dict(looks)[first] if first else None
        cells[f"LGT.{thing}.state"] = state
        cells[f"LGT.{thing}.seen_on"] = number(first)
        cells[f"LGT.{thing}.not_seen_on"] = None if state in (7, 8) else number(lack)
        cells[f"LGT.{thing}.records"] = (
            count(name, quarter, year, usable[name], seen) if state in (1, 2, 3, 4) else None
        )
        stars = (3 if usable[name][seen][0] else 2) if state in (1, 2, 3) else None
        cells[f"LGT.{thing}.stars"] = stars
        three_stars += stars == 3
        if state in LISTED:
            exceptions.append((LISTED[state], thing, f"due={due} not_seen={lack or ''} seen={first or ''}"))
    totals = {word: states.count(state) for state, word in STATES.items()}
    totals["due"] = sum(states.count(state) for state in (1, 2, 3, 4, 5, 6))
    cells |= {f"LGT.{word}": totals[word] for word in TOTALS}
    return cells, exceptions, rates(totals, three_stars)


def rates(totals: Mapping[str, int], three_stars: int) -> dict[str, Decimal | None]:
    """The indicators."""
    told = totals["on_time"] + totals["late"] + totals["part"] + totals["missing"]
    seen = totals["on_time"] + totals["late"] + totals["published"]
    return {
        "on_time_pct": per_cent(totals["on_time"], told),
        "told_pct": per_cent(told, totals["due"]),
        "seen_pct": per_cent(seen, totals["due"]),
        "machine_readable_pct": per_cent(three_stars, seen),
    }


def per_cent(part: int, whole: int) -> Decimal | None:
    """A rate with one decimal, half up; blank over zero."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


def number(day: date | None) -> int | None:
    """A day as YYYYMMDD."""
    return int(day.strftime("%Y%m%d")) if day else None


def is_applicable(body: Any, name: str, due: date, declarations: Sequence[Any], year: int) -> bool:
    """Section 1: whether an authority owes a due thing."""
    if body.nation != "England" or body.authority_class not in PRINCIPAL or not body.in_being(due):
        return False
    if name not in QUARTERLY and body.start_date and body.start_date > date(year, 3, 31):
        return False
    if body.authority_class in NOT_OF_CLASS.get(name, ()):
        return False
    return not any(
        (gss, standard) == (body.gss, STANDARDS[name])
        and (start is None or start <= due)
        and (end is None or due <= end)
        for gss, standard, start, end in declarations
    )


def usable_snapshots(files: Sequence[Any], as_known: date) -> dict[date, tuple[bool, list[Mapping[str, Any]]]]:
    """By day, what was usable of the files of the day: whether all were open, and the records; no slips left out."""
    by_day: dict[date, tuple[bool, list[Mapping[str, Any]]]] = {}
    for day, is_open, rows in files:
        good = [row for row in rows if row.get("is_usable", True)]
        if good and day <= as_known:
            before_open, before = by_day.get(day, (True, []))
            by_day[day] = before_open and is_open, [*before, *good]
    return by_day


def looks_of(usable: Mapping[date, Any], every: Sequence[date], attempts: Sequence[Any], as_known: date) -> list[Any]:
    """Section 2: every look, its day and the day of the snapshot that it saw, in the order of the days."""
    looks = {day: day for day in usable}
    for day, outcome in attempts:
        before = [one for one in every if one < day]
        if outcome == "unchanged" and day <= as_known and day not in looks and before and before[-1] in usable:
            looks[day] = before[-1]
    return sorted(looks.items())


def is_slip(name: str, row: Mapping[str, Any], fetched: date) -> bool:
    """Whether a record is dated after it was fetched."""
    day = row.get(DAY_FIELDS[name]) if name in DAY_FIELDS else None
    return day is not None and day > fetched


def payments(name: str, snapshot: tuple[bool, list[Mapping[str, Any]]], fetched: date) -> list[date]:
    """The days of the payments of a snapshot that are no slips."""
    return [row["PaymentDate"] for row in snapshot[1] if row.get("PaymentDate") and not is_slip(name, row, fetched)]


def by_month(name: str, quarter: str, year: int, snapshot: Any, fetched: date) -> dict[tuple[int, int], int]:
    """How many payments of each month of a quarter a snapshot holds."""
    days = payments(name, snapshot, fetched)
    return {month: sum((day.year, day.month) == month for day in days) for month in months_of(quarter, year)}


def covered_months(quarter: str, year: int, so_far: Mapping[date, Any]) -> set[tuple[int, int]]:
    """The months of a quarter of spending that the snapshots so far cover."""
    counts = [by_month("spending", quarter, year, one, day) for day, one in so_far.items()]
    fullest = max((number for one in counts for number in one.values()), default=0)
    return {month for one in counts for month, number in one.items() if number and 10 * number >= fullest}


def card_days(quarter: str, year: int, so_far: Mapping[date, Any]) -> tuple[bool, bool]:
    """Whether there is a card payment of the quarter, and one of its third month or later."""
    months = months_of(quarter, year)
    days = [day for fetched, one in so_far.items() for day in payments("procurement_card", one, fetched)]
    third = date(*months[2], 1)
    return any((day.year, day.month) in months for day in days), any(day >= third for day in days)


def a_month_is_there(name: str, quarter: str, year: int, usable: Mapping[date, Any]) -> bool:
    """Whether some month of a quarter was seen."""
    if name == "spending":
        return bool(covered_months(quarter, year, usable))
    return name == "procurement_card" and card_days(quarter, year, usable)[0]


def year_said(name: str, row: Mapping[str, Any], fetched: date) -> int | None:
    """The year that a record is of, by the calendar year in which it begins."""
    if is_slip(name, row, fetched):
        return None
    found = re.fullmatch(r"((?:19|20)\d\d) ?[/–-] ?(\d\d(?:\d\d)?)", row.get("Period") or "")
    if found and int(found[2]) == (int(found[1]) + 1) % (100 if len(found[2]) == 2 else 10_000):
        return int(found[1])
    day = row.get(DAY_FIELDS[name])
    if day is None:
        return None
    begins = (day.month, day.day) > (4, 1) if name != "grants" else (day.month, day.day) >= (4, 1)
    return int(day.year) if begins else int(day.year) - 1


def judge(name: str, quarter: str, year: int, looks: Sequence[Any], usable: Mapping[date, Any]) -> dict[date, str]:
    """What each look says of a due thing: has, lacks or nothing."""
    return {
        day: _judge(name, quarter, year, day, seen, {one: usable[one] for one in usable if one <= day})
        for day, seen in looks
    }


def _judge(name: str, quarter: str, year: int, day: date, seen: date, so_far: Mapping[date, Any]) -> str:
    if name in QUARTERLY:
        if day <= last_day(quarter, year):
            return "nothing"
        if name == "spending":
            return "has" if len(covered_months(quarter, year, so_far)) == 3 else "lacks"
        return "has" if name == "contracts" or all(card_days(quarter, year, so_far)) else "lacks"
    is_in_year = day >= date(year, 4, 1)
    if name in ("land", "parking_spaces"):
        return "has" if is_in_year else "nothing"
    years = {year_said(name, row, seen) for row in so_far[seen][1]} - {None}
    if year - 1 in years or (not years and is_in_year):
        return "has"
    return "lacks" if years and max(one for one in years if one is not None) < year - 1 else "nothing"


def count(name: str, quarter: str, year: int, usable: Mapping[date, Any], seen: date | None) -> int:
    """The cell `records`."""
    if name in ("spending", "procurement_card"):
        counts = [by_month(name, quarter, year, one, day) for day, one in usable.items()]
        return sum(max((one[month] for one in counts), default=0) for month in months_of(quarter, year))
    assert seen is not None
    rows = usable[seen][1]
    if name in DAY_FIELDS and name not in QUARTERLY:
        of_year = [row for row in rows if year_said(name, row, seen) == year - 1]
        return len(of_year) or len(rows)
    return len(rows)
