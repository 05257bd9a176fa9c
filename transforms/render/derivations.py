"""Derivations: how a cell comes by its value, in words, read off its declaration and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.domain.measures import Selection
from transforms.domain.origins import COMPUTED, Always
from transforms.domain.period import Period
from transforms.domain.statutory_return import Cell, StatutoryReturn


@dataclass(frozen=True)
class Derivation:
    """How one cell comes by its value."""

    lead: str  # a sentence, or the beginning of one that `conditions` end
    conditions: tuple[str, ...] = ()  # all of them hold of every record that counts
    plus: tuple[str, ...] = ()  # the cells that are added up
    minus: tuple[str, ...] = ()  # the cells that are taken away
    fields: Mapping[str, tuple[str, ...]] | None = None  # what the conditions read → the standard's fields behind it
    origin: str = ""  # what is assumed, as a sentence


def derivation(definition: StatutoryReturn, cell: Cell, period: Period | None = None) -> Derivation:
    """Return how `cell` is derived, days named where the period is known."""
    measure, words = cell.measure, definition.words
    columns = words.columns
    choices = {switch.name: switch.description for switch in definition.switches}
    selections = measure.selections
    return Derivation(
        lead=measure.lead(columns),
        conditions=tuple(part.in_words(columns, period) for part in selections[0].where.parts) if selections else (),
        plus=measure.plus,
        minus=measure.minus,
        fields=_fields(definition, selections) if selections else None,
        origin=cell.origin.in_words(words.facts, choices),
    )


def origin_in_words(definition: StatutoryReturn, cell: Cell) -> str:
    """Return how well the value of a cell is known, as a sentence, also where that is the same for everybody."""
    if cell.origin == COMPUTED and cell.measure.parts:
        return "It is only as well known as the least known cell that it is made of."
    if isinstance(cell.origin, Always):
        return f"{cell.origin.origin.in_words.capitalize()}."
    return derivation(definition, cell).origin


def _fields(definition: StatutoryReturn, selections: Sequence[Selection]) -> dict[str, tuple[str, ...]]:
    """Return what the columns read are called, with the standard's fields behind each."""
    columns = dict.fromkeys(column for selection in selections for column in selection.columns_read)
    return {definition.words.columns.heading(column): definition.sources.get(column, (column,)) for column in columns}
