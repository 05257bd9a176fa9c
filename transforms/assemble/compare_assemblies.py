"""Comparing two ways of assembling a return: which cells of which authorities move, how far, and by which records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from transforms.assemble import measured
from transforms.assemble.bodies import with_cells
from transforms.assemble.figures import Figures
from transforms.assemble.tables import text
from transforms.assemble.tracing import references_behind
from transforms.domain.origins import WEAKEST_FIRST, Origin
from transforms.domain.records import Records
from transforms.domain.return_request import ReturnInputs, ReturnRequest

REFERENCES_NAMED = 20


@dataclass(frozen=True)
class MovedCell:
    """A cell of one authority that the two ways give differently; a figure that is None has no value."""

    authority: str
    cell: str
    before: str | None
    after: str | None
    origin_before: Origin | None  # None where the edition has no such cell
    origin_after: Origin | None
    gained: tuple[str, ...]  # references of records that count only afterwards
    lost: tuple[str, ...]  # and of those that counted only before

    @property
    def difference(self) -> Decimal | None:
        """By how much it moves; None where either has no value."""
        return None if self.before is None or self.after is None else Decimal(self.after) - Decimal(self.before)


@dataclass(frozen=True)
class _Side:
    """One way of assembling: the request, its records and its figures."""

    request: ReturnRequest
    records: Records
    figures: Figures

    def figure(self, position: int, cell: str) -> tuple[str | None, Origin | None]:
        """Return a cell of an authority as it is written, and its origin."""
        if cell not in self.figures.origins:
            return None, None
        origin = WEAKEST_FIRST[self.figures.origins[cell][position]]
        return text(self.figures.value_of(position)(cell)), origin

    def references(self, cell: str, authorities: Sequence[str]) -> dict[str, set[str]]:
        """Return the references of the records behind a cell, by authority."""
        if cell not in self.figures.origins:
            return {}
        return references_behind(self.request.definition, cell, self.records, self.figures, authorities)


def moved_cells(
    before: tuple[ReturnRequest, ReturnInputs], after: tuple[ReturnRequest, ReturnInputs]
) -> list[MovedCell]:
    """Return the cells of the form that differ, by authority and then in the order of the later form.

    Both requests are for the same authorities and period.
    """
    requests = [(with_cells(request), inputs) for request, inputs in (before, after)]
    sides = [_Side(request, *measured(request, inputs)) for request, inputs in requests]
    order = {gss: position for position, gss in enumerate(sides[1].request.authorities)}
    return sorted(_moved(*sides), key=lambda moved: order[moved.authority])


def _moved(before: _Side, after: _Side) -> Iterator[MovedCell]:
    authorities = after.request.authorities
    names = dict.fromkeys(cell.name for side in (after, before) for cell in side.request.definition.cells)
    for cell in names:
        figures = [
            (authority, *before.figure(position, cell), *after.figure(position, cell))
            for position, authority in enumerate(authorities)
        ]
        moved = [figure for figure in figures if figure[1:3] != figure[3:5]]
        concerned = [authority for authority, *_ in moved]
        counted, counting = before.references(cell, concerned), after.references(cell, concerned)
        for authority, old, old_origin, new, new_origin in moved:
            earlier, later = counted.get(authority, set()), counting.get(authority, set())
            gained, lost = sorted(later - earlier), sorted(earlier - later)
            yield MovedCell(
                authority, cell, old, new, old_origin, new_origin, tuple(gained[:REFERENCES_NAMED]),
                tuple(lost[:REFERENCES_NAMED]),
            )  # fmt: skip
