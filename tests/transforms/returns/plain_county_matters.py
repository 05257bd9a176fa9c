"""The county matters page, written out one case at a time in plain Python: what the engine is held against.

Records, clock and leaving rules are those of the planning matters page, so that its plain reading gives them; nothing
here comes from the engine or its declarations.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tests.transforms.returns.plain_planning_matters import (
    Case,
    Cells,
    Published,
    Row,
    case_of,
    codes_of,
    on_hand,
    sightings_of,
)

KINDS = {"Q41": "minerals", "Q42": "waste", "Q43": "other", "Q60": "minerals"}
BANDS = {"d": (0, 91), "e": (92, 112), "f": (113, 182), "g": (183, 10**9)}
ROWS = ("minerals", "waste", "other", "total")
LINES = (*range(1, 23), *range(30, 44))


def form_order() -> list[str]:
    """Every cell in the order of the page."""
    names = ["CPS.received", "CPS.withdrawn", "CPS.on_hand_start", "CPS.on_hand_end"]
    names += [f"CPS.{row}.{column}" for row in ROWS for column in "abcdefgjk"]
    return [*names, "CPS.eia.decisions", *(f"CPS.{line}" for line in LINES)]


def kind_of(case: Row) -> tuple[str | None, set[str], bool]:
    """Section 2: minerals, waste or other; none where a code is of another form, or there is no code."""
    codes = codes_of(case)
    if not codes or codes - KINDS.keys():
        return None, set(), False
    kinds = [KINDS[code] for code in sorted(codes)]
    return kinds[0], {"multi-class"} if len(set(kinds)) > 1 else set(), False


def authority_cells(
    snapshots: Published, first: date, last: date, switches: Mapping[str, str]
) -> tuple[Cells | None, list[tuple[str, str]]]:
    """Every cell of one authority with its origin, and its exceptions."""
    snapshots = sorted(
        (one for one in snapshots if any(row.get("is_usable", True) for row in one[1])), key=lambda one: one[0]
    )
    if not any(fetched >= first for fetched, _ in snapshots):
        return None, [("no-data", "")]
    values: dict[str, int] = defaultdict(int)
    exceptions = []
    for reference, seen in sightings_of(snapshots).items():
        case = case_of(seen, snapshots[0][0], switches, kind_of, lambda _: 91)
        if not case or not case["row"]:
            continue
        start, received = on_hand(case, first), bool(case["valid"] and first <= case["valid"] <= last)
        gone = bool(case["left"] and first <= case["left"] <= last and case["valid"] and case["valid"] <= case["left"])
        decided = bool(case["decided"] and first <= case["decided"] <= last)
        values["CPS.on_hand_start"] += start
        values["CPS.received"] += received
        values["CPS.withdrawn"] += gone
        values["after"] += on_hand(case, last + timedelta(days=1))
        if decided:
            for column in columns_of(case, switches):
                values[f"CPS.{case['row']}.{column}"] += 1
                values[f"CPS.total.{column}"] += 1
        if start or received or gone or decided:
            exceptions += [(reason, reference) for reason in case["reasons"]]
    values["CPS.on_hand_end"] = (
        values["CPS.on_hand_start"] + values["CPS.received"] - values["CPS.withdrawn"] - values["CPS.total.a"]
    )
    exceptions.append(("balance", f"derived={values['CPS.on_hand_end']} counted={values['after']}"))
    return with_origins(values, [day for day, _ in snapshots], first, last, switches), exceptions


def columns_of(case: Case, switches: Mapping[str, str]) -> list[str]:
    """The columns that a decision is counted in."""
    granted = case["decision"] == "Approve" or (
        case["decision"] == "Split" and switches["split_counts_as"] == "granted"
    )
    columns = ["a", "b" if granted else "c"]
    if case["untimed"]:
        return columns
    if case["agreed"]:
        return [*columns, "j", *(["k"] if case["decided"] <= case["target"] else [])]
    return columns + [column for column, (low, high) in BANDS.items() if low <= case["days"] <= high]


def with_origins(
    values: Mapping[str, int], fetched: Sequence[date], first: date, last: date, switches: Mapping[str, str]
) -> Cells:
    """Each cell's value and origin."""
    ended, begun = any(day > last for day in fetched), any(day < first for day in fetched)
    on = switches["infer_agreements"] == "on"
    cells = {}
    for name in form_order():
        column, origin = name.split(".")[-1], "computed"
        if name == "CPS.eia.decisions" or column.isdigit():
            origin = "not-derivable"
        elif name in ("CPS.withdrawn", "CPS.on_hand_start", "CPS.on_hand_end") and not begun:
            origin = "inferred"
        elif column in ("j", "k"):
            origin = "inferred" if on else "not-derivable"
        elif len(column) == 1 and column not in "abc":
            origin = "inferred" if on else "computed"
        if origin == "computed" and not ended:
            origin = "inferred"
        cells[name] = (None if origin == "not-derivable" else values[name], origin)
    return cells


def in_time_tenths(cells: Cells | None, on: bool) -> int | None:
    """The indicator, in tenths of a per cent, half up."""
    if cells is None or not cells["CPS.total.a"][0]:
        return None
    above = (cells["CPS.total.d"][0] or 0) + ((cells["CPS.total.k"][0] or 0) if on else 0)
    below = cells["CPS.total.a"][0]
    return (2000 * above + below) // (2 * below)
