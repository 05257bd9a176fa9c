"""Publish brownfield sites: the register that a council reviews once a year, in the edition of 2017 or of 2026.

Source: Brownfield Land Registers Data Standard 2017; the open standard of 2026 (EndDate, no reference system).
"""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from examples import words
from examples.england import Council, England, reviewed_on
from examples.places import grid_points, points_inside
from examples.tables import Row, Table

# fmt: off
COLUMNS_2017 = [
    "OrganisationURI", "OrganisationLabel", "SiteReference", "PreviouslyPartOf",
    "SiteNameAddress", "SiteplanURL", "CoordinateReferenceSystem", "GeoX",
    "GeoY", "Hectares", "OwnershipStatus", "Deliverable",
    "PlanningStatus", "PermissionType", "PermissionDate", "PlanningHistory",
    "ProposedForPIP", "MinNetDwellings", "DevelopmentDescription", "NonHousingDevelopment",
    "Part2", "NetDwellingsRangeFrom", "NetDwellingsRangeTo", "HazardousSubstances",
    "SiteInformation", "Notes", "FirstAddedDate", "LastUpdatedDate",
]
COLUMNS_2026 = [
    "OrganisationURI", "SiteReference", "SiteNameAddress", "GeoX",
    "GeoY", "SiteplanURL", "Hectares", "OwnershipStatus",
    "PlanningStatus", "PermissionType", "PermissionDate", "PlanningHistory",
    "Deliverable", "NetDwellingsRangeFrom", "NetDwellingsRangeTo", "HazardousSubstances",
    "Notes", "FirstAddedDate", "LastUpdatedDate", "EndDate",
]
# fmt: on
SITES = 140  # an authority, not all added yet: England's registers hold some 35,000
OWNERS = ("not owned by a public authority", "owned by a public authority", "mixed ownership", "unknown ownership")
OWNER_ODDS = {"2017": (0.68, 0.88, 0.95), "2026": (0.7, 0.92, 1.0)}  # the edition of 2026 drops unknown ownership
PERMISSIONS = (
    "full planning permission",
    "outline planning permission",
    "reserved matters approval",
    "permission in principle",
    "technical details consent",
    "planning permission granted under an order",
    "other",
)
PERMISSION_ODDS = (0.7, 0.88, 0.92, 0.94, 0.95, 0.98)
PERMISSIONED = 0.55
FIRST_REVIEW = date(2017, 12, 8)
YEARS = 13  # over which the sites are added


def publish(england: England, council: Council, day: date) -> Table:
    """Return the council's register as it was online after the review of `day`."""
    edition = council.habits.edition
    columns = COLUMNS_2017 if edition == "2017" else COLUMNS_2026
    sites = [site for site in _draw_sites(england, council, day) if edition == "2026" or not site["EndDate"]]
    return Table(list(columns), [_row(columns, site) for site in sites])


def _row(columns: list[str], site: dict[str, str]) -> Row:
    return [site.get(column, "") for column in columns]


def _draw_sites(england: England, council: Council, day: date) -> list[dict[str, str]]:
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 2017])
    number = max(3, int(random.poisson(SITES * council.size * min(1.0, england.scale * 4))))
    dice = random.random((number, 24))
    sites = [_site(council, position, dice[position], day) for position in range(number)]
    return [site for site in sites if site["FirstAddedDate"]]


def _site(council: Council, position: int, dice: npt.NDArray[np.float64], day: date) -> dict[str, str]:
    """Return one site by field name; without FirstAddedDate if it is not on the register yet."""
    added = reviewed_on(council, FIRST_REVIEW + timedelta(days=20 + int(dice[0] ** 1.5 * 365 * YEARS)))
    ended = reviewed_on(council, added + timedelta(days=400 + int(dice[1] * 6000)))
    updated = max(added, reviewed_on(council, day) - timedelta(days=365 * int(dice[2] ** 6 * 4)))
    least = 5 + int(dice[3] ** 3 * 120)
    most = least if dice[4] < 0.6 else least + int(dice[5] * 40)
    reference = f"BLR{added.year % 100:02d}/{position + 1:04d}"
    town = words.town(council.gss, council.authority.name)
    owner = OWNERS[int(np.searchsorted(OWNER_ODDS[council.habits.edition], dice[9]))]
    return _placed(council, dice) | _permission(council, dice, reference, added) | {
        "OrganisationURI": council.authority.organisation_uri,
        "OrganisationLabel": council.authority.name,
        "SiteReference": reference,
        "SiteNameAddress": words.plot(dice[7:], town),
        "SiteplanURL": f"https://maps.{council.gss.lower()}.example/brownfield/{position + 1}",
        "Hectares": f"{0.05 + dice[8] ** 4 * 12:.2f}",
        "OwnershipStatus": owner,
        "Deliverable": "yes" if dice[10] < 0.6 else "",
        "MinNetDwellings": str(least),
        "NetDwellingsRangeFrom": str(least),
        "NetDwellingsRangeTo": str(most),
        "HazardousSubstances": "yes" if dice[13] < 0.01 else "",
        "Notes": "Awaiting a ground survey, see file" if dice[14] < 0.1 else "",
        "FirstAddedDate": added.isoformat() if added <= day else "",
        "LastUpdatedDate": updated.isoformat(),
        "EndDate": ended.isoformat() if ended <= day and dice[1] < 0.6 else "",
    }  # fmt: skip


def _permission(council: Council, dice: npt.NDArray[np.float64], reference: str, added: date) -> dict[str, str]:
    """Return the planning status and, of permissioned sites, the permission."""
    if dice[6] >= PERMISSIONED:
        return {"PlanningStatus": "pending decision" if dice[6] > 0.93 else "not permissioned"}
    kind = PERMISSIONS[int(np.searchsorted(PERMISSION_ODDS, dice[11]))]
    return {
        "PlanningStatus": "permissioned",
        "PermissionType": kind,
        "PermissionDate": (added - timedelta(days=int(dice[12] * 900))).isoformat(),
        "PlanningHistory": f"https://planning.{council.gss.lower()}.example/cases/{reference}",
        "Part2": "yes" if kind == "permission in principle" else "",
    }


def _placed(council: Council, dice: npt.NDArray[np.float64]) -> dict[str, str]:
    """Return the coordinates; the edition of 2026 knows longitude and latitude only."""
    is_grid = council.habits.edition == "2017" and council.habits.reference_system == "OSGB36"
    points = (grid_points if is_grid else points_inside)(council.gss)
    system = {"CoordinateReferenceSystem": "OSGB36" if is_grid else "WGS84"}
    if not len(points):
        return system
    x, y = points[int(dice[15] * len(points))]
    text = "{:.0f}" if is_grid else "{:.6f}"
    return system | {"GeoX": text.format(x), "GeoY": text.format(y)}
