"""Records: the rows of asset values as at the reference date, and the share of homes that stands empty.

Grain:  one record per row, a postal sector and band of value.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.domain.measures import RECORDS
from transforms.domain.measures.totals import sums
from transforms.domain.records import Records, RecordTable, rows_table
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.return_parts.department_lines import department_figures
from transforms.return_parts.exact_columns import EXACT, exact, is_held
from transforms.return_parts.year_rows import YearColumns, ranks_of_sums, rows_of_year, without
from transforms.returns.housing_stock_check import READS, STANDARD, SUMS

YEAR = YearColumns(day="EffectiveDate", at_start=True)
VACANT = "VacantPercentage"
WHOLE = pa.decimal256(15, 0)


def derive_records(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return the records of every authority requested."""
    sightings = inputs.sightings[STANDARD]
    year = rows_of_year(sightings, request.authorities, request.period.last.year, YEAR)
    table = RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=sightings,
        authority=year.authority,
        row=year.rows,
        reference=sightings.table.column("PostalSector").take(pa.array(year.rows)).combine_chunks(),
        columns={name: exact(sightings, name, year.rows) for name, kind in READS.items() if kind == "decimal"},
    )
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={RECORDS: table},
        facts={"has_data": year.has_rows, "seen_to_the_end": np.ones(len(year.files), dtype=bool)},
        fields={STANDARD: year.fields(sightings)},
        origins=ranks_of_sums(table, (*SUMS, VACANT), year),
        figures=department_figures(request) | {"vacant_pct": _vacant_pct(table, len(year.files))},
        exceptions=rows_table(without(request.authorities, STANDARD, year)),
    )


def _vacant_pct(table: RecordTable, authorities: int) -> NDArray[Any]:
    """Return, per authority, how many of a hundred homes stand empty; None where nobody says, or of no homes."""
    homes, percentages = table.column("TotalDwellings"), table.column(VACANT)
    is_stated = is_held(percentages)
    product = pc.multiply(homes.cast(WHOLE), percentages.cast(pa.decimal256(38, 18)))
    weighted = sums(product.cast(EXACT), is_stated, table.authority, authorities)
    whole = sums(homes, is_stated, table.authority, authorities)
    shares = [_rounded(part, total) for part, total in zip(weighted, whole, strict=True)]
    figures: NDArray[Any] = np.empty(authorities, dtype=object)
    figures[:] = shares
    return figures


def _rounded(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None
