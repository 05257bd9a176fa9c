"""The cells of the licensing return in the form's order, and its pages as people know them.

Source: docs/specifications/alcohol-licensing.md, section 2
"""

from transforms.domain.statutory_return import Cell, Line, Page
from transforms.returns.alcohol_licensing import flows, not_held, stock
from transforms.returns.alcohol_licensing.stock import PARTS

CELLS = (*stock.CELLS, *flows.CELLS, *not_held.CELLS)


def in_force(part: str, label: str) -> Line:
    """Return the line of what is in force: premises beside clubs."""
    return Line("", label, (f"ALN.prem.{part}", f"ALN.club.{part}"), is_total=part == "total")


def single(cell: Cell) -> Line:
    """Return the line of one figure."""
    return Line("", cell.label, (cell.name,))


PAGES = (
    Page(
        "In force",
        "Licences and certificates in force on 31 March",
        (("", "Premises licences"), ("", "Club premises certificates")),
        (
            in_force("total", "In force"),
            *(in_force(part, label) for part, (label, _) in PARTS.items()),
            Line("", "Late night refreshment", ("ALN.prem.late_night", None)),
            Line("", "May sell alcohol and never close", ("ALN.h24.total", None)),
        ),
    ),
    Page(
        "In the year",
        "Notices, new licences, and licences that ended, 1 April to 31 March",
        (("", "Number"),),
        tuple(single(cell) for cell in flows.CELLS),
    ),
    Page(
        "Not published",
        "What councils declare, because no published field holds it",
        (("", "Number"),),
        tuple(single(cell) for cell in not_held.CELLS),
    ),
)
