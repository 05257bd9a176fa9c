"""The planning matters page, written out one case at a time in plain Python: what the engine is held against.

Nothing here comes from the engine or its declarations; slowness is no object.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Row = Mapping[str, Any]
Case = dict[str, Any]
Seen = Sequence[tuple[date, Row]]
Published = Sequence[tuple[date, Sequence[Row]]]
Cells = dict[str, tuple[int | None, str]]

URI = {
    6001: "Q01", 6002: "Q02", 6003: "Q03", 6004: "Q04", 6005: "Q05", 6006: "Q06", 6007: "Q13", 6008: "Q14",
    6009: "Q15", 6010: "Q16", 6011: "Q17", 6012: "Q18", 6013: "Q20", 6014: "Q21", 6015: "Q22", 6016: "Q23",
    6017: "Q24", 6018: "Q25", 6019: "Q30", 6020: "Q31", 6021: "Q32", 6022: "Q33", 6023: "Q60", 6024: "Q41",
    6025: "Q42", 6026: "Q43", 6027: "Q44", 6028: "Q45", 6029: "Q50", 6030: "Q51", 6031: "Q26", 6032: "Q27",
}  # fmt: skip
LABELS = {
    "q1": "Q01", "q01": "Q01", "q6": "Q06", "q06": "Q06", "q7": "Q07", "q07": "Q07", "q13": "Q13", "q18": "Q18",
    "q21": "Q21", "q23": "Q23", "q26": "Q26", "q31": "Q31", "q32": "Q32",
    "major dwellings": "Q01", "dwellings (major)": "Q01", "householder developments": "Q21",
    "other: householder developments": "Q21", "major public service infrastructure": "Q07",
    "other: listed building consents (alter/extend)": "Q23", "oil and gas": "Q41",
    "q41": "Q41", "q42": "Q42", "q43": "Q43", "q60": "Q60", "waste": "Q42", "county other (cps 50)": "Q43",
    "prior approvals (householder, schools, office)": "Q32",
}  # fmt: skip
MAJ = ["Q01", "Q02", "Q03", "Q04", "Q05", "Q06", "Q07"]
MIN = ["Q13", "Q14", "Q15", "Q16", "Q17", "Q18"]
OTH = ["Q20", "Q21", "Q22", "Q23", "Q24", "Q25"]
DECISIONS = {"Approve", "Refuse", "Split"}
LEAVING = {"Withdrawn", "Called in", "Referred to SoS", "Appeal"}
AWAY = {"Invalid", "Not ours"}
BANDS = {"d": (0, 56), "e": (57, 91), "f": (92, 112), "g": (113, 182), "h": (183, 364), "i": (365, 10**9)}


def codes_of(case: Row) -> set[str]:
    """Section 2.1: the development codes that are published."""
    codes = set()
    for token in (case.get("ClassificationURI") or "").split("|"):
        number = token.strip().split("/")[-1]
        if number.isdigit() and int(number) in URI:
            codes.add(URI[int(number)])
    for token in (case.get("ClassificationLabel") or "").split("|"):
        found = LABELS.get(" ".join(token.split()).lower())
        if found:
            codes.add(found)
    return codes


def row_of(case: Row) -> tuple[str | None, set[str], bool]:
    """Section 2: the row, and which of multi-class, unclassified or prior approval the case is."""
    codes = codes_of(case)
    service = (case.get("ServiceTypeURI") or "").rstrip("/").split("/")[-1]
    prior = "Q31" in codes or "Q32" in codes or (not codes and service == "1733")
    counted = [code for code in MAJ + MIN + OTH if code in codes]
    if [code for code in counted if code not in ("Q06", "Q18")]:
        counted = [code for code in counted if code not in ("Q06", "Q18")]
    if counted:
        return counted[0], {"multi-class"} if len(counted) > 1 else set(), False
    if codes:
        return None, set(), prior
    if service in ("1082", "514", "512"):
        return {"1082": "Q22", "514": "Q23", "512": "Q25"}[service], set(), False
    if service in ("1712", "1732", "1733", "1734", "1736", "1737", "1738", "1739", "508"):
        return None, set(), prior
    return None, {"unclassified"}, False


def effective_status(sighting: Row) -> str | None:
    """A Secretary of State's decision is read as the status Called in."""
    if sighting.get("Decision") in DECISIONS and sighting.get("DecisionType") == "Secretary of State":
        return "Called in"
    return sighting.get("Status")


