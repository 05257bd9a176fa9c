"""The engine says what a plain reading of the page says, whatever registers and payments councils publish."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from tests.transforms.returns import plain_contract_cells as plain
from tests.transforms.returns.drawn import trace
from tests.transforms.returns.drawn_contracts import (
    CONTRACTS,
    SPENDING,
    File,
    assembled,
    drawn_case,
    listed,
    plainly,
    snapshots_of,
)
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.contract_notices import RETURN as CONTRACT_NOTICES
from transforms.returns.contract_notices.files import duties_table

pytestmark = pytest.mark.law


@pytest.mark.parametrize("seed", range(24))
def test_every_cell_indicator_exception_and_duty_is_what_a_plain_reading_gives(seed: int) -> None:
    case = drawn_case(seed)
    found, expected = assembled(*case), plainly(*case)
    cells = {one: authority.cells for one, authority in expected.items()}
    cells[ENGLAND] = plain.england([authority.cells for authority in expected.values()])
    assert [tuple(row.values())[1:] for row in found.cells.to_pylist()] == [
        (
            one,
            case[1].name,
            name,
            None if cells[one][name][0] is None else str(cells[one][name][0]),
            cells[one][name][1],
        )
        for one in sorted(cells)
        for name in plain.NAMES
    ]
    rates: dict[str, list[str | None]] = {}
    for row in found.indicators.to_pylist():
        rates.setdefault(row["authority"], []).append(row["value"])
    assert rates == {one: plain.indicators(of_one) for one, of_one in cells.items()}
    assert sorted(listed(found)) == sorted((one, *line) for one, of_one in expected.items() for line in of_one.listed())
    duties = [
        (row["authority"], row["contract"], row["duty"], row["notice"], row["due"] or "", row["state"])
        for row in duties_table(found).to_pylist()
    ]
    assert duties == [(one, *row) for one, of_one in expected.items() for row in of_one.duty_rows()]


@pytest.mark.parametrize("seed", [101, 102, 103])
def test_the_records_traced_are_as_many_as_a_cell_counts_and_add_up_to_it(seed: int) -> None:
    published, period, as_known, months = drawn_case(seed, 12)
    snapshots, switches = snapshots_of(published), {"procurement_months": str(months)}
    found = assembled(published, period, as_known, months)
    for row in found.cells.to_pylist():
        if row["value"] in (None, "0") or (row["cell"].startswith("CN.duty") and row["authority"] == ENGLAND):
            continue
        traced = trace(
            CONTRACT_NOTICES, row["cell"], snapshots, list(published), row["authority"], period, as_known, switches
        )
        unit = row["cell"].split(".")[-1]
        if unit in ("value", "net"):
            assert sum(Decimal(one or 0) for one in traced.column(unit).to_pylist()) == Decimal(row["value"])
        elif row["cell"] in plain.WITHOUT_TOTAL:
            column = traced.column("contract" if unit == "contracts" else "supplier").to_pylist()
            assert len({one for one in column if one is not None}) == int(row["value"])
        else:
            assert traced.num_rows == int(row["value"])


@pytest.mark.parametrize("seed", [201, 202, 203])
def test_the_order_of_rows_and_files_does_not_matter_to_the_cells(seed: int) -> None:
    published, period, as_known, months = drawn_case(seed, 12)
    random = Random(seed)

    def shuffled(file: File) -> File:
        return replace(file, rows=random.sample(file.rows, k=len(file.rows)))

    for standards in published.values():  # the first row that says something decides, so each contract says it alike
        for row in (row for file in standards[CONTRACTS] for row in file.rows):
            row |= {name: None for name in ("FixedCost", "ContractType") if name in row}
    other = {
        one: {standard: [shuffled(file) for file in files[::-1]] for standard, files in standards.items()}
        for one, standards in published.items()
    }
    assert assembled(other, period, as_known, months).cells.equals(assembled(published, period, as_known, months).cells)


@pytest.mark.parametrize("seed", [301, 302, 303])
def test_a_snapshot_published_again_changes_no_payment(seed: int) -> None:
    published, period, _, months = drawn_case(seed, 12)
    again = {
        one: standards
        | {
            SPENDING: [
                *(files := standards[SPENDING]),
                *(replace(file, fetched=date(2029, 7, 1)) for file in files[-1:]),
            ]
        }
        for one, standards in published.items()
    }
    found, other = (assembled(one, period, None, months).cells.to_pylist() for one in (published, again))
    assert [row for row in found if row["cell"].startswith("CN.pay")] == [
        row for row in other if row["cell"].startswith("CN.pay")
    ]
