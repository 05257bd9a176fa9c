"""Brownfield register: land that a planning authority considers suitable for homes, as at a reference date.

Basis:  Town and Country Planning (Brownfield Land Register) Regulations 2017, SI 2017/403.
Source: docs/specifications/brownfield-register.md; registers as published, editions 2017 and 2026.
Period: reference date, 31 December by default.
"""

from datetime import date
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.measures import Share
from transforms.domain.period import Period, reference_date
from transforms.domain.return_reads import Reads
from transforms.domain.round_rules import RoundRules
from transforms.domain.statutory_return import Deadline, Indicator, StatutoryReturn
from transforms.returns.brownfield_register.checks import CHECKS, REASONS
from transforms.returns.brownfield_register.groups import CELLS, PAGES
from transforms.returns.brownfield_register.words import SOURCES, WORDS

if TYPE_CHECKING:
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

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
INDICATORS = (
    Indicator(
        "permissioned_share_pct",
        "Sites permissioned",
        Share(("BLR.permissioned.sites",), ("BLR.all.sites",)),
    ),
    Indicator(
        "deliverable_dwellings_share_pct",
        "Dwellings deliverable within five years",
        Share(("BLR.deliverable.dwellings_to",), ("BLR.all.dwellings_to",)),
    ),
    Indicator(
        "reviewed_within_year_pct",
        "Sites reviewed within a year",
        Share(("BLR.overdue.sites",), ("BLR.all.sites",), complement=True),
    ),
)


def last_31_december(day: date) -> Period:
    """Return the last 31 December before `day`."""
    return reference_date(date(day.year - 1, 12, 31))


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the sites of every authority requested."""
    from transforms.returns.brownfield_register.sites import derive_sites

    return derive_sites(inputs, request)


RETURN = StatutoryReturn(
    slug="brownfield_register",
    title="Brownfield register return",
    code="BLR",
    department="Ministry of Housing, Communities and Local Government",
    basis="Town and Country Planning (Brownfield Land Register) Regulations 2017, SI 2017/403",
    version="1.1",
    edition="2026",
    period_kind="reference date",
    deadline=Deadline("one month after the reference date", working_days_after_period=20),
    owed_by=AuthorityGroup.PLANNING,
    round_rules=RoundRules(certifying_role="head-of-planning"),
    default_period=last_31_december,
    reads=(Reads("brownfield_land", READS, uses_latest_snapshot_only=True, multi_authority_files=True),),
    cells=CELLS,
    indicators=INDICATORS,
    reasons=REASONS,
    checks=CHECKS,
    pages=PAGES,
    derive=derive,
    sources=SOURCES,
    words=WORDS,
    note="Counted from each authority's latest register; one that several authorities share is divided among them.",
)