def sightings_of(snapshots: Published) -> dict[str, Seen]:
    """Section 1: per reference, its row in each snapshot that holds it, oldest first."""
    seen = defaultdict(list)
    for fetched, rows in snapshots:
        winners = {}
        for row in rows:
            if not row.get("is_usable", True):
                continue
            best = winners.get(row["CaseReference"])
            if best is None or (row.get("ExtractDate") or date.min) >= (best.get("ExtractDate") or date.min):
                winners[row["CaseReference"]] = row
        for reference, row in winners.items():
            seen[reference].append((fetched, row))
    return seen


def fetch_date_of_the_run(seen: Seen, shows: Callable[[Row], bool]) -> date | None:
    """The fetch date of the first snapshot of the last unbroken run."""
    start = None
    for fetched, row in reversed(seen):
        if not shows(row):
            break
        start = fetched
    return start


def statutory_days(row: str | None) -> int:
    """Section 3: the days within which the law wants a decision."""
    return 70 if row == "Q07" else 91 if row in MAJ else 56


def case_of(
    seen: Seen,
    first_snapshot: date,
    switches: Mapping[str, str],
    sort: Callable[[Row], tuple[str | None, set[str], bool]] = row_of,
    statutory: Callable[[str | None], int] = statutory_days,
) -> Case | None:
    """Everything that the sections say of one case; None if it is counted nowhere.

    Another form that shares the sections has its own rows and statutory days.
    """
    facts = seen[-1][1]
    row, reasons, prior = sort(facts)
    own = facts.get("DecisionNoticeDate") or facts.get("DecisionDate")
    case = {"row": row, "reasons": set(reasons), "valid": facts.get("CaseDate"), "delegated": False, "left": None}
    case |= {"decision": None, "decided": None, "prior": None, "untimed": False, "days": None, "agreed": False}
    case["target"] = next((r["DecisionTargetDate"] for _, r in reversed(seen) if r.get("DecisionTargetDate")), None)
    case["delegated"] = facts.get("DecisionType") == "Delegated"
    decision, settled = facts.get("Decision"), False
    if decision in DECISIONS:
        if own is None:
            case["reasons"].add("decision-date-missing")
        elif facts.get("DecisionType") != "Secretary of State":
            case["decision"], case["decided"], settled = decision, own, True
    if decision and decision.startswith("Prior"):
        if row:
            case["reasons"].add("prior-on-counted")
        elif own:
            settled = True
            if prior:
                case["prior"] = (decision, own)
    if not settled and not leaves(case, seen, own, first_snapshot):
        return None
    case["settled"] = settled
    time(case, switches, statutory(row))
    return case


def leaves(case: Case, seen: Seen, own: date | None, first_snapshot: date) -> bool:
    """Section 1.6 for an undecided case: set its left date; False if it is counted nowhere."""
    facts = seen[-1][1]
    if all(effective_status(row) in AWAY for _, row in seen):
        return False
    if facts.get("Decision") == "Withdrawn":
        if own:
            case["left"] = own
            return True
        case["left"] = fetch_date_of_the_run(seen, lambda row: row.get("Decision") == "Withdrawn")
    elif effective_status(facts) in LEAVING:
        case["left"] = fetch_date_of_the_run(seen, lambda row: effective_status(row) in LEAVING)
    elif effective_status(facts) in AWAY:
        case["left"] = fetch_date_of_the_run(seen, lambda row: effective_status(row) in AWAY)
    return case["left"] is None or case["left"] != first_snapshot


