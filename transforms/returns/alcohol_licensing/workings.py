"""Figures of the licensing return that only its checks need.

Source: docs/specifications/alcohol-licensing.md, section 3
"""

from transforms.domain.conditions import AFTER_LAST, Before, Is
from transforms.domain.measures import Count, Derived, Measure
from transforms.domain.return_reads import FieldNeed
from transforms.domain.statutory_return import Cell
from transforms.returns.alcohol_licensing import flows, stock
from transforms.returns.alcohol_licensing.needs import ALCOHOL, CASES, STOCK
from transforms.returns.alcohol_licensing.stock import BOTH_KINDS, IN_FORCE

YEARS_BETWEEN = 2  # the collection is every second year
COMPARED = {
    f"{cell.name}.before": cell
    for cell in (*stock.CELLS, *flows.CELLS)
    if cell.name in ("ALN.prem.total", "ALN.new.granted", "ALN.ten.given")
}


def working(name: str, label: str, measure: Measure, needs: tuple[FieldNeed, ...]) -> Cell:
    """Return a figure that only the checks need."""
    return Cell(f"ALN.{name}", label, measure, needs=needs)


WORKINGS = (
    working("all.total", "Premises and clubs in force", Count(IN_FORCE & BOTH_KINDS), STOCK),
    working(
        "all.alcohol_unknown",
        "Premises and clubs in force, not known how alcohol is sold",
        Count(IN_FORCE & BOTH_KINDS & Is("alcohol", ("unknown",))),
        ALCOHOL,
    ),
    working(
        "all.open_with_start",
        "Premises and clubs that are New or Current and have begun",
        Count(BOTH_KINDS & Is("status", ("New", "Current")) & Before("published_start", AFTER_LAST), CASES),
        STOCK,
    ),
    *(
        Cell(name, f"{cell.label}, two years before", Derived(name, "The same two years before"), needs=cell.needs)
        for name, cell in COMPARED.items()
    ),
)
