"""What the form asks for and no published field holds: blank until a council declares it.

Source: docs/specifications/alcohol-licensing.md, section 2
"""

from transforms.domain.measures import NotCollected
from transforms.domain.origins import NOT_DERIVABLE
from transforms.domain.statutory_return import Cell

PERSONAL = ("personal licences are in no standard", "their personal licences, each with its status and date")
VARIATIONS = ("no field tells a variation from a new licence", "whether each case is a variation")
REVIEWS = ("reviews are in no standard", "their reviews, each with its ground, outcome and date")
HEARINGS = ("hearings are in no standard", "their hearings, each with its date")
APPEALS = ("appeals are in no standard", "appeals against their decisions, each with its date")
AREAS = ("cumulative impact areas are in no standard", "their cumulative impact assessments, each with its area")
LEVY = ("the late night levy is in no standard", "whether the late night levy applies, and how much it raised")
ORDERS = ("early morning restriction orders are in no standard", "their early morning restriction orders")
CLUB_DECISIONS = (
    "the form asks for applications for club certificates, and files hardly ever hold them",
    "their decisions on club premises certificates, each with its date",
)
LATE = ("no field says whether a notice was late", "whether each temporary event notice was late")


def not_held(name: str, label: str, reason: str, missing_data: str, decimals: int | None = None) -> Cell:
    """Return a cell that no field of the standard holds."""
    return Cell(f"ALN.{name}", label, NotCollected(reason, missing_data, decimals), NOT_DERIVABLE)


LATE_NOTICES = not_held("ten.late", "Late temporary event notices", *LATE)
CELLS = (
    not_held("personal.in_force", "Personal licences in force", *PERSONAL),
    not_held("personal.revoked", "Personal licences revoked", *PERSONAL),
    not_held("variation.applied", "Variations applied for", *VARIATIONS),
    not_held("variation.granted", "Variations granted", *VARIATIONS),
    not_held("variation.refused", "Variations refused", *VARIATIONS),
    not_held("review.completed", "Reviews completed", *REVIEWS),
    not_held("review.expedited", "Expedited reviews", *REVIEWS),
    not_held("hearing.held", "Hearings held", *HEARINGS),
    not_held("appeal.lodged", "Appeals lodged", *APPEALS),
    not_held("cia.areas", "Cumulative impact areas", *AREAS),
    not_held("levy.adopted", "Late night levy adopted", *LEVY),
    not_held("levy.receipts", "Late night levy: receipts in pounds", *LEVY, decimals=2),
    not_held("emro.made", "Early morning restriction orders made", *ORDERS),
    not_held("club.new.granted", "New club premises certificates granted", *CLUB_DECISIONS),
    not_held("club.new.refused", "New club premises certificates refused", *CLUB_DECISIONS),
)
