"""The planning performance page, written out one authority at a time: what the engine is held against.

A quarter is as the plain reading of planning matters gives it; nothing here comes from the engine or its declarations.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from tests.transforms.returns.plain_planning_matters import MAJ, MIN, Cells, Published, authority_cells

SWITCHES = {"split_counts_as": "granted", "infer_agreements": "on", "agreement_tolerance_days": "7"}
WEAKEST_FIRST = ("no-data", "not-derivable", "declared", "inferred", "computed")
SMALL = (*MIN, "Q20", "Q21")
SUMS = {
    "PP.major.decisions": ["PS2.MAJ.a"],
    "PP.major.in_time": [
        *(f"PS2.{row}.{column}" for row in MAJ[:-1] for column in "de"),
        *("PS2.Q07.d", "PS2.Q07.e1"),
        *(f"PS2.{row}.k" for row in MAJ),
    ],
    "PP.major.with_agreement": ["PS2.MAJ.j"],
    "PP.non_major.decisions": [f"PS2.{row}.a" for row in SMALL],
    "PP.non_major.in_time": [f"PS2.{row}.{column}" for row in SMALL for column in "dk"],
    "PP.non_major.with_agreement": [f"PS2.{row}.j" for row in SMALL],
}
KINDS = {"major": 60, "non_major": 70}
FORM = [
    *SUMS,
    "PP.quarters",
    *(f"PP.{kind}.at_risk" for kind in KINDS),
    *(f"PP.{kind}.overturned" for kind in KINDS),
]
Quarters = Sequence[tuple[date, date]]


def authority(history: Published, quarters: Quarters) -> tuple[Cells, dict[str, int | None], list[tuple[str, str]]]:
    """Every cell of one authority with its origin, its rates in tenths of a per cent, and its exceptions."""
    read = [authority_cells(history, first, last, SWITCHES)[0] for first, last in quarters]
    known = [cells for cells in read if cells]
    cells: Cells = {}
    for name, parts in SUMS.items():
        if known:
            origins = [quarter[part][1] for quarter in known for part in parts]
            weakest = min([*origins, *(["inferred"] if len(known) < len(quarters) else [])], key=WEAKEST_FIRST.index)
            cells[name] = (sum(quarter[part][0] or 0 for quarter in known for part in parts), weakest)
        else:
            cells[name] = (None, "no-data")
    cells["PP.quarters"] = (len(known), "computed")
    rates: dict[str, int | None] = {}
    for kind, threshold in KINDS.items():
        decisions, in_time = cells[f"PP.{kind}.decisions"], cells[f"PP.{kind}.in_time"]
        rates[kind] = tenths(in_time[0], decisions[0]) if len(known) == len(quarters) else None
        weakest = min((decisions[1], in_time[1]), key=WEAKEST_FIRST.index)
        rate = rates[kind]
        cells[f"PP.{kind}.at_risk"] = (int(rate is not None and rate < 10 * threshold) if known else None, weakest)
        cells[f"PP.{kind}.overturned"] = (None, "not-derivable" if known else "no-data")
    majors = cells["PP.major.decisions"][0]
    if majors is None:
        return cells, rates, [("no-data", "no quarter of the year has data")]
    return cells, rates, [("not-assessed", f"major_decisions={majors}")] if majors < 10 else []


def tenths(above: int | None, below: int | None) -> int | None:
    """A share in tenths of a per cent, half up."""
    return None if above is None or not below else (2000 * above + below) // (2 * below)


def england(by_authority: Mapping[str, Cells], has_every_quarter: bool) -> tuple[Cells, dict[str, int | None]]:
    """The sum over the authorities that have a value, the weakest origin summed, and the rates of the sums."""
    total: Cells = {}
    for name in FORM:
        parts = [cells[name] for cells in by_authority.values()]
        known = [part for part in parts if part[0] is not None]
        if known:
            origin = min((origin for _, origin in known), key=WEAKEST_FIRST.index)
            total[name] = (sum(value or 0 for value, _ in known), origin)
        else:
            total[name] = (None, "not-derivable" if any(o == "not-derivable" for _, o in parts) else "no-data")
    rates = {
        kind: tenths(total[f"PP.{kind}.in_time"][0], total[f"PP.{kind}.decisions"][0]) if has_every_quarter else None
        for kind in KINDS
    }
    return total, rates
