"""What is in force on the last day of the year: premises licences and club certificates, by how alcohol is sold.

Source: docs/specifications/alcohol-licensing.md, section 2
Unit:   licences, certificates.
Known:  opening hours are hours of opening, not of selling: the premises that never close are an upper bound of the
        licences to sell alcohol for 24 hours.
"""

from transforms.domain.conditions import Condition, Is, IsTrue
from transforms.domain.measures import Count
from transforms.domain.origins import AsDerived
from transforms.domain.statutory_return import Cell
from transforms.returns.alcohol_licensing.needs import ALCOHOL, HOURS, LATE_NIGHT, STOCK

PREMISES, CLUBS = Is("kind", ("premises",)), Is("kind", ("club",))
BOTH_KINDS = Is("kind", ("premises", "club"))
IN_FORCE = IsTrue("is_in_force")
PARTS = {
    "on": ("On sales only", "on"),
    "off": ("Off sales only", "off"),
    "both": ("On and off sales", "both"),
    "alcohol_unknown": ("Not known whether or how alcohol is sold", "unknown"),
    "no_alcohol": ("No alcohol", "none"),
}
NEARNESS = "It is computed where the nearest file is from within a month of 31 March, and otherwise inferred."
PREMISES_STOCK = AsDerived("premises_stock", f"{NEARNESS} A council that publishes no premises licences has no figure.")
CLUB_STOCK = AsDerived(
    "club_stock", f"{NEARNESS} A council that publishes no club premises certificates has no figure."
)
ALWAYS_OPEN = AsDerived(
    "hours",
    "It is inferred: opening hours are not hours of sale, so at most this many may sell alcohol at all hours. There is"
    " no figure where more than half of the opening hours are blank or can’t be read.",
)


def stock(kind: Condition, code: str, name: str, origin: AsDerived) -> tuple[Cell, ...]:
    """Return the cells of what is in force of a kind: in all, and by how alcohol is sold."""
    where = IN_FORCE & kind
    total = Cell(f"ALN.{code}.total", f"{name} in force", Count(where), origin, STOCK)
    parts = (
        Cell(f"ALN.{code}.{part}", f"{name}: {label.lower()}", Count(where & Is("alcohol", (way,))), origin, ALCOHOL)
        for part, (label, way) in PARTS.items()
    )
    return total, *parts


ROUND_THE_CLOCK: Condition = IN_FORCE & PREMISES & ~Is("alcohol", ("none",)) & Is("hours", ("always",))

CELLS = (
    *stock(PREMISES, "prem", "Premises licences", PREMISES_STOCK),
    Cell(
        "ALN.prem.late_night",
        "Premises licences: late night refreshment",
        Count(IN_FORCE & PREMISES & IsTrue("has_late_night")),
        PREMISES_STOCK,
        LATE_NIGHT,
    ),
    *stock(CLUBS, "club", "Club premises certificates", CLUB_STOCK),
    Cell(
        "ALN.h24.total",
        "Premises that may sell alcohol and never close (at most this many may sell it for 24 hours)",
        Count(ROUND_THE_CLOCK),
        ALWAYS_OPEN,
        HOURS,
    ),
)
