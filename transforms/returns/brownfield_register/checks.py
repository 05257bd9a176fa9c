"""Exceptions and checks of the brownfield register return.

Source: docs/specifications/brownfield-register.md, “Checks and exceptions”.
"""

from transforms.domain.conditions import Blank, IsTrue
from transforms.domain.reasons import FIELD_MISSING, IDENTITY_BROKEN, PUBLISH, Reason
from transforms.domain.return_checks import Check, Identity
from transforms.returns.brownfield_register.groups import BREAKDOWNS, MEASURES, PERMISSIONED, cell_name

REASONS = (
    Reason(
        "dwellings-missing",
        "There is no number of homes",
        Blank("dwellings_from") & Blank("dwellings_to"),
        fix="Publish NetDwellingsRangeFrom and NetDwellingsRangeTo, or MinNetDwellings.",
    ),
    Reason(
        "range-reversed",
        "The range of homes starts above its end",
        IsTrue("is_reversed"),
        ("dwellings_from", "dwellings_to"),
        fix="Correct NetDwellingsRangeFrom or NetDwellingsRangeTo.",
    ),
    Reason(
        "hectares-out-of-range",
        "The area is 0 hectares, or more than 500",
        IsTrue("is_odd_area"),
        ("Hectares",),
        fix="Correct Hectares: the area in hectares, not in square metres or acres.",
    ),
    Reason(
        "place-outside-authority",
        "The point lies more than 500 m outside the authority",
        IsTrue("is_outside"),
        fix="Correct GeoX and GeoY, or leave the site to the authority in whose area it is.",
    ),
    Reason(
        "permission-date-without-permission",
        "There is a date of permission, and the site is not permissioned",
        ~Blank("PermissionDate") & ~PERMISSIONED,
        ("PermissionDate", "PlanningStatus"),
        fix="Correct PlanningStatus, or remove PermissionDate.",
    ),
    Reason(
        "updated-before-added",
        "It was updated before it was added",
        IsTrue("is_updated_before_added"),
        ("FirstAddedDate", "LastUpdatedDate"),
        fix="Correct FirstAddedDate or LastUpdatedDate.",
    ),
    Reason("no-data", "There is no usable register", fix=PUBLISH),
    FIELD_MISSING,
    IDENTITY_BROKEN,
)
SENTENCES = {
    "status": ("sites_by_status", "The planning statuses add up to all sites"),
    "owner": ("sites_by_owner", "The kinds of ownership add up to all sites"),
    "type": ("sites_by_permission", "The permission types add up to the permissioned sites"),
}


def adds_up(breakdown: str, measure: str) -> Check:
    """Return that the groups of a breakdown add up to their whole in a measure."""
    name, sentence = SENTENCES[breakdown]
    whole, groups = BREAKDOWNS[breakdown]
    parts = tuple(cell_name(group, measure) for group in groups)
    return Identity(name, sentence, "identity-broken", True, measure, (cell_name(whole, measure),), parts)


CHECKS = tuple(adds_up(breakdown, measure) for measure in MEASURES for breakdown in SENTENCES)
