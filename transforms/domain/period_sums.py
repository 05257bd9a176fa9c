"""Sums over periods: figures of another return, added up over its assemblies.

Known:  a sum stands where at least one period has a value; where one of the periods has none it is inferred. Without
        any it is not derivable where that is why a period has none, else there is no data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.domain.measures import SumOverPeriods
from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools, Ranks
from transforms.domain.return_request import ReadAssembly


@dataclass(frozen=True)
class PeriodSum:
    """A sum for each authority, None where it has no value, and its origin as a rank.

    `stands` has a row for each period and a column for each authority: whether the period has a value.
    """

    values: NDArray[Any]
    ranks: Ranks
    stands: Bools


def sum_over_periods(
    assemblies: Sequence[ReadAssembly | None], authorities: Sequence[str], measure: SumOverPeriods
) -> PeriodSum:
    """Return cells of another return added up over periods; None stands for a period without an assembly."""
    grids = [_period(assembly, authorities, measure) for assembly in assemblies]
    values, ranks = np.array([sums for sums, _ in grids]), np.array([ranks for _, ranks in grids], dtype=np.int8)
    stands = ranks >= RANK[Origin.DECLARED]
    weakest = np.where(stands, ranks, RANK[Origin.COMPUTED]).min(axis=0)
    origins = np.where(stands.all(axis=0), weakest, np.minimum(weakest, RANK[Origin.INFERRED]))
    is_blank = (ranks == RANK[Origin.NOT_DERIVABLE]).any(axis=0)
    without = np.where(is_blank, RANK[Origin.NOT_DERIVABLE], RANK[Origin.NO_DATA])
    has_value = stands.any(axis=0)
    sums: NDArray[Any] = np.where(stands, values, 0).sum(axis=0).astype(object)
    sums[~has_value] = None
    return PeriodSum(sums, np.where(has_value, origins, without).astype(np.int8), stands)


def _period(
    assembly: ReadAssembly | None, authorities: Sequence[str], measure: SumOverPeriods
) -> tuple[NDArray[Any], Ranks]:
    """Return the sum of some cells for each authority in one period, and the weakest of their origins."""
    sums = np.zeros(len(authorities), dtype=object)
    ranks = np.full(len(authorities), RANK[Origin.NO_DATA], dtype=np.int8)
    if assembly is None:
        return sums, ranks
    cells = measure.cells_with(assembly.request.settings)
    cell_rows = assembly.cells.filter(pc.is_in(assembly.cells["cell"], value_set=pa.array(cells)))
    positions = {gss: position for position, gss in enumerate(authorities)}
    ranks[[positions[gss] for gss in set(cell_rows["authority"].to_pylist()) & positions.keys()]] = RANK[
        Origin.COMPUTED
    ]
    columns = (cell_rows[name].to_pylist() for name in ("authority", "value", "origin"))
    for gss, value, origin in zip(*columns, strict=True):
        if (position := positions.get(gss)) is not None:
            ranks[position] = min(ranks[position], RANK[Origin(origin)])
            sums[position] += _number(value)
    return sums, ranks


def _number(written: str | None) -> int | Decimal:
    if not written:
        return 0
    return int(written) if written.lstrip("-").isdecimal() else Decimal(written)
