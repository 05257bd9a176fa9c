"""The alcohol licensing page, written out one case at a time in plain Python: what the engine is held against.

Nothing here comes from the engine or its declarations; slowness is no object.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.transforms.returns.plain_opening_hours import UNREADABLE, week

Row = dict[str, Any]
Cells = dict[str, tuple[int | None, str]]
Listed = list[tuple[str, str]]  # reason, and reference or detail

KINDS = {"860": "premises", "646": "club", "1071": "notice"}
KIND_LABELS = {
    **dict.fromkeys(["premises licence", "premises licences", "premises", "premises license"], "premises"),
    **dict.fromkeys(["club premises certificate", "club premises certificates", "club premises", "club"], "club"),
    **dict.fromkeys(["temporary event notice", "temporary event notices", "temporary events notice", "ten"], "notice"),
}
STATUSES = {
    "1": "Approved", "2": "Current", "3": "Deceased", "4": "Expired", "5": "New", "6": "Refused", "7": "Renewal",
    "8": "Revoked", "9": "Subject to review", "10": "Surrendered", "11": "Suspended", "12": "Withdrawn", "13": "Issued",
}  # fmt: skip
STATUS_LABELS = {name.lower(): name for name in STATUSES.values()} | {
    "approved but not yet issued": "Approved", "under consideration": "Current", "holder deceased": "Deceased",
    "received": "New", "under review": "Subject to review", "in force": "Issued",
}  # fmt: skip
APPLICATIONS = ["New", "Current", "Approved", "Refused", "Withdrawn"]
STANDING = ["Issued", "Subject to review", "Deceased", "Renewal"]
OVER = ["Surrendered", "Revoked", "Expired"]
PARTS = ["on", "off", "both", "alcohol_unknown", "no_alcohol"]
PREMISES = [f"ALN.prem.{name}" for name in ("total", *PARTS, "late_night")]
CLUBS = [f"ALN.club.{name}" for name in ("total", *PARTS)]
NEW = [f"ALN.new.{name}" for name in ("granted", "refused", "undecided", "applied")]
ENDED = [f"ALN.ended.{name}" for name in ("surrendered", "revoked", "lapsed", "gone", "suspended")]
NOT_HELD = [
    *("ALN.personal.in_force", "ALN.personal.revoked", "ALN.variation.applied", "ALN.variation.granted"),
    *("ALN.variation.refused", "ALN.review.completed", "ALN.review.expedited", "ALN.hearing.held", "ALN.appeal.lodged"),
    *("ALN.cia.areas", "ALN.levy.adopted", "ALN.levy.receipts", "ALN.emro.made", "ALN.club.new.granted"),
    "ALN.club.new.refused",
]
NAMES = [*PREMISES, *CLUBS, "ALN.h24.total", "ALN.ten.given", "ALN.ten.late", *NEW, *ENDED, *NOT_HELD]
MONTH = timedelta(days=31)
DAY = timedelta(days=1)


def kind_of(row: Row) -> str | None:
    number = (row.get("ServiceTypeURI") or "").split("/")[-1]
    return KINDS.get(number) or KIND_LABELS.get(" ".join((row.get("ServiceTypeLabel") or "").split()).lower())


def status_of(row: Row) -> str | None:
    number = (row.get("StatusURI") or "").split("/")[-1]
    return STATUSES.get(number) or STATUS_LABELS.get(" ".join((row.get("StatusLabel") or "").split()).lower())


def start_of(row: Row) -> date | None:
    return row.get("LicenceStartDate") or row.get("CaseDate")


def is_reversed(row: Row) -> bool:
    start, end = start_of(row), row.get("LicenceEndDate")
    return bool(start and end and end < start)


def end_of(row: Row) -> date | None:
    return None if is_reversed(row) else row.get("LicenceEndDate")


def is_licence(row: Row) -> bool:
    """A licence row that counts somewhere: of a status that says there is a licence, with a start."""
    return row["status"] is not None and row["status"] not in APPLICATIONS and start_of(row) is not None


def newness(row: Row) -> tuple[Any, ...]:
    return row["order"], row.get("ExtractDate") or date.min, row.get("CaseDate") or date.min, row["place"]


class Snapshot:
    """What is known of one authority from one day of fetching."""

    def __init__(self, fetched: date) -> None:
        self.fetched, self.day, self.rows = fetched, date.min, []


def histories(published: Mapping[str, Sequence[tuple[date, Sequence[Row]]]]) -> dict[str, list[Snapshot]]:
    """Whose a row is: per authority its snapshots, oldest first."""
    used = {
        publisher: [(day, [row for row in rows if row.get("is_usable", True)]) for day, rows in files]
        for publisher, files in published.items()
    }
    used = {publisher: [one for one in files if one[1]] for publisher, files in used.items()}
    publishing = {publisher for publisher, files in used.items() if files}
    found: dict[str, dict[date, Snapshot]] = {}
    for publisher, files in sorted(used.items()):
        for fetched, rows in files:
            day = max((one for row in rows if (one := row.get("ExtractDate")) and one <= fetched), default=fetched)
            owners = [row.get("organisation_gss") or publisher for row in rows]
            if len(set(owners)) == 1:
                owners = [publisher] * len(rows)
            for owner, row in [(publisher, None), *zip(owners, rows, strict=True)]:
                if owner == publisher or owner not in publishing:
                    snapshot = found.setdefault(owner, {}).setdefault(fetched, Snapshot(fetched))
                    snapshot.day = max(snapshot.day, day)
                    if row is not None:
                        snapshot.rows.append(dict(row))
    return {owner: _numbered(list(snapshots.values())) for owner, snapshots in found.items()}


def _numbered(snapshots: list[Snapshot]) -> list[Snapshot]:
    snapshots.sort(key=lambda one: (one.day, one.fetched))
    for order, snapshot in enumerate(snapshots):
        for place, row in enumerate(snapshot.rows):
            kind, reference = kind_of(row), (row.get("CaseReference") or "").strip()
            row |= {"kind": kind, "status": status_of(row), "order": order, "place": place, "reference": reference}
            row["case"] = (kind, reference) if reference else (kind, "", order, place)
    return snapshots


def snapshot_of(snapshots: Sequence[Snapshot], day: date) -> Snapshot:
    return min(reversed(snapshots), key=lambda one: (abs(one.day - day), -one.day.toordinal()))


def is_near(snapshot: Snapshot, day: date) -> bool:
    return abs(snapshot.day - day) <= MONTH


class Authority:
    """One authority in one year."""

    def __init__(self, snapshots: Sequence[Snapshot], first: date, last: date, suspended_in_force: str) -> None:
        self.snapshots, self.first, self.last = snapshots, first, last
        self.standing = STANDING + (["Suspended"] if suspended_in_force == "yes" else [])
        self.rows = [row for snapshot in snapshots for row in snapshot.rows]
        self.kinds = {row["kind"] for row in self.rows}
        self.has_data = any(snapshot.day >= first for snapshot in snapshots)
        if self.has_data:
            self.of_last = snapshot_of(snapshots, last)
            self.at_last = self.states(last)
            self.in_force = [row for row in self.at_last.values() if self.is_in_force(row, last)]

    def states(self, day: date) -> dict[Any, Row]:
        """The state of each case on a day."""
        candidates: dict[Any, list[Row]] = {}
        for row in snapshot_of(self.snapshots, day).rows:
            if row["kind"] in ("premises", "club") and is_licence(row) and start_of(row) <= day:
                candidates.setdefault(row["case"], []).append(row)
        chosen = {}
        for case, rows in candidates.items():
            timely = [row for row in rows if not (row.get("CaseDate") and row["CaseDate"] > day)]
            chosen[case] = max(timely or rows, key=newness)
        return chosen

    def is_in_force(self, row: Row, day: date) -> bool:
        end = end_of(row)
        if row["status"] in OVER:
            return end is not None and end > day
        return row["status"] in self.standing and (end is None or end > day)

    def cases(self, kind: str, snapshot: Snapshot | None = None) -> list[list[Row]]:
        """The rows of each case, newest last: of all snapshots (cases with a reference), or of one."""
        found: dict[Any, list[Row]] = {}
        for row in self.rows if snapshot is None else snapshot.rows:
            if row["kind"] == kind and (row["reference"] or snapshot):
                found.setdefault(row["case"], []).append(row)
        return [sorted(rows, key=newness) for rows in found.values()]

    def in_year(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def was_in_force(self) -> set[Any]:
        """Cases in force on the day before the year, or on the day of a snapshot between that and the last one."""
        before = self.first - DAY
        days = [before, *(one.day for one in self.snapshots if before < one.day < self.of_last.day)]
        return {case for day in days for case, row in self.states(day).items() if self.is_in_force(row, day)}

    def gone(self) -> list[Row]:
        there = {row["case"] for row in self.of_last.rows}
        missing = {case for case in self.was_in_force() if len(case) == 2 and case not in there}
        gone = []
        for case in missing:
            newest = max((row for row in self.rows if row["case"] == case and is_licence(row)), key=newness)
            if end_of(newest) is None or end_of(newest) > self.last:
                gone.append(newest)
        return gone

    def reaches_back(self) -> bool:
        before = self.first - DAY
        return any(is_near(one, before) and one is not self.of_last for one in self.snapshots)

    def pending_from(self) -> Snapshot | None:
        up_to = [one for one in self.snapshots if self.last - MONTH <= one.day <= self.last]
        after = [one for one in self.snapshots if self.last < one.day <= self.last + MONTH]
        return up_to[-1] if up_to else after[0] if after else None


def part_of(row: Row) -> str:
    supply, on, off = (row.get(name) for name in ("AlcoholSupply", "OnPremisesAlcoholSale", "OffPremisesAlcoholSale"))
    if supply is None:
        supply = True if on or off else False if on is False and off is False else None
    if supply is None:
        return "alcohol_unknown"
    if not supply:
        return "no_alcohol"
    return "both" if on and off else "on" if on else "off" if off else "alcohol_unknown"


def is_unstated(row: Row) -> bool:
    return row.get("AlcoholSupply") is None and part_of(row) == "alcohol_unknown"


def granted(one: Authority) -> list[Row]:
    found = []
    for rows in one.cases("premises"):
        decided = min((row["DecisionDate"] for row in rows if row.get("DecisionDate")), default=None)
        earlier = any(row.get("LicenceStartDate") and row["LicenceStartDate"] < one.first for row in rows)
        if is_granted(rows) and one.in_year(decided) and not earlier:
            found.append(rows[-1])
    return found


def is_granted(rows: Sequence[Row]) -> bool:
    return any(is_licence(row) or row["status"] == "Approved" for row in rows)


def refused(one: Authority) -> list[Row]:
    newest = [rows[-1] for rows in one.cases("premises") if not is_granted(rows)]
    return [row for row in newest if row["status"] == "Refused" and one.in_year(row.get("DecisionDate"))]


def undecided(one: Authority) -> list[Row] | None:
    snapshot = one.pending_from()
    if snapshot is None:
        return None
    newest = [rows[-1] for rows in one.cases("premises", snapshot) if not any(is_licence(row) for row in rows)]
    return [
        row
        for row in newest
        if row["status"] in ("New", "Current")
        and (one.in_year(row.get("CaseDate")) or (row.get("CaseDate") is None and snapshot.day <= one.last))
    ]


def given(one: Authority) -> list[Row]:
    newest = [rows[-1] for rows in one.cases("notice")]
    return [
        row
        for row in newest
        if one.in_year(row.get("CaseDate") or row.get("LicenceStartDate"))
        and row["status"] not in (None, "Refused", "Withdrawn")
    ]


def authority_cells(snapshots: Sequence[Snapshot], first: date, last: date, switches: Mapping[str, str]) -> Any:
    """Every cell of one authority with its origin, and what is listed of it."""
    one = Authority(snapshots, first, last, switches.get("suspended_in_force", "yes"))
    if not one.has_data:
        return dict.fromkeys(NAMES, (None, "no-data")), [("no-data", "")]
    cells: Cells = dict.fromkeys(NAMES, (None, "not-derivable"))
    listed: Listed = []
    stock = "computed" if is_near(one.of_last, last) else "inferred"
    for kind, code in (("premises", "prem"), ("club", "club")):
        rows = [row for row in one.in_force if row["kind"] == kind]
        if kind in one.kinds:
            cells[f"ALN.{code}.total"] = (len(rows), stock)
            for part in PARTS:
                cells[f"ALN.{code}.{part}"] = (sum(part_of(row) == part for row in rows), stock)
        if kind == "premises" and kind in one.kinds:
            cells["ALN.prem.late_night"] = (sum(row.get("LateNightRefreshment") is True for row in rows), stock)
            fill_hours(rows, cells, listed)
    flow = "computed" if any(last <= snapshot.day <= last + MONTH for snapshot in snapshots) else "inferred"
    if "notice" in one.kinds:
        cells["ALN.ten.given"] = (len(given(one)), flow)
    if "premises" in one.kinds:
        cells["ALN.new.granted"] = (len(granted(one)), flow)
        cells["ALN.new.refused"] = (len(refused(one)), flow)
        waiting = undecided(one)
        if waiting is not None:
            applied = len(waiting) + len(granted(one)) + len(refused(one))
            cells["ALN.new.undecided"], cells["ALN.new.applied"] = (len(waiting), "inferred"), (applied, "inferred")
    fill_ended(one, cells, listed)
    listed += records_listed(one)
    listed += [("kind-not-published", f"kind={kind}") for kind in KINDS.values() if kind not in one.kinds]
    listed += checks(one, cells)
    return cells, listed


def fill_hours(rows: Sequence[Row], cells: Cells, listed: Listed) -> None:
    weeks = [week(row.get("OpeningHours")) for row in rows if part_of(row) != "no_alcohol"]
    unreadable = sum(one is UNREADABLE for one in weeks)
    if unreadable:
        listed.append(("hours-unreadable", f"number={unreadable}"))
    if 2 * sum(one is None or one is UNREADABLE for one in weeks) <= len(weeks):
        cells["ALN.h24.total"] = (sum(isinstance(one, list) and all(one) for one in weeks), "inferred")


def fill_ended(one: Authority, cells: Cells, listed: Listed) -> None:
    cells["ALN.ended.suspended"] = (sum(row["status"] == "Suspended" for row in one.at_last.values()), "inferred")
    if not one.reaches_back():
        return
    were = one.was_in_force()
    for name, status in (("surrendered", "Surrendered"), ("revoked", "Revoked"), ("lapsed", "Expired")):
        over = [
            case
            for case, row in one.at_last.items()
            if row["status"] == status and not one.is_in_force(row, one.last)
            if one.in_year(end_of(row)) or (end_of(row) is None and case in were)
        ]
        if any(row["kind"] in ("premises", "club") and row["status"] in OVER for row in one.rows):
            cells[f"ALN.ended.{name}"] = (len(over), "inferred")
    gone = one.gone()
    cells["ALN.ended.gone"] = (len(gone), "inferred")
    listed += [("licence-disappeared", row["reference"]) for row in gone]


def records_listed(one: Authority) -> Listed:
    listed = [("alcohol-unstated", row["reference"]) for row in one.in_force if is_unstated(row)]
    listed += [("end-before-start", row["reference"]) for row in one.at_last.values() if is_reversed(row)]
    for kind in (*KINDS.values(), None):
        for rows in one.cases(kind, one.of_last):
            row = rows[-1]
            if row["kind"] is None:
                listed.append(("kind-unknown", row["reference"]))
            if row["status"] is None:
                listed.append(("status-unknown", row["reference"]))
            elif kind in ("premises", "club") and row["status"] not in APPLICATIONS and start_of(row) is None:
                listed.append(("start-missing", row["reference"]))
    shared = Counter(row["UPRN"] for row in one.in_force if row["kind"] == "premises" and row.get("UPRN"))
    return listed + [("same-premises", uprn) for uprn, number in shared.items() if number > 1]


def checks(one: Authority, cells: Cells) -> Listed:
    listed = []
    values = {name: value or 0 for name, (value, _) in cells.items()}
    unknown = values["ALN.prem.alcohol_unknown"] + values["ALN.club.alcohol_unknown"]
    total = values["ALN.prem.total"] + values["ALN.club.total"]
    if 100 * unknown > 2 * total:
        listed.append(("split-unknown-share", ""))
    newest = [rows[-1] for kind in ("premises", "club") for rows in one.cases(kind, one.of_last)]
    begun = [row for row in newest if row["status"] in ("New", "Current") and row.get("LicenceStartDate")]
    if sum(row["LicenceStartDate"] <= one.last for row in begun) > total:
        listed.append(("current-means-in-force", ""))
    return listed


def moved(now: Cells, before: Cells) -> Listed:
    """What moved against the year two years before, where that is computed."""
    listed = []
    for name in ("ALN.prem.total", "ALN.new.granted", "ALN.ten.given"):
        (new, _), (old, origin) = now[name], before[name]
        is_compared = new is not None and old is not None and origin == "computed"
        if is_compared and abs(new - old) > 20 and 4 * abs(new - old) > old:
            listed.append(("moved-against-last-year", f"cell={name} now={new} before={old}"))
    return listed


def total(by_authority: Sequence[Cells]) -> Cells:
    """England, Wales, or both."""
    summed = {}
    weakest = ["no-data", "not-derivable", "inferred", "computed"]
    for name in NAMES:
        held = [cells[name] for cells in by_authority if cells[name][0] is not None]
        if held:
            summed[name] = (sum(value for value, _ in held), min((origin for _, origin in held), key=weakest.index))
        else:
            blank = any(cells[name][1] == "not-derivable" for cells in by_authority)
            summed[name] = (None, "not-derivable" if blank else "no-data")
    return summed


def indicators(cells: Cells) -> list[str | None]:
    def value(name: str) -> int | None:
        return cells[f"ALN.{name}"][0]

    granted_, refused_ = value("new.granted"), value("new.refused")
    decided = None if granted_ is None or refused_ is None else granted_ + refused_
    return [
        share(value("prem.late_night"), value("prem.total")),
        share(value("prem.both"), value("prem.total")),
        share(granted_, decided),
    ]


def share(part: int | None, whole: int | None) -> str | None:
    if part is None or not whole:
        return None
    return str((Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))
