"""Brownfield register: land that a planning authority considers suitable for homes, as at a reference date.

Basis:  Town and Country Planning (Brownfield Land Register) Regulations 2017, SI 2017/403.
Source: docs/specifications/brownfield-register.md; registers as published, editions 2017 and 2026.
Period: reference date, 31 December by default.
"""

from datetime import date
from typing import TYPE_CHECKING

from transforms.conditions import Blank, IsTrue
from transforms.domain.period import Period, reference_date
from transforms.domain.statutory_return import Deadline, Indicator, Reason, StatutoryReturn
from transforms.measures import share
from transforms.returns.brownfield_register.groups import CELLS, PAGES, PERMISSIONED

if TYPE_CHECKING:
    from transforms.domain.records import Question, Records, Sightings

READS = {
    "SiteReference": "text",
    "GeoX": "decimal",
    "GeoY": "decimal",
    "Hectares": "decimal",
    "OwnershipStatus": "text",
    "Deliverable": "text",
    "PlanningStatus": "text",
    "PermissionType": "text",
    "PermissionDate": "day",
    "MinNetDwellings": "decimal",
    "MinNetDwellings__upper": "decimal",
    "Part2": "text",
    "NetDwellingsRangeFrom": "decimal",
    "NetDwellingsRangeFrom__upper": "decimal",
    "NetDwellingsRangeTo": "decimal",
    "NetDwellingsRangeTo__upper": "decimal",
    "HazardousSubstances": "text",
    "FirstAddedDate": "day",
    "LastUpdatedDate": "day",
    "EndDate": "day",
    "organisation_gss": "text",
}
DWELLINGS = ("NetDwellingsRangeFrom", "NetDwellingsRangeTo", "MinNetDwellings")
SOURCES = {
    **{name: (name,) for name in ("OwnershipStatus", "PlanningStatus", "PermissionType", "Deliverable", "Part2")},
    **{name: (name,) for name in ("HazardousSubstances", "FirstAddedDate", "LastUpdatedDate", "EndDate", "Hectares")},
    "dwellings_from": DWELLINGS,
    "dwellings_to": DWELLINGS,
    "is_added": ("FirstAddedDate",),
    "is_ended": ("EndDate",),
    "is_recent": ("LastUpdatedDate",),
    "is_overdue": ("LastUpdatedDate",),
}
REASONS = (
    Reason("dwellings-missing", "No number of homes", Blank("dwellings_from") & Blank("dwellings_to")),
    Reason(
        "range-reversed",
        "The range of homes starts above its end",
        IsTrue("is_reversed"),
        ("dwellings_from", "dwellings_to"),
    ),
    Reason("hectares-out-of-range", "An area of 0 or over 500 hectares", IsTrue("is_odd_area"), ("Hectares",)),
    Reason("place-outside-authority", "The point lies more than 500 m outside the authority", IsTrue("is_outside")),
    Reason(
        "permission-date-without-permission",
        "A date of permission for a site that is not permissioned",
        ~Blank("PermissionDate") & ~PERMISSIONED,
        ("PermissionDate", "PlanningStatus"),
    ),
    Reason(
        "updated-before-added",
        "Updated before it was added",
        IsTrue("is_updated_before_added"),
        ("FirstAddedDate", "LastUpdatedDate"),
    ),
)
INDICATORS = (
    Indicator(
        "permissioned_share_pct",
        "Sites permissioned",
        share(("BLR.permissioned.sites",), ("BLR.all.sites",)),
    ),
    Indicator(
        "deliverable_dwellings_share_pct",
        "Dwellings deliverable within five years",
        share(("BLR.deliverable.dwellings_to",), ("BLR.all.dwellings_to",)),
    ),
    Indicator(
        "reviewed_within_year_pct",
        "Sites reviewed within a year",
        share(("BLR.overdue.sites",), ("BLR.all.sites",), complement=True),
    ),
)


def last_31_december(day: date) -> Period:
    """Return the last 31 December before `day`."""
    return reference_date(date(day.year - 1, 12, 31))


def derive(sightings: "Sightings", question: "Question") -> "Records":
    """Return the sites of every authority asked."""
    from transforms.returns.brownfield_register.sites import derive_sites

    return derive_sites(sightings, question)


BROWNFIELD_REGISTER = StatutoryReturn(
    slug="brownfield_register",
    title="Brownfield register return",
    code="BLR",
    department="Ministry of Housing, Communities and Local Government",
    basis="Town and Country Planning (Brownfield Land Register) Regulations 2017, SI 2017/403",
    version="1.0",
    period_kind="reference date",
    deadline=Deadline("one month after the reference date", working_days_after_period=20),
    default_period=last_31_december,
    reads={"brownfield_land": READS},
    switches=(),
    cells=CELLS,
    workings=(),
    indicators=INDICATORS,
    reasons=REASONS,
    checks=("no-data", "identity-broken"),
    pages=PAGES,
    derive=derive,
    sources=SOURCES,
    uses_latest_snapshot_only=True,
    multi_authority_files=True,
    note="Counted from each authority's latest register; one that several authorities share is divided among them.",
)