def time(case: Case, switches: Mapping[str, str], statutory: int) -> None:
    """Section 3: the days a decision took, and whether a longer time was agreed."""
    if not case["decided"]:
        return
    if case["decision"] == "Split":
        case["reasons"].add("split-decision")
    if case["valid"] is None or case["decided"] < case["valid"]:
        case["untimed"] = True
        case["reasons"].add("valid-date-missing" if case["valid"] is None else "decision-before-valid")
        return
    case["days"] = (case["decided"] - case["valid"]).days
    due = case["valid"] + timedelta(days=statutory + int(switches["agreement_tolerance_days"]))
    case["agreed"] = switches["infer_agreements"] == "on" and case["target"] is not None and case["target"] >= due


def on_hand(case: Case, day: date) -> bool:
    decided, left = case["decided"], case["left"]
    return bool(case["valid"] and case["valid"] < day and not (decided and decided < day) and not (left and left < day))


def authority_cells(
    snapshots: Published, first: date, last: date, switches: Mapping[str, str]
) -> tuple[Cells | None, list[tuple[str, str]]]:
    """Every cell of one authority with its origin, and its exceptions."""
    snapshots = sorted(
        (one for one in snapshots if any(row.get("is_usable", True) for row in one[1])), key=lambda s: s[0]
    )
    if not any(fetched >= first for fetched, _ in snapshots):
        return None, [("no-data", "")]
    cases = {ref: case_of(seen, snapshots[0][0], switches) for ref, seen in sightings_of(snapshots).items()}
    cases = {ref: case for ref, case in cases.items() if case}
    values = defaultdict(int)
    exceptions = []
    for reference, case in cases.items():
        start, received = on_hand(case, first), bool(case["valid"] and first <= case["valid"] <= last)
        gone = bool(case["left"] and first <= case["left"] <= last and case["valid"] and case["valid"] <= case["left"])
        decided = bool(case["decided"] and first <= case["decided"] <= last)
        if case["prior"] and first <= case["prior"][1] <= last:
            word = {"Prior not required": "not_required", "Prior granted": "granted"}.get(case["prior"][0], "refused")
            values[f"PS1.10.{word}"] += 1
            values["PS1.10.total"] += 1
        if (case["row"] or "unclassified" in case["reasons"]) and (start or received or gone or decided):
            exceptions += [(reason, reference) for reason in case["reasons"]]
        if not case["row"]:
            values["unclassified"] += decided and "unclassified" in case["reasons"]
            continue
        values["PS1.1"] += start
        values["PS1.2"] += received
        values["PS1.3"] += gone
        values["after"] += on_hand(case, last + timedelta(days=1))
        if decided:
            values["PS1.4a"] += case["delegated"]
            for column in columns_of(case, switches):
                for row in (case["row"], subtotal(case["row"]), "TOT"):
                    if column not in ("e1", "e2") or row == "Q07":
                        values[f"PS2.{row}.{column}"] += 1
    values["PS1.4"], values["PS1.4b"], values["PS1.7"] = (values[f"PS2.TOT.{c}"] for c in "abj")
    values["PS1.end"] = values["PS1.1"] + values["PS1.2"] - values["PS1.3"] - values["PS1.4"]
    exceptions.append(("balance", f"derived={values['PS1.end']} counted={values['after']}"))
    return with_origins(values, snapshots, first, last, switches), exceptions


def subtotal(row: str) -> str:
    return "MAJ" if row in MAJ else "MIN" if row in MIN else "OTH"


def columns_of(case: Case, switches: Mapping[str, str]) -> list[str]:
    """The columns that a decision is counted in."""
    granted = case["decision"] == "Approve" or (
        case["decision"] == "Split" and switches["split_counts_as"] == "granted"
    )
    found = ["a", "b" if granted else "c"]
    if case["untimed"]:
        return found
    if case["agreed"]:
        return [*found, "j", *(["k"] if case["decided"] <= case["target"] else [])]
    found += [column for column, (low, high) in BANDS.items() if low <= case["days"] <= high]
    if case["row"] == "Q07" and 57 <= case["days"] <= 91:
        found.append("e1" if case["days"] <= 70 else "e2")
    return found


