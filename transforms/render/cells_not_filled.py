"""Unfilled: why some cells of a return have no value or an assumed one, and what would have to be published instead.

Grain:  one reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from transforms.domain.statutory_return import ByFact, BySwitch, Cell, Origin, StatutoryReturn
from transforms.measures import Difference, NotCollected, SumOf
from transforms.priorities import DependentCells
from transforms.render.report_words.affected_cells import in_words

FACTS = {
    "seen_before_the_start": "The file was not yet collected when the period began: what was open then is reckoned from"
    " the dates of its records. It is counted once a file from before the period is known.",
    "is_only_2017": "Only a register of the 2017 edition says this. It is counted once the register is published with"
    " the column Part2.",
    "is_only_2026": "Only a register of the 2026 edition says this. It is counted once the register is published with"
    " the column EndDate.",
}
CHOICES = {
    "infer_agreements": "No field says whether more time was agreed: a target date later than the statutory one is read"
    " as an agreement. It is counted once councils publish the agreements themselves.",
}


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
        return f"No usable file of {dataset} is known for the period: publish it, or mend the file that is published."
    match cell.measure:
        case NotCollected(reason, wanted):
            said = f"No field of {dataset} holds it: {reason}."
            return f"{said} It is counted once councils publish {wanted}." if wanted else said
        case SumOf() | Difference() if cell.origin is Origin.COMPUTED:
            parts = (definition.cell(part) for part in cell.measure.parts)
            return next(
                (said for part in parts if (said := _declared(definition, part, origin, dataset))), _any(origin)
            )
    return _declared(definition, cell, origin, dataset) or _any(origin)


def _declared(definition: StatutoryReturn, cell: Cell, origin: Origin, dataset: str) -> str:
    """Return why a cell has an origin, as far as its own declaration says; blank where it does not."""
    match cell.origin:
        case ByFact(fact):
            return FACTS.get(fact, f"It depends on whether the authority is {fact.replace('_', ' ')}.")
        case BySwitch(name):
            return CHOICES.get(name, f"It hangs on how the return's choice {name} is made.")
    if cell.measure.__class__ in (NotCollected, SumOf, Difference):
        return _reason(definition, cell, origin, dataset)
    return ""


def _any(origin: Origin) -> str:
    return "It rests on an assumption." if origin is Origin.INFERRED else "No published field holds it."
