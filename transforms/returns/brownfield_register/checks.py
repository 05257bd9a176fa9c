"""Exceptions and checks of the brownfield register return.

Source: docs/specifications/brownfield-register.md, “Checks and exceptions”.
"""

from transforms.domain.conditions import Blank, IsTrue
from transforms.domain.return_checks import Check, Identity
from transforms.domain.statutory_return import Reason
from transforms.returns.brownfield_register.groups import BREAKDOWNS, MEASURES, PERMISSIONED, cell_name

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
    Reason("no-data", "No usable register is known"),
    Reason("field-missing", "A field that cells need is not published"),
    Reason("identity-broken", "Figures that should add up do not"),
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
