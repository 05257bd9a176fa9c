"""What a new version of a return revises: cell by cell, and whether it matters.

Source: docs/specifications/life-of-a-return.md, section 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from transforms.domain.statutory_return import StatutoryReturn
from transforms.rounds.cell_rows import AuthorityRows


@dataclass(frozen=True)
class RevisedFigure:
    """A cell that differs from the version before; blank for no value."""

    gss: str
    cell: str
    old: str
    new: str


def revised_figures(
    before: Mapping[str, AuthorityRows], after: Mapping[str, AuthorityRows]
) -> tuple[RevisedFigure, ...]:
    """Return every cell whose value differs, by authority and in the order of the form."""
    revised = []
    for gss in sorted({*before, *after}):
        old = before[gss].cells if gss in before else {}
        new = after[gss].cells if gss in after else {}
        for cell in dict.fromkeys((*new, *old)):
            values = old[cell].value if cell in old else "", new[cell].value if cell in new else ""
            if values[0] != values[1]:
                revised.append(RevisedFigure(gss, cell, *values))
    return tuple(revised)


def is_material(definition: StatutoryReturn, revised: Sequence[RevisedFigure]) -> bool:
    """Return whether a revision passes the return's threshold: a share of a total area's cell, or of an authority's.

    A value where there was none, or none where there was one, passes it.
    """
    rules = definition.round_rules
    return any(
        _share_pct(figure)
        > (rules.area_materiality_pct if definition.total_area(figure.gss) else rules.authority_materiality_pct)
        for figure in revised
    )


def _share_pct(figure: RevisedFigure) -> Decimal:
    """Return by how much of the old value a cell moved, in per cent."""
    if not figure.old or not figure.new or not Decimal(figure.old):
        return Decimal("Infinity")
    return abs(Decimal(figure.new) - Decimal(figure.old)) / abs(Decimal(figure.old)) * 100
