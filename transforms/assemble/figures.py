"""Figures: the value and the origin of every cell, for all authorities at once.

Origins are small whole numbers, weakest first, so that the weakest of several is their minimum. Values are exact until
`rounded`, and a total over authorities is the sum of the rounded ones.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.domain.declared_figures import DeclaredFigures
from transforms.domain.origins import RANK, WEAKEST_FIRST, Origin
from transforms.domain.records import Bools, Ranks, Records
from transforms.domain.return_reads import FieldNeed
from transforms.domain.statutory_return import Cell, StatutoryReturn
from transforms.domain.total_area import TotalArea

HAS_DATA = "has_data"  # the facts that every return's records carry
SEEN_TO_THE_END = "seen_to_the_end"

Values = NDArray[Any]


@dataclass(frozen=True)
class Figures:
    """Every cell of a return: exact values, values as written, and origins; one entry per authority.

    `missing` has per field need that some authority does not meet, for which authorities, and the cells that it leaves
    without a value.
    """

    authorities: tuple[str, ...]
    exact: dict[str, Values] = field(default_factory=dict)
    rounded: dict[str, Values] = field(default_factory=dict)
    origins: dict[str, Ranks] = field(default_factory=dict)
    blanked: dict[FieldNeed, dict[str, Bools]] = field(default_factory=dict)  # need → cell → for which authorities
    contradicted: list[tuple[str, str, str]] = field(default_factory=list)  # authority, cell, both values in words
    absent: dict[FieldNeed, Bools] = field(default_factory=dict)  # need → which authorities publish no such field

    def has_value(self, cell: str) -> Bools:
        """Return for which authorities `cell` has a value."""
        return np.asarray(self.origins[cell] >= RANK[Origin.DECLARED])

    def value_of(self, position: int) -> Callable[[str], Any]:
        """Return how to look up a cell of one authority as it is written, None where it has no value."""
        return lambda cell: self.rounded[cell][position] if self.has_value(cell)[position] else None


def evaluate(definition: StatutoryReturn, records: Records, declared: DeclaredFigures | None = None) -> Figures:
    """Return every cell and working of `definition` for every authority requested."""
    figures = Figures(records.authorities)
    form = {cell.name for cell in definition.cells}
    for cell in _parts_first(definition):
        value = cell.measure.value(records, figures.exact)
        figures.origins[cell.name] = _origin(cell, records, figures, value)
        figures.exact[cell.name] = value
        figures.rounded[cell.name] = rounded(value, written_decimals_of(definition, cell))
        if declared and declared.figures and cell.name in form:
            _fill_declared(cell, figures, declared, written_decimals_of(definition, cell), records.compared)
    return figures


def rounded(values: Values, decimals: int | None) -> Values:
    """Return exact values as they are written: rounded half up once, here; None stays None."""
    if decimals is None or values.dtype != object:
        return values
    unit = Decimal(1).scaleb(-decimals)
    written = [None if value is None else Decimal(value).quantize(unit, ROUND_HALF_UP) for value in values]
    return np.array(written, dtype=object)


def written_decimals_of(definition: StatutoryReturn, cell: Cell) -> int | None:
    """Return to how many decimals a cell is written; one made of others to as many as the most of them."""
    own = cell.measure.written_decimals
    if own is not None or not cell.measure.parts:
        return own
    parts = [written_decimals_of(definition, definition.cell(part)) for part in cell.measure.parts]
    return max((decimals for decimals in parts if decimals is not None), default=None)


def members_of(cell: Cell, figures: Figures, area: TotalArea) -> Bools:
    """Return over which authorities `cell` is added up for an area."""
    return np.array(
        [
            cell.has_total
            and gss.startswith(area.gss_prefixes)
            and not (cell.total_without and gss.startswith(cell.total_without))
            for gss in figures.authorities
        ],
        dtype=bool,
    )


def total(
    definition: StatutoryReturn, figures: Figures, area: TotalArea, cell: str, among: Bools | None = None
) -> tuple[Any, Origin]:
    """Return `cell` over an area: the sum over the authorities with a value, and the weakest origin summed.

    Where it is `among` some authorities, over those of them that are of the area.
    """
    if not definition.cell(cell).has_total:
        return None, Origin.NOT_DERIVABLE
    members = members_of(definition.cell(cell), figures, area) & (True if among is None else among)
    origins, has_value = figures.origins[cell], figures.has_value(cell) & members
    if has_value.any():
        return figures.rounded[cell][has_value].sum(), WEAKEST_FIRST[origins[has_value].min()]
    return None, Origin.NOT_DERIVABLE if (origins[members] == RANK[Origin.NOT_DERIVABLE]).any() else Origin.NO_DATA


def _parts_first(definition: StatutoryReturn) -> Sequence[Cell]:
    """Return cells and workings so that each comes after the cells that it is made of."""
    ordered: dict[str, Cell] = {}

    def add_after_parts(cell: Cell) -> None:
        for part in cell.measure.parts:
            add_after_parts(definition.cell(part))
        ordered.setdefault(cell.name, cell)

    for cell in (*definition.cells, *definition.workings):
        add_after_parts(cell)
    return tuple(ordered.values())


def _origin(cell: Cell, records: Records, figures: Figures, value: Values) -> Ranks:
    """Return the origin of `cell` for each authority."""
    ranks = cell.origin.ranks(records)
    if cell.measure.parts:
        _note_inherited(cell, figures)
    if cell.origin.is_final:
        pass
    elif cell.measure.parts:  # as sure as the weakest of its parts, and no surer than its own rule says
        ranks = np.asarray(reduce(np.minimum, [ranks, *(figures.origins[part] for part in cell.measure.parts)]))
    else:
        unseen = ~records.facts[SEEN_TO_THE_END] & (ranks == RANK[Origin.COMPUTED])
        ranks[unseen] = RANK[Origin.INFERRED]
        ranks[~records.facts[HAS_DATA]] = RANK[Origin.NO_DATA]
    ranks = _without_fields(cell, records, figures, ranks)
    if value.dtype == object:
        nothing = np.array([number is None for number in value], dtype=bool)
        ranks = np.where(nothing & (ranks > RANK[Origin.NOT_DERIVABLE]), RANK[Origin.NOT_DERIVABLE], ranks)
    return ranks.astype(np.int8)


def _without_fields(cell: Cell, records: Records, figures: Figures, ranks: Ranks) -> Ranks:
    """Return the origins, not derivable where a field that the cell needs is not published; and note which."""
    for need in cell.needs:
        if need not in figures.absent:
            published = records.fields[need.standard]
            lacking = [not any(name in fields for name in need.fields) for fields in published]
            figures.absent[need] = np.array(lacking, dtype=bool)
        absent = figures.absent[need] & (ranks != RANK[Origin.NO_DATA])
        if absent.any():
            figures.blanked.setdefault(need, {})[cell.name] = absent
            ranks = np.where(absent, np.minimum(ranks, RANK[Origin.NOT_DERIVABLE]), ranks)
    return ranks


def _note_inherited(cell: Cell, figures: Figures) -> None:
    """Note for which authorities a cell made of others has no value because a field of one of these is missing."""
    for cells in figures.blanked.values():
        inherited = [cells[part] for part in cell.measure.parts if part in cells]
        if inherited:
            cells[cell.name] = reduce(np.logical_or, inherited)


def _fill_declared(
    cell: Cell, figures: Figures, declared: DeclaredFigures, decimals: int | None, compared: Collection[tuple[str, str]]
) -> None:
    """Fill a cell without a value by what the council has declared; note where it says otherwise than its data.

    A declared value takes the place of a derived one where people accepted it in place of just that figure.
    What the derivation of the records has `compared` itself isn't noted again.
    """
    origins, name = figures.origins[cell.name], cell.name
    for position, gss in enumerate(figures.authorities):
        figure = declared.of(gss, name)
        if figure is None:
            continue
        if origins[position] >= RANK[Origin.DECLARED]:
            computed = figures.rounded[name][position]
            if figure.replaces is None or Decimal(str(computed)) != figure.replaces:
                if Decimal(str(computed)) != figure.value and (gss, name) not in compared:
                    figures.contradicted.append((gss, name, f"declared={figure.value} derived={computed}"))
                continue
        for values in (figures.exact, figures.rounded):
            values[name] = values[name].astype(object)
        figures.exact[name][position] = figure.value
        figures.rounded[name][position] = written(figure.value, decimals)
        origins[position] = RANK[Origin.DECLARED]


def written(value: Decimal, decimals: int | None) -> Decimal | int:
    """Return a declared value as the cell writes its values: money with its decimals, else as it was declared."""
    if decimals:
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return int(value) if value == value.to_integral_value() else value


def blanks_by_field(figures: Figures, form: Mapping[str, object]) -> list[tuple[str, str, int]]:
    """Return, per authority and field that is not published: how many cells of the form it leaves without a value."""
    lines = []
    for need, cells in figures.blanked.items():
        counts = np.zeros(len(figures.authorities), dtype=np.int64)
        for name, absent in cells.items():
            if name in form:
                counts += absent
        lines += [(gss, need.name, int(count)) for gss, count in zip(figures.authorities, counts, strict=True) if count]
    return lines
