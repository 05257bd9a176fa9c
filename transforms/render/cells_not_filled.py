"""Unfilled: why some cells of a return have no value or an assumed one, and what would have to be published instead.

Grain:  one reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from transforms.domain.measures import NotCollected
from transforms.domain.origins import Always, Origin
from transforms.domain.statutory_return import Cell, StatutoryReturn
from transforms.priorities import DependentCells
from transforms.render.report_words.affected_cells import in_words


@dataclass(frozen=True)
class Unfilled:
    """The cells that are not computed for one reason."""

    origin: Origin
    reason: str  # a sentence
    cells: tuple[str, ...]
    places: str  # the cells in the words of the form


def unfilled(definition: StatutoryReturn, origins: Mapping[str, Origin], dataset: str) -> tuple[Unfilled, ...]:
    """Return why cells are not computed, weakest origin first, then in the form's order.

    Args:
        definition: the return.
        origins: of one authority's cells, by name.
        dataset: what the dataset is called that the return reads.

    """
    reasons: dict[tuple[Origin, str], list[str]] = {}
    for cell in definition.cells:
        origin = origins.get(cell.name, Origin.NO_DATA)
        if origin is not Origin.COMPUTED:
            reasons.setdefault((origin, _reason(definition, cell, origin, dataset)), []).append(cell.name)
    order = list(Origin)
    return tuple(
        Unfilled(origin, reason, tuple(cells), in_words(DependentCells(definition, tuple(cells), is_whole=False)))
        for (origin, reason), cells in sorted(reasons.items(), key=lambda item: order.index(item[0][0]))
    )


def _reason(definition: StatutoryReturn, cell: Cell, origin: Origin, dataset: str) -> str:
    if origin is Origin.NO_DATA:
        return f"No usable file of {dataset} is known for the period: publish it, or fix the file that is published."
    if origin is Origin.DECLARED:
        return "The council has declared it, because no published field holds it."
    return _declared(definition, cell, dataset) or _any(origin)


def _declared(definition: StatutoryReturn, cell: Cell, dataset: str) -> str:
    """Return why a cell is not computed, as far as its own declaration or its parts' says; blank where none does."""
    if isinstance(cell.measure, NotCollected):
        sentence = f"No field of {dataset} holds it: {cell.measure.reason}."
        return (
            f"{sentence} It is counted once councils publish {cell.measure.wanted}."
            if cell.measure.wanted
            else sentence
        )
    if not isinstance(cell.origin, Always):
        return cell.origin.explained(definition.words.facts_explained, definition.words.switches_explained)
    parts = (definition.cell(part) for part in cell.measure.parts)
    return next((sentence for part in parts if (sentence := _declared(definition, part, dataset))), "")


def _any(origin: Origin) -> str:
    return "It rests on an assumption." if origin is Origin.INFERRED else "No published field holds it."
