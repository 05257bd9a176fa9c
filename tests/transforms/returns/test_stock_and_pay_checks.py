"""What the housing stock check and the pay check say, sentence by sentence of sections 3 and 5 of the page."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from expectations.check_return import check_return
from tests.transforms.returns.drawn import by_standard, snapshot
from transforms.assemble import assemble, inputs_of, trace
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.declared_figures import read_declared
from transforms.domain.department_figures import read_department
from transforms.domain.period import parse_period
from transforms.domain.return_request import ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns.housing_stock_check import RETURN as HOUSING
from transforms.returns.pay_check import RETURN as PAY

ADUR, DAY = "E07000223", "2025-03-31"
HOMES = [
    {"TotalDwellings": 60, "EUVSHTotal": "2400000.50", "MarketValueTotal": 6000000, "VacantPercentage": "2.5"},
    {"TotalDwellings": 40, "EUVSHTotal": 1600000, "MarketValueTotal": 4000000, "VacantPercentage": 0},
]


def published(definition: StatutoryReturn, standard: str, *rows: dict[str, Any]) -> SnapshotTable:
    text = ("PostalSector", "PayMultipleFactor", "RemunerationBand", "ModelCalculation", "Period")
    dated = "ApplicableDate" if standard == "senior_salary_counts" else "EffectiveDate"
    table = [
        {dated: date(2025, 4, 1)} | {name: value if name in text else Decimal(value) for name, value in row.items()}
        for row in rows
    ]
    fields = frozenset(name for row in table for name in row)
    return snapshot(definition, ADUR, date(2025, 6, 1), table, "2015", standard, fields)


def made(definition: StatutoryReturn, *files: SnapshotTable, beside: str = "", declared: str = "") -> AssembledReturn:
    request = ReturnRequest(definition, parse_period(DAY), (ADUR,))
    if beside:
        lines = f"authority,period,line,value,unit\n{beside}".encode()
        request = replace(request, department=read_department(lines, definition.department_lines, {ADUR}, DAY))
    if declared:
        lines = f"authority,period,cell,value,why,by\n{declared}".encode()
        cells = {cell.name for cell in definition.cells}
        request = replace(request, declared=read_declared(lines, cells, {ADUR}, DAY))
    return check_return(assemble(request, inputs_of(request, by_standard(files))))


def values(assembled: AssembledReturn) -> dict[str, tuple[str | None, str]]:
    rows = assembled.cells.to_pylist()
    return {row["cell"]: (row["value"], row["origin"]) for row in rows if row["authority"] == ADUR}


def listed(assembled: AssembledReturn) -> list[tuple[str, str, str]]:
    rows = assembled.exceptions.to_pylist()
    found = [(row["reason"], row["reference"], row["detail"]) for row in rows]
    return [one for one in found if one[0] not in ("no-data", "field-missing")]


def test_homes_are_added_up_and_the_share_vacant_is_weighted_by_homes() -> None:
    file = published(HOUSING, "social_housing_asset_value", *HOMES)
    assert values(made(HOUSING, file)) == {
        "HSC.dwellings": ("100", "computed"),
        "HSC.vacant_pct": ("1.5", "computed"),
        "HSC.euv_sh": ("4000000.50", "computed"),
        "HSC.market_value": ("10000000.00", "computed"),
    }
    request = ReturnRequest(HOUSING, parse_period(DAY), (ADUR,))
    traced = trace(request, inputs_of(request, by_standard([file])), "HSC.vacant_pct", ADUR)
    assert traced.records.column("VacantPercentage").to_pylist() == ["2.5", "0"]


@pytest.mark.parametrize(("stock", "differs"), [(101, False), (100, False), (99, True), (102, True)])
def test_the_stock_of_the_department_may_differ_by_one_per_cent(stock: int, differs: bool) -> None:
    file = published(HOUSING, "social_housing_asset_value", *HOMES)
    assembled = made(HOUSING, file, beside=f"{ADUR},{DAY},HSC.dwellings,{stock},homes")
    expected = [("beside-differs", "HSC.dwellings", f"published=100 department={stock}")] if differs else []
    assert listed(assembled) == expected


def test_the_pay_multiple_is_highest_over_median_from_a_row_or_from_a_row_for_each_factor() -> None:
    of_a_year = {"HighestSalary": 165000, "MedianSalary": 23111, "Ratio": "7.14", "ModelCalculation": "1"}
    by_factor = [
        {"PayMultipleFactor": "Highest", "RemunerationValue": 165000, "Ratio": 1},
        {"PayMultipleFactor": "Median", "RemunerationValue": 23111, "Ratio": "7.14"},
        {"PayMultipleFactor": "Lowest", "RemunerationValue": 15016, "Ratio": "10.99"},
    ]
    for rows in ([of_a_year], by_factor):
        own = values(made(PAY, published(PAY, "pay_multiples", *rows)))
        assert [own[f"PAY.multiple.{name}"][0] for name in ("highest", "median", "published", "computed")] == [
            "165000.00",
            "23111.00",
            "7.14",
            "7.14",
        ]


def test_a_multiple_may_be_rounded_to_one_decimal() -> None:
    for ratio, differs in (("7.1", False), ("7.2", False), ("7.07", True), ("7.21", True)):
        row = {"HighestSalary": 165000, "MedianSalary": 23111, "Ratio": ratio}
        reasons = listed(made(PAY, published(PAY, "pay_multiples", row)))
        expected = [("multiple-differs", "", f"published={ratio if len(ratio) > 3 else ratio + '0'} computed=7.14")]
        assert reasons == (expected if differs else [])


def test_salary_bands_are_set_beside_the_number_of_posts_where_the_council_declares_it() -> None:
    bands = [
        {"RemunerationBand": "£50,000 to £54,999", "EmployeeCount": 12},
        {"RemunerationBand": "£55,000 to £59,999", "EmployeeCount": 5},
    ]
    file = published(PAY, "senior_salary_counts", *bands)
    own = values(made(PAY, file))
    assert (own["PAY.senior.employees"], own["PAY.senior.posts"]) == (("17", "computed"), (None, "not-derivable"))
    assert own["PAY.multiple.computed"] == (None, "no-data")
    assembled = made(PAY, file, declared=f"{ADUR},{DAY},PAY.senior.posts,16,list of posts,head of pay")
    assert listed(assembled) == [("posts-differ", "", "employees=17 posts=16")]
    assert not assembled.checks_failed


@pytest.mark.parametrize("definition", [HOUSING, PAY], ids=lambda one: one.slug)
def test_each_is_a_reconciliation(definition: StatutoryReturn) -> None:
    assert definition.kind_in_words.endswith("not a return")
