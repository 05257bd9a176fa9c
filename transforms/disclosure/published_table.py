"""A table as the public would see it: figures by authority and cell, which of them are not shown, and what adds up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from transforms.domain.statutory_return import StatutoryReturn

FigureKey = tuple[str, str]  # authority or total area, and cell


@dataclass(frozen=True)
class Addition:
    """A figure that everybody knows to be the sum of others."""

    total: FigureKey
    parts: tuple[FigureKey, ...]

    @property
    def keys(self) -> tuple[FigureKey, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


def additions(definition: StatutoryReturn, values: Mapping[FigureKey, Decimal]) -> Iterator[Addition]:
    """Yield what adds up: cells over the authorities of a total area, and cells within an authority.

    Args:
        definition: of the return, with its policy.
        values: the figures that there are.

    """
    policy = definition.disclosure
    bodies = sorted({body for body, _ in values})
    for area in definition.totals:
        members = [gss for gss in bodies if not definition.total_area(gss) and gss.startswith(area.gss_prefixes)]
        for cell in definition.cells:
            without = cell.total_without or ("-",)
            parts = [(gss, cell.name) for gss in members if not gss.startswith(without) and (gss, cell.name) in values]
            if cell.has_total and parts and (area.gss, cell.name) in values:
                yield Addition((area.gss, cell.name), tuple(parts))
    for declared in policy.sums if policy else ():
        for body in bodies:
            parts = [(body, part) for part in declared.parts if (body, part) in values]
            if (body, declared.total) in values and len(parts) == len(declared.parts):
                yield Addition((body, declared.total), tuple(parts))