def form_order() -> list[str]:
    ps1 = ["1", "2", "3", "4", "4a", "4b", "end", "5", "6", "7", "8.reg3", "8.reg4"]
    ps1 += [f"9.{n}_notices" for n in ("enforcement", "stop", "temporary_stop", "contravention", "breach")]
    ps1 += ["9.injunctions_granted", "9.injunctions_refused"]
    ps1 += [f"10.{n}" for n in ("not_required", "granted", "refused", "total")]
    ps1 += [f"10.PA{n}" for n in (1, 2, 7, 8, 15, 16, 17, 18, 19, 20, 99)]
    names = [f"PS1.{name}" for name in ps1]
    for row in [*MAJ, "MAJ", *MIN, "MIN", *OTH, "OTH", "TOT"]:
        names += [
            f"PS2.{row}.{c}" for c in ("a", "b", "c", "d", "e", *(("e1", "e2") if row == "Q07" else ()), *"fghijk")
        ]
    return names


def with_origins(
    values: Mapping[str, int], snapshots: Published, first: date, last: date, switches: Mapping[str, str]
) -> Cells:
    """Each cell's value and origin."""
    fetched = [day for day, _ in snapshots]
    ended, begun, on = (
        any(d > last for d in fetched),
        any(d < first for d in fetched),
        switches["infer_agreements"] == "on",
    )
    cells = {}
    for name in form_order():
        column = name.split(".")[-1]
        origin = "computed"
        if name.startswith(("PS1.5", "PS1.6", "PS1.8", "PS1.9", "PS1.10.PA")):
            origin = "not-derivable"
        elif name in ("PS1.1", "PS1.3", "PS1.end") and not begun:
            origin = "inferred"
        elif name == "PS1.7" or (name.startswith("PS2") and column in ("j", "k")):
            origin = "inferred" if on else "not-derivable"
        elif name.startswith("PS2") and column not in ("a", "b", "c"):
            origin = "inferred" if on else "computed"
        if origin == "computed" and not ended:
            origin = "inferred"
        cells[name] = (None if origin == "not-derivable" else values[name], origin)
    return cells


def england(by_authority: Sequence[Cells | None]) -> Cells:
    """The sum over the authorities that have a value, and the weakest origin summed."""
    strength = ["no-data", "not-derivable", "inferred", "computed"]
    total = {}
    for name in form_order():
        parts = [cells[name] if cells else (None, "no-data") for cells in by_authority]
        known = [part for part in parts if part[0] is not None]
        if known:
            total[name] = (sum(value for value, _ in known), min((origin for _, origin in known), key=strength.index))
        else:
            total[name] = (None, "not-derivable" if any(o == "not-derivable" for _, o in parts) else "no-data")
    return total


def indicators(cells: Cells | None, on: bool) -> list[int | None]:
    """Section 6, in tenths of a per cent, half up."""

    def add(*names: str) -> int | None:
        found = [cells[name][0] for name in names]
        return None if None in found else sum(found)

    def rate(above: int | None, below: int | None) -> int | None:
        return None if not below or above is None else (2000 * above + below) // (2 * below)

    if cells is None:
        return [None] * 4
    majors = [f"PS2.{row}.{c}" for row in MAJ[:-1] for c in "de"] + ["PS2.Q07.d", "PS2.Q07.e1"]
    majors += [f"PS2.{row}.k" for row in MAJ] if on else []
    small = [*MIN, "Q20", "Q21"]
    others = [f"PS2.{row}.d" for row in small] + ([f"PS2.{row}.k" for row in small] if on else [])
    return [
        rate(add(*majors), add("PS2.MAJ.a")),
        rate(add(*others), add(*(f"PS2.{row}.a" for row in small))),
        rate(add("PS2.TOT.b"), add("PS2.TOT.b", "PS2.TOT.c")),
        rate(add("PS1.4a"), add("PS1.4")),
    ]
