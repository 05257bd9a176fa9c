"""The brownfield register page, written out one site at a time in plain Python: what the engine is held against."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = Mapping[str, Any]
Cells = dict[str, tuple[Decimal | None, str]]

GROUPS = [
    "all",
    *("permissioned", "not_permissioned", "pending", "status_unknown"),
    *("owned_public", "owned_not_public", "owned_mixed", "owned_unknown"),
    *("full", "outline", "reserved_matters", "in_principle", "technical_details", "under_order"),
    *("other_permission", "type_unknown", "deliverable", "part_2", "hazardous"),
]
MEASURES = ["sites", "hectares", "dwellings_from", "dwellings_to"]
NAMES = [f"BLR.{group}.{measure}" for group in GROUPS for measure in MEASURES]
NAMES += [f"BLR.{name}.sites" for name in ("added", "ended", "updated", "overdue")]
STATUS = {"permissioned": "permissioned", "not permissioned": "not_permissioned", "pending decision": "pending"}
OWNER = {
    "owned by a public authority": "owned_public",
    "not owned by a public authority": "owned_not_public",
    "mixed ownership": "owned_mixed",
}
TYPE = {
    "full planning permission": "full",
    "outline planning permission": "outline",
    "reserved matters approval": "reserved_matters",
    "permission in principle": "in_principle",
    "technical details consent": "technical_details",
    "planning permission granted under an order": "under_order",
    "other": "other_permission",
}


def year_before(day: date) -> date:
    return date(day.year - 1, 2, 28) if (day.month, day.day) == (2, 29) else date(day.year - 1, day.month, day.day)


def registers(published: Any, asked: Sequence[str]) -> dict[str, Any]:
    """Whose sites are whose: per authority, its (edition, rows), None where nothing usable is known."""
    latest = {}
    for authority, snapshots in published.items():
        usable = [
            (day, edition, rows) for day, edition, rows in snapshots if any(r.get("is_usable", True) for r in rows)
        ]
        if usable:
            latest[authority] = max(usable, key=lambda one: one[0])
    found = {authority: ([], []) for authority in latest}
    for publisher, (_, edition, rows) in sorted(latest.items()):
        usable = [row for row in rows if row.get("is_usable", True)]
        owners = [row.get("organisation_gss") or publisher for row in usable]
        if len(set(owners)) == 1:
            owners = [publisher] * len(usable)
        found[publisher][0].append(edition)
        for owner, row in zip(owners, usable, strict=True):
            if owner == publisher or owner not in latest:
                editions, sites = found.setdefault(owner, ([], []))
                editions.append(edition)
                sites.append(row)
    return {authority: found.get(authority) for authority in asked}


def sites_of(rows: Sequence[Row]) -> list[Row]:
    winners = {}
    for row in rows:
        best = winners.get(row["SiteReference"])
        if best is None or (row.get("LastUpdatedDate") or date.min) >= (best.get("LastUpdatedDate") or date.min):
            winners[row["SiteReference"]] = row
    return list(winners.values())


def dwellings(site: Row) -> tuple[Decimal | None, Decimal | None]:
    """Section 4: the two numbers."""
    cells = [(site.get(name), site.get(f"{name}__upper")) for name in ("NetDwellingsRangeFrom", "MinNetDwellings")]
    start, end = next((cell for cell in cells if cell[0] is not None), (None, None))
    to, to_upper = site.get("NetDwellingsRangeTo"), site.get("NetDwellingsRangeTo__upper")
    if to_upper is not None:
        start, end = (to if start is None else start), to_upper
    elif to is not None:
        end = to
    elif end is None:
        end = start
    return start, end


def groups_of(site: Row) -> list[str]:
    found = ["all", STATUS.get(site.get("PlanningStatus"), "status_unknown")]
    found.append(OWNER.get(site.get("OwnershipStatus"), "owned_unknown"))
    if found[1] == "permissioned":
        found.append(TYPE.get(site.get("PermissionType"), "type_unknown"))
    for name, field in (("deliverable", "Deliverable"), ("part_2", "Part2"), ("hazardous", "HazardousSubstances")):
        if site.get(field) == "yes":
            found.append(name)
    return found


def authority_cells(register: Any, day: date) -> tuple[Cells, set[tuple[str, str]]]:
    """Every cell of one authority with its origin, and the sites listed."""
    if register is None:
        return dict.fromkeys(NAMES, (None, "no-data")), {("no-data", "")}
    editions, rows = register
    values, listed = defaultdict(Decimal), set()
    start = year_before(day)
    for site in sites_of(rows):
        added, updated, ended = (site.get(f"{name}Date") for name in ("FirstAdded", "LastUpdated", "End"))
        least, most = dwellings(site)
        values["BLR.added.sites"] += bool(added and start < added <= day)
        values["BLR.ended.sites"] += bool(ended and start < ended <= day)
        if (ended is None or ended > day) and (added is None or added <= day):
            for group in groups_of(site):
                values[f"BLR.{group}.sites"] += 1
                values[f"BLR.{group}.hectares"] += site.get("Hectares") or 0
                values[f"BLR.{group}.dwellings_from"] += least or 0
                values[f"BLR.{group}.dwellings_to"] += most or 0
            values["BLR.updated.sites"] += bool(updated and start < updated <= day)
            values["BLR.overdue.sites"] += updated is None or updated < start
        listed |= {(reason, site["SiteReference"]) for reason in reasons(site, least, most)}
    cells = {}
    for name in NAMES:
        unit = Decimal("0.01") if name.endswith("hectares") else Decimal(1)
        cells[name] = (values[name].quantize(unit, ROUND_HALF_UP), "computed")
        if (".part_2." in name and "2026" in editions) or (".ended." in name and "2017" in editions):
            cells[name] = (None, "not-derivable")
    return cells, listed


def reasons(site: Row, least: Decimal | None, most: Decimal | None) -> Iterator[str]:
    hectares = site.get("Hectares")
    if least is None and most is None:
        yield "dwellings-missing"
    if least is not None and most is not None and least > most:
        yield "range-reversed"
    if hectares is not None and (hectares == 0 or hectares > 500):
        yield "hectares-out-of-range"
    if site.get("PermissionDate") and site.get("PlanningStatus") != "permissioned":
        yield "permission-date-without-permission"
    if site.get("LastUpdatedDate") and site.get("FirstAddedDate") and site["LastUpdatedDate"] < site["FirstAddedDate"]:
        yield "updated-before-added"


def england(by_authority: Sequence[Cells]) -> Cells:
    total = {}
    for name in NAMES:
        known = [cells[name][0] for cells in by_authority if cells[name][0] is not None]
        origins = {cells[name][1] for cells in by_authority}
        if known:
            total[name] = (sum(known), "computed")
        else:
            total[name] = (None, "not-derivable" if "not-derivable" in origins else "no-data")
    return total
