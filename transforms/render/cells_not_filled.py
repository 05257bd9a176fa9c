"""Unfilled: why some cells of a return have no value or an assumed one, and what would have to be published instead.

Grain:  one reason.
"""

from collections.abc import Collection, Iterator, Mapping
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


def unfilled(
    definition: StatutoryReturn, origins: Mapping[str, Origin], dataset: str, fields_missing: Collection[str] = ()
) -> tuple[Unfilled, ...]:
    """Return why cells are not computed, weakest origin first, then in the form's order.

    Args:
        definition: the return.
        origins: of one authority's cells, by name.
        dataset: what the dataset is called that the return reads.
        fields_missing: the fields that cells need and the authority does not publish, alternatives with a bar.

    """
    reasons: dict[tuple[Origin, str], list[str]] = {}
    for cell in definition.cells:
        origin = origins.get(cell.name, Origin.NO_DATA)
        if origin is not Origin.COMPUTED:
            reasons.setdefault((origin, _reason(definition, cell, origin, dataset, fields_missing)), []).append(
                cell.name
            )
    order = list(Origin)
    return tuple(
        Unfilled(origin, reason, tuple(cells), in_words(DependentCells(definition, tuple(cells), is_whole=False)))
        for (origin, reason), cells in sorted(reasons.items(), key=lambda item: order.index(item[0][0]))
    )


def _reason(
    definition: StatutoryReturn, cell: Cell, origin: Origin, dataset: str, fields_missing: Collection[str]
) -> str:
    if origin is Origin.NO_DATA:
        words = f"No usable file of {dataset} has data for the period: publish it, or fix the file that is published."
        return " ".join(filter(None, (words, cell.origin.explained({}, {}) if cell.origin.is_final else "")))
    if origin is Origin.DECLARED:
        return "The council has declared it, because no published field holds it."
    fields = [need for need in dict.fromkeys(_needs(definition, cell)) if need in fields_missing]
    if origin is Origin.NOT_DERIVABLE and fields:
        names = " and ".join(field.replace("|", " or ") for field in fields)
        return f"No file in use has a column for {names}."
    return _declared(definition, cell, dataset) or _any(origin)


def _needs(definition: StatutoryReturn, cell: Cell) -> Iterator[str]:
    """Yield the fields without which a cell, or a part of it, has no value."""
    yield from (need.name for need in cell.needs)
    for part in cell.measure.parts:
        yield from _needs(definition, definition.cell(part))


def _declared(definition: StatutoryReturn, cell: Cell, dataset: str) -> str:
    """Return why a cell is not computed, as far as its own declaration or its parts' says; blank where none does."""
    if isinstance(cell.measure, NotCollected):
        sentence = f"No field of {dataset} holds it: {cell.measure.reason}."
        return (
            f"{sentence} It is counted once councils publish {cell.measure.missing_data}."
            if cell.measure.missing_data
            else sentence
        )
    if not isinstance(cell.origin, Always):
        return cell.origin.explained(definition.words.facts_explained, definition.words.switches_explained)
    parts = (definition.cell(part) for part in cell.measure.parts)
    return next((sentence for part in parts if (sentence := _declared(definition, part, dataset))), "")


def _any(origin: Origin) -> str:
    return "It rests on an assumption." if origin is Origin.INFERRED else "No published field holds it."
