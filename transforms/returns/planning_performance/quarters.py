"""The figures of an assessment year, added up over the assemblies of its four quarters.

Source: docs/specifications/planning-performance.md, section 1.
Known:  a quarter has values for an authority where its decisions are counted; a rate needs those in time as well.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from transforms.domain.origins import RANK, Origin
from transforms.domain.period_sums import PeriodSum, sum_over_periods
from transforms.domain.records import EXCEPTION_COLUMNS, Records
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.returns.planning_performance.fields_missing import fields_missing
from transforms.returns.planning_performance.pages import (
    FEW_DECISIONS,
    FIGURES,
    FOUR_QUARTERS,
    LABELS,
    QUARTERS,
    QUARTERS_KNOWN,
    SLUG,
    cell_name,
    sum_of,
)


def derive_year(inputs: ReturnInputs, request: ReturnRequest, quarters: Sequence[str]) -> Records:
    """Return the sums over the quarters, which of these have figures, and the authorities that are not assessed."""
    assemblies = [inputs.assemblies.get((SLUG, quarter)) for quarter in quarters]
    sums = {
        cell_name(kind, figure): sum_over_periods(assemblies, request.authorities, sum_of(kind, figure))
        for kind in LABELS
        for figure in FIGURES
    }
    majors = sums[cell_name("major", "decisions")]
    counted = majors.stands
    has_rates = np.logical_and.reduce(
        [sums[cell_name(kind, figure)].stands for kind in LABELS for figure in ("decisions", "in_time")]
    )
    number = len(request.authorities)
    always = np.ones(number, dtype=bool)
    has_data = majors.ranks > RANK[Origin.NO_DATA]
    facts = {"has_data": has_data, "seen_to_the_end": always, FOUR_QUARTERS: has_rates.all(axis=0)}
    figures = {name: summed.values for name, summed in sums.items()}
    figures |= {QUARTERS_KNOWN: counted.sum(axis=0)} | dict(zip(QUARTERS, has_rates.astype(np.int64), strict=True))
    origins = {name: summed.ranks for name, summed in sums.items()}
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={},
        facts=facts,
        fields={},
        origins=origins | {"counted": np.full(number, RANK[Origin.COMPUTED], dtype=np.int8)},
        figures=figures,
        exceptions=_table(
            [*_listed(request.authorities, majors), *fields_missing(assemblies, request.authorities, sums)]
        ),
    )


def _listed(authorities: Sequence[str], majors: PeriodSum) -> list[tuple[str, str, str, str]]:
    """Return the authorities of no quarter, and those of so few major decisions that they are not assessed."""
    rows = [
        (gss, "no-data", "", "no quarter of the year has data")
        for gss, rank in zip(authorities, majors.ranks.tolist(), strict=True)
        if rank == RANK[Origin.NO_DATA]
    ]
    return rows + [
        (gss, "not-assessed", "", f"major_decisions={decisions}")
        for gss, decisions in zip(authorities, majors.values.tolist(), strict=True)
        if decisions is not None and decisions < FEW_DECISIONS
    ]


def _table(rows: Sequence[tuple[str, str, str, str]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(EXCEPTION_COLUMNS)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=EXCEPTION_COLUMNS)
