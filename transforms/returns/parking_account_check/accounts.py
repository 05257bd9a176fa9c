"""Accounts: the row of a parking account about the year, and that of the year before, with what RO2 asks of it.

Grain:  one record per authority and year, of its latest snapshot that holds the year.
Unit:   pounds.
Known:  the guidance's account has spending for on-street and off-street parking together; it stands on line 61. That of
        the published edition has capital charges among its costs, which RO2 leaves out and the account's own surplus
        does not. A sum is of what the row holds.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.records import Bools, RecordTable, is_true
from transforms.domain.return_request import ReturnRequest
from transforms.domain.sightings import Sightings
from transforms.return_parts.exact_columns import EXACT, ZERO, exact, less, sum_of
from transforms.return_parts.year_rows import YearColumns, YearRows, last_per_authority, rows_of_year
from transforms.returns.parking_account_check import fields as f

YEAR = YearColumns("Period", "EffectiveDate")


def accounts_of(sightings: Sightings, request: ReturnRequest) -> tuple[YearRows, YearRows]:
    """Return each authority's account of the year, and of the year before."""
    end = request.period.last.year
    current, before = (
        last_per_authority(rows_of_year(sightings, request.authorities, year, YEAR)) for year in (end, end - 1)
    )
    return current, before


def accounts_table(sightings: Sightings, request: ReturnRequest, current: YearRows, before: YearRows) -> RecordTable:
    """Return the table of accounts."""
    rows = np.concatenate([current.rows, before.rows])
    is_current = np.arange(len(rows)) < len(current.rows)
    amounts = {name: exact(sightings, name, rows) for name in f.AMOUNTS}
    as_fees = request.settings["pcn_as"] == "fees"
    names = np.where(is_current, request.period.name, request.period.year_before().name)
    return RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=sightings,
        authority=np.concatenate([current.authority, before.authority]),
        row=rows,
        reference=pa.array(names.tolist(), pa.string()),
        columns={"is_current": is_current, "is_last_year": ~is_current, **_figures(amounts, as_fees)},
    )


def _figures(amounts: Mapping[str, pa.Array], as_fees: bool) -> dict[str, Any]:
    """Return the columns that cells and checks ask for."""

    def total(names: Sequence[str]) -> pa.Array:
        return sum_of([amounts[name] for name in names])

    spent = total((f.STAFF, *f.RUNNING))
    income, costs = amounts[f.INCOME], amounts[f.COSTS]
    guided = pc.subtract(sum_of([income, _where(amounts[f.OFF_PCN], income)]), spent).cast(EXACT)
    return {
        **_income("61", amounts, f.CHARGES, f.PCN, as_fees),
        "income_61": income,
        "staff_61": amounts[f.STAFF],
        "running_61": total(f.RUNNING),
        "spending_61": pc.coalesce(less(costs, amounts[f.CAPITAL]), spent),
        **_income("62", amounts, f.OFF_CHARGES, f.OFF_PCN, as_fees),
        "income_62": amounts[f.OFF_INCOME],
        "spending_62": amounts[f.OFF_COSTS],
        "surplus_published": total(f.SURPLUS),
        "surplus_computed": pc.if_else(pc.is_valid(costs), pc.subtract(income, costs).cast(EXACT), guided),
        "surplus_used": total(f.USES),
    }


def _income(
    line: str, amounts: Mapping[str, pa.Array], charges: Sequence[str], pcn: str, as_fees: bool
) -> dict[str, pa.Array]:
    """Return fees and other income: penalty charges are the one or the other, as the switch says."""
    penalties = amounts[pcn]
    fees = sum_of([*(amounts[name] for name in charges), *([penalties] if as_fees else [])])
    other = pc.if_else(pc.is_valid(penalties), ZERO, pa.scalar(None, EXACT)) if as_fees else penalties
    return {f"fees_{line}": fees, f"other_{line}": other}


def _where(column: pa.Array, other: pa.Array) -> pa.Array:
    """Return a column where another one holds something."""
    return pc.if_else(pc.is_valid(other), column, pa.scalar(None, EXACT))


def deficits_used(table: RecordTable) -> Bools:
    """Return which accounts of the year show a deficit, and money spent from a surplus all the same."""
    surplus = pc.coalesce(table.column("surplus_published"), table.column("surplus_computed"))
    is_deficit = pc.and_(pc.less(surplus, ZERO), pc.greater(table.column("surplus_used"), ZERO))
    is_current: Bools = table.column("is_current")
    return is_true(is_deficit) & is_current
