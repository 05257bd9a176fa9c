"""Figures: the value and the origin of every cell, for all authorities at once.

Origins are small whole numbers, weakest first, so that the weakest of several is their minimum. Values are exact until
`rounded`, and England is the sum of the rounded ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from transforms.assemble.conditions_mask import mask
from transforms.domain.records import Bools, Records
from transforms.domain.statutory_return import (
    WEAKEST_FIRST,
    ByFact,
    BySwitch,
    Cell,
    Origin,
    OriginRule,
    StatutoryReturn,
)
from transforms.measures import Count, Difference, Measure, NotCollected, SumOf, Total

HAS_DATA = "has_data"  # the facts that every return's records carry
SEEN_TO_THE_END = "seen_to_the_end"

RANK = {origin: rank for rank, origin in enumerate(WEAKEST_FIRST)}
EXACT = pa.decimal256(76, 18)

Values = NDArray[Any]
Ranks = NDArray[np.int8]


@dataclass(frozen=True)
class Figures:
    """Every cell of a return: exact values, values as written, and origins; one entry per authority."""

    exact: dict[str, Values]
    rounded: dict[str, Values]
    origins: dict[str, Ranks]

    def has_value(self, cell: str) -> Bools:
        """Return for which authorities `cell` has a value."""
        return np.asarray(self.origins[cell] >= RANK[Origin.INFERRED])


def evaluate(definition: StatutoryReturn, records: Records) -> Figures:
    """Return every cell and working of `definition` for every authority asked."""
    figures = Figures({}, {}, {})
    for cell in _parts_first(definition):
        value = _value(cell.measure, records, figures)
        figures.exact[cell.name] = value
        figures.rounded[cell.name] = _round(cell.measure, value)
        figures.origins[cell.name] = _origin(cell, records, figures)
    return figures


def england(figures: Figures, cell: str) -> tuple[Any, Origin]:
    """Return England's value of `cell`, the sum over the authorities that have one, with the weakest origin summed."""
    origins, has_value = figures.origins[cell], figures.has_value(cell)
    if has_value.any():
        return figures.rounded[cell][has_value].sum(), WEAKEST_FIRST[origins[has_value].min()]
    return None, Origin.NOT_DERIVABLE if (origins == RANK[Origin.NOT_DERIVABLE]).any() else Origin.NO_DATA


def _parts_first(definition: StatutoryReturn) -> Sequence[Cell]:
    """Return cells and workings so that each comes after the cells that it is made of."""
    declared = {cell.name: cell for cell in (*definition.cells, *definition.workings)}
    ordered: dict[str, Cell] = {}

    def place(cell: Cell) -> None:
        if isinstance(cell.measure, SumOf | Difference):
            for part in cell.measure.parts:
                place(declared[part])
        ordered.setdefault(cell.name, cell)

    for cell in declared.values():
        place(cell)
    return tuple(ordered.values())


def _value(measure: Measure, records: Records, figures: Figures) -> Values:
    """Return the exact value of `measure` for each authority, whether or not it may be shown."""
    authorities = len(records.question.authorities)
    match measure:
        case Count(where):
            return np.bincount(records.authority[mask(records, where)], minlength=authorities)
        case Total(column, where, _):
            return _totals(records, column, mask(records, where))
        case SumOf(parts):
            return reduce(np.add, [figures.exact[part] for part in parts])
        case Difference(plus, minus):
            gained = reduce(np.add, [figures.exact[part] for part in plus])
            return np.asarray(gained - reduce(np.add, [figures.exact[part] for part in minus]))
        case NotCollected():
            return np.zeros(authorities, dtype=np.int64)


def _totals(records: Records, column: str, wanted: Bools) -> Values:
    """Return the exact sum of a decimal column per authority."""
    sums = np.full(len(records.question.authorities), Decimal(0), dtype=object)
    rows = pa.array(np.flatnonzero(wanted))
    summed = (
        pa.table({"authority": records.authority[wanted], "value": records.column(column).take(rows).cast(EXACT)})
        .group_by("authority")
        .aggregate([("value", "sum")])
        .to_pydict()
    )
    for authority, value in zip(summed["authority"], summed["value_sum"], strict=True):
        sums[authority] = value if value is not None else Decimal(0)
    return sums


def _round(measure: Measure, values: Values) -> Values:
    """Return `values` as they are written: totals rounded half up, once, here."""
    if not isinstance(measure, Total):
        return values
    unit = Decimal(1).scaleb(-measure.decimals)
    return np.array([value.quantize(unit, ROUND_HALF_UP) for value in values], dtype=object)


def _origin(cell: Cell, records: Records, figures: Figures) -> Ranks:
    """Return the origin of `cell` for each authority."""
    if isinstance(cell.measure, SumOf | Difference):
        return np.asarray(reduce(np.minimum, [figures.origins[part] for part in cell.measure.parts]))
    ranks = _declared(cell.origin, records)
    unseen = ~records.facts[SEEN_TO_THE_END] & (ranks == RANK[Origin.COMPUTED])
    ranks[unseen] = RANK[Origin.INFERRED]
    ranks[~records.facts[HAS_DATA]] = RANK[Origin.NO_DATA]
    return ranks


def _declared(rule: OriginRule, records: Records) -> Ranks:
    authorities = len(records.question.authorities)
    match rule:
        case ByFact(fact, if_true, if_false):
            return np.where(records.facts[fact], RANK[if_true], RANK[if_false]).astype(np.int8)
        case BySwitch(switch, origins):
            return np.full(authorities, RANK[dict(origins)[records.question.switches[switch]]], dtype=np.int8)
        case Origin():
            return np.full(authorities, RANK[rule], dtype=np.int8)
