"""Records: the rows of pay multiples and of salary bands as at the reference date.

Grain:  one record per row; of several rows that give the same figure the last counts.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools, Ranks, Records, RecordTable, rows_table
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.sightings import Sightings
from transforms.return_parts.exact_columns import EXACT, exact, is_held
from transforms.return_parts.year_rows import YearColumns, YearRows, ranks_of_sums, rows_of_year, without
from transforms.returns.pay_check import BANDS, MULTIPLES, PAY, SALARIES

MULTIPLE_YEAR = YearColumns("Period", "EffectiveDate", day_first=True, at_start=True)
SALARY_YEAR = YearColumns(day="ApplicableDate", at_start=True)
NOT_TO_THE_MEDIAN = ("3", "4")  # models of the standard: to the mean, to the lowest


def derive_records(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return the records of every authority requested."""
    multiples, salaries = inputs.sightings[MULTIPLES], inputs.sightings[SALARIES]
    end = request.period.last.year
    paid = rows_of_year(multiples, request.authorities, end, MULTIPLE_YEAR)
    banded = rows_of_year(salaries, request.authorities, end, SALARY_YEAR)
    pay, bands = _pay_table(multiples, paid, request), _bands_table(salaries, banded, request)
    authorities = len(request.authorities)
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={PAY: pay, BANDS: bands},
        facts={"has_data": paid.has_rows | banded.has_rows, "seen_to_the_end": np.ones(authorities, dtype=bool)},
        fields={MULTIPLES: paid.fields(multiples), SALARIES: banded.fields(salaries)},
        origins={
            PAY: _pay_ranks(paid),
            "posts": np.full(authorities, RANK[Origin.NOT_DERIVABLE], dtype=np.int8),
            **ranks_of_sums(bands, ("EmployeeCount",), banded),
        },
        figures={"multiple": _multiples(pay, authorities)},
        exceptions=rows_table(
            [*without(request.authorities, MULTIPLES, paid), *without(request.authorities, SALARIES, banded)]
        ),
    )


def _pay_ranks(paid: YearRows) -> Ranks:
    surely = np.where(paid.is_assumed, RANK[Origin.INFERRED], RANK[Origin.COMPUTED])
    return np.where(paid.has_rows, surely, RANK[Origin.NO_DATA]).astype(np.int8)


def _pay_table(sightings: Sightings, paid: YearRows, request: ReturnRequest) -> RecordTable:
    """Return the rows of pay multiples: one a year, or one for each factor."""
    rows = paid.rows
    factor = sightings.coded("PayMultipleFactor").take(rows)
    model = sightings.coded("ModelCalculation").take(rows)
    remuneration = exact(sightings, "RemunerationValue", rows)
    nothing = pa.scalar(None, EXACT)

    def by_factor(name: str) -> pa.Array:
        return pc.if_else(pa.array(factor.among((name,))), remuneration, nothing)

    is_to_the_median = (factor.among(("Median",)) | (factor.positions < 0)) & ~model.among(NOT_TO_THE_MEDIAN)
    columns = {
        "highest": pc.coalesce(exact(sightings, "HighestSalary", rows), by_factor("Highest")),
        "median": pc.coalesce(exact(sightings, "MedianSalary", rows), by_factor("Median")),
        "ratio": pc.if_else(pa.array(is_to_the_median), exact(sightings, "Ratio", rows), nothing),
    }
    flags = {f"is_{name}": _is_last(is_held(column), paid.authority) for name, column in columns.items()}
    return _table(sightings, paid, request, columns | flags)


def _bands_table(sightings: Sightings, banded: YearRows, request: ReturnRequest) -> RecordTable:
    """Return the rows of salary bands."""
    return _table(sightings, banded, request, {"EmployeeCount": exact(sightings, "EmployeeCount", banded.rows)})


def _table(sightings: Sightings, year: YearRows, request: ReturnRequest, columns: dict[str, Any]) -> RecordTable:
    name = "RemunerationBand" if "RemunerationBand" in sightings.table.column_names else "PayMultipleFactor"
    reference = sightings.table.column(name).take(pa.array(year.rows)).combine_chunks()
    return RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=sightings,
        authority=year.authority,
        row=year.rows,
        reference=pc.fill_null(reference, request.period.name),
        columns=columns,
    )


def _is_last(mask: Bools, authority: NDArray[np.int64]) -> Bools:
    """Return which rows are the last wanted ones of their authority; rows are in the order of authorities."""
    rows = np.flatnonzero(mask)
    is_last = np.append(authority[rows][1:] != authority[rows][:-1], True)[: len(rows)].astype(bool)
    flags = np.zeros(len(mask), dtype=bool)
    flags[rows[is_last]] = True
    return flags


def _multiples(pay: RecordTable, authorities: int) -> NDArray[Any]:
    """Return, per authority, the highest salary over the median; None where either is not known, or the median is 0."""
    highest, median = (_values(pay, name) for name in ("highest", "median"))
    multiples: NDArray[Any] = np.full(authorities, None, dtype=object)
    for position, salary in highest.items():
        if median.get(position):
            multiples[position] = (salary / median[position]).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return multiples


def _values(pay: RecordTable, name: str) -> dict[int, Decimal]:
    rows = np.flatnonzero(pay.column(f"is_{name}"))
    values = pay.column(name).take(pa.array(rows)).to_pylist()
    return dict(zip(pay.authority[rows].tolist(), values, strict=True))
