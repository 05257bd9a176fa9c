"""The engine says what a plain reading of the page says of housing stock and of pay, whatever is published."""

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from expectations.check_return import check_return
from tests.transforms.returns import plain_stock_and_pay as plain
from tests.transforms.returns.drawn import assemble, snapshot
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import reference_date
from transforms.domain.statutory_return import ENGLAND, StatutoryReturn
from transforms.returns.housing_stock_check import RETURN as HOUSING
from transforms.returns.pay_check import RETURN as PAY

pytestmark = pytest.mark.law

DAY = reference_date(date(2025, 3, 31))
FETCHED = [date(2024, 6, 1), date(2025, 3, 31), date(2025, 7, 1), date(2026, 4, 1)]
EFFECTIVE = [None, date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 2), date(2024, 4, 1), date(2024, 4, 2)]
Rows = list[dict[str, Any]]
Files = list[tuple[date, Rows]]


def homes(chosen: random.Random) -> dict[str, Any]:
    count = Decimal(chosen.randrange(200))
    return {
        "EffectiveDate": chosen.choice(EFFECTIVE),
        "PostalSector": "PE11 1",
        "TotalDwellings": count,
        "EUVSHTotal": chosen.choice([None, count * 41_000, Decimal("0.335")]),
        "MarketValueTotal": chosen.choice([None, count * 100_000]),
        "VacantPercentage": chosen.choice([None, Decimal("1.25"), Decimal("33.333333333"), Decimal(0)]),
    }


def multiple(chosen: random.Random) -> dict[str, Any]:
    money = [None, Decimal(0), Decimal(165_000), Decimal("23111.55"), Decimal(24_000)]
    row = {
        "EffectiveDate": chosen.choice(EFFECTIVE),
        "Period": chosen.choice([None, "2024/25", "2025-2026"]),
        "Ratio": chosen.choice([None, Decimal("7.14"), Decimal("6.9"), Decimal("6.88")]),
        "ModelCalculation": chosen.choice([None, "0", "1", "3", "4"]),
    }
    if chosen.random() < 0.5:
        return row | {"HighestSalary": chosen.choice(money), "MedianSalary": chosen.choice(money)}
    factor = chosen.choice(["Highest", "Median", "Mean", "Lowest"])
    return row | {"PayMultipleFactor": factor, "RemunerationValue": chosen.choice(money)}


def band(chosen: random.Random) -> dict[str, Any]:
    return {
        "ApplicableDate": chosen.choice(EFFECTIVE),
        "RemunerationBand": "£50,000 to £54,999",
        "EmployeeCount": Decimal(chosen.randrange(40)),
    }


MAKERS: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "social_housing_asset_value": homes,
    "pay_multiples": multiple,
    "senior_salary_counts": band,
}


def drawn_files(definition: StatutoryReturn, seed: int, authorities: int) -> dict[str, dict[str, Files]]:
    chosen = random.Random(seed)
    found: dict[str, dict[str, Files]] = {}
    for number in range(authorities):
        authority = f"E07{number:06d}"
        found[authority] = {}
        for standard in definition.standards:
            days = sorted(chosen.sample(FETCHED, chosen.choice([0, 1, 1, 2, 3])))
            whose = [None] * 8 + [authority, "E09000001"]
            found[authority][standard] = [
                (
                    day,
                    [
                        MAKERS[standard](chosen)
                        | {"organisation_gss": chosen.choice(whose), "is_usable": chosen.random() < 0.9}
                        for _ in range(chosen.choice([1, 2, 5]))
                    ],
                )
                for day in days
            ]
    return found


def made(definition: StatutoryReturn, files: dict[str, dict[str, Files]]) -> AssembledReturn:
    snapshots = [
        snapshot(definition, authority, day, rows, "2015", standard)
        for authority, by_standard in files.items()
        for standard, published in by_standard.items()
        for day, rows in published
    ]
    return check_return(assemble(definition, snapshots, list(files), DAY))


@pytest.mark.parametrize("definition", [HOUSING, PAY], ids=lambda one: one.slug)
def test_every_cell_and_exception_is_what_a_plain_reading_gives(definition: StatutoryReturn) -> None:
    files = drawn_files(definition, 11, 2500)
    assembled = made(definition, files)
    read = plain.stock if definition is HOUSING else plain.pay
    usable = {
        authority: [
            [(day, [row for row in rows if row["is_usable"]]) for day, rows in by_standard[standard]]
            for standard in definition.standards
        ]
        for authority, by_standard in files.items()
    }
    expected = {authority: read(*given, authority, 2025) for authority, given in usable.items()}  # type: ignore[operator]
    got: dict[str, dict[str, tuple[str | None, str]]] = {}
    for row in assembled.cells.to_pylist():
        got.setdefault(row["authority"], {})[row["cell"]] = (row["value"], row["origin"])
    for authority, (cells, _) in expected.items():
        assert got[authority] == {
            name: (None if value is None else str(value), origin) for name, (value, origin) in cells.items()
        }, authority
    listed = sorted((row["authority"], row["reason"], row["reference"]) for row in assembled.exceptions.to_pylist())
    assert listed == sorted((one, *reason) for one, (_, reasons) in expected.items() for reason in reasons)
    assert got[ENGLAND][definition.cells[0].name][1] in ("inferred", "not-derivable")
