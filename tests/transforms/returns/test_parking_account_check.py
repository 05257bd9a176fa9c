"""What the parking account check says, sentence by sentence of section 1 of the page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from expectations.check_return import check_return
from tests.transforms.returns.drawn import by_standard, snapshot
from transforms.assemble import assemble, inputs_of
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.department_figures import read_department
from transforms.domain.period import financial_year
from transforms.domain.return_request import ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.render.csv_text import csv_bytes
from transforms.returns.parking_account_check import RETURN as PARKING
from transforms.returns.parking_account_check.fields import GUIDED_USES, PUBLISHED_USES

TRAFFORD = "E08000009"
FETCHED = date(2020, 9, 1)
# As Trafford publishes 2019/20; all penalty charges stand under on-street, and the off-street cell says NA.
ACCOUNT: dict[str, Any] = dict.fromkeys(PUBLISHED_USES) | {
    "Period": "2019/20",
    "OnStreetIncomeParking": 478949,
    "OnStreetIncomePermit": 206063,
    "OnStreetIncomePCN": 1084779,
    "OnStreetIncomeBlueBadge": 0,
    "OnStreetIncomeOther": 50549,
    "OnStreetIncomeTotal": 1820340,
    "OnStreetCostsTotal": "919724.2",
    "OnStreetCostsCapital": 0,
    "OnStreetSurplusDeficit": "900615.8",
    "OnStreetSurplusDeficitSpendHighwayMaintenance": "900615.8",
    "OffStreetIncomeParking": "640791.84",
    "OffStreetIncomeOther": 16425,
    "OffStreetIncomeTotal": "657216.84",
    "OffStreetCostsTotal": 283817,
}
GUIDED: dict[str, Any] = dict.fromkeys(GUIDED_USES) | {
    "EffectiveDate": date(2020, 3, 31),
    "OnStreetIncomeMeters": 400,
    "OnStreetIncomeResidentPermits": 100,
    "OnStreetIncomeBusinessPermits": 20,
    "OnStreetIncomeOtherNonPCN": 30,
    "OnStreetIncomePCN": 250,
    "OnStreetIncomeTotal": 800,
    "OffStreetIncomePCN": 50,
    "ExpenditureContractors": 300,
    "ExpenditureInHouseStaff": 200,
    "ExpenditureEquipment": 40,
    "ExpenditureTribunal": 10,
    "ExpenditureOther": 5,
    "SurplusDeficit": 295,
    "SurplusSpentPublicTransport": 100,
    "SurplusSpentHighwayImprovements": 195,
}
Row = Mapping[str, Any]


def decimals(row: Row) -> dict[str, Any]:
    words = ("Period", "EffectiveDate", "Location", "FreeParking", "ChargeableParking")
    return {name: value if name in words or value is None else Decimal(value) for name, value in row.items()}


def published(standard: str, *rows: Row, fetched: date = FETCHED, without: tuple[str, ...] = ()) -> SnapshotTable:
    fields = frozenset(name for row in rows for name in row if name not in without)
    table = [decimals({name: value for name, value in row.items() if name not in without}) for row in rows]
    return snapshot(PARKING, TRAFFORD, fetched, table, "", standard, fields)


def made(*files: SnapshotTable, department: bytes = b"", **switches: str) -> AssembledReturn:
    period = financial_year(2019)
    request = ReturnRequest(PARKING, period, (TRAFFORD,), None, switches)
    if department:
        held = read_department(department, PARKING.department_lines, {TRAFFORD}, "2019-20")
        request = replace(request, department=held)
    return check_return(assemble(request, inputs_of(request, by_standard(files))))


def values(assembled: AssembledReturn, *names: str) -> list[tuple[str | None, str]]:
    own = {row["cell"]: row for row in assembled.cells.to_pylist() if row["authority"] == TRAFFORD}
    return [(own[f"PKG.{name}"]["value"], own[f"PKG.{name}"]["origin"]) for name in names]


def listed(assembled: AssembledReturn) -> list[tuple[str, str, str]]:
    rows = assembled.exceptions.to_pylist()
    found = [(row["reason"], row["reference"], row["detail"]) for row in rows]
    return [one for one in found if one[0] not in ("no-data", "field-missing")]


def test_trafford_s_published_account_fills_lines_61_and_62() -> None:
    assembled = made(published("parking_account", ACCOUNT | {"OffStreetIncomePCN": None}))
    assert values(assembled, "61.fees", "61.other", "61.income", "61.staff", "61.running", "61.spending", "61.net") == [
        ("735561.00", "inferred"),
        ("1084779.00", "computed"),
        ("1820340.00", "computed"),
        (None, "not-derivable"),
        (None, "not-derivable"),
        ("919724.20", "inferred"),
        ("-900615.80", "inferred"),
    ]
    assert values(assembled, "62.fees", "62.other", "62.income", "62.staff", "62.spending", "62.net") == [
        ("657216.84", "inferred"),
        (None, "not-derivable"),
        ("657216.84", "computed"),
        (None, "not-derivable"),
        ("283817.00", "computed"),
        ("-373399.84", "inferred"),
    ]
    surplus = values(assembled, "surplus.published", "surplus.computed", "surplus.used")
    assert surplus == [("900615.80", "computed"), ("900615.80", "inferred"), ("900615.80", "inferred")]
    assert listed(assembled) == []


def test_the_guidance_s_account_gives_employees_and_running_expenses_apart() -> None:
    assembled = made(published("parking_account", GUIDED))
    assert values(assembled, "61.fees", "61.other", "61.income", "61.staff", "61.running", "61.spending", "61.net") == [
        ("550.00", "inferred"),
        ("250.00", "computed"),
        ("800.00", "computed"),
        ("200.00", "computed"),
        ("355.00", "inferred"),
        ("555.00", "inferred"),
        ("-245.00", "inferred"),
    ]
    assert values(assembled, "62.fees", "62.other", "62.income") == [
        (None, "not-derivable"),
        ("50.00", "computed"),
        (None, "not-derivable"),
    ]
    assert values(assembled, "surplus.published", "surplus.computed", "surplus.used") == [
        ("295.00", "computed"),
        ("295.00", "inferred"),
        ("295.00", "inferred"),
    ]


def test_penalty_charges_go_with_fees_where_the_switch_says_so() -> None:
    assembled = made(published("parking_account", GUIDED), pcn_as="fees")
    assert values(assembled, "61.fees", "61.other") == [("800.00", "inferred"), ("0.00", "inferred")]


def test_capital_charges_are_left_out_of_spending_but_not_of_the_surplus() -> None:
    row = ACCOUNT | {"OnStreetCostsCapital": "19724.2"}
    assembled = made(published("parking_account", row))
    assert [value for value, _ in values(assembled, "61.spending", "surplus.computed")] == ["900000.00", "900615.80"]


@pytest.mark.parametrize(
    ("published_surplus", "expected"),
    [
        ("294", []),
        ("293.99", [("surplus-differs", "", "published=293.99 computed=295")]),
        ("296.01", [("surplus-differs", "", "published=296.01 computed=295")]),
    ],
)
def test_a_surplus_may_differ_by_a_pound(published_surplus: str, expected: list[tuple[str, str, str]]) -> None:
    assert listed(made(published("parking_account", GUIDED | {"SurplusDeficit": published_surplus}))) == expected


def test_nothing_may_be_spent_from_a_deficit() -> None:
    row = GUIDED | {"OnStreetIncomeTotal": 400, "SurplusDeficit": -105}
    assembled = made(published("parking_account", row))
    assert listed(assembled) == [("deficit-used", "", "published=-105 computed=-105 used=295")]
    unspent = row | {"SurplusSpentPublicTransport": 0, "SurplusSpentHighwayImprovements": None}
    assert listed(made(published("parking_account", unspent))) == []


def test_a_figure_moves_by_more_than_one_and_a_half_million_and_15_per_cent() -> None:
    before = ACCOUNT | {"Period": "2018-2019"}
    for income, moves in (("2320340", False), ("3320340", False), ("3320340.01", True)):
        now = ACCOUNT | {"OnStreetIncomeTotal": income, "OnStreetSurplusDeficit": None, "OnStreetCostsTotal": None}
        reasons = [one[:2] for one in listed(made(published("parking_account", before, now)))]
        assert reasons == ([("moved-against-last-year", "PKG.61.income")] if moves else [])
    large = {"OffStreetIncomeTotal": 20_000_000}
    now = ACCOUNT | {"OffStreetIncomeTotal": 22_999_999, "OffStreetCostsTotal": None}
    assert listed(made(published("parking_account", before | large, now))) == []


def test_spaces_are_those_of_a_row_of_totals_or_of_every_place() -> None:
    totals = {"EffectiveDate": date(2020, 3, 31), "MarkedSpaces": 100, "FreeSpaces": 60, "ChargedSpaces": 39}
    assembled = made(published("parking_spaces", totals))
    names = ("spaces.free", "spaces.charged", "spaces.total")
    assert values(assembled, *names) == [("60", "computed"), ("39", "computed"), ("100", "computed")]
    assert listed(assembled) == [("spaces-differ", "", "total=100 free=60 charged=39")]
    places = [
        {"Location": "A", "ParkingSpaces": 10, "FreeParking": True, "ChargeableParking": False},
        {"Location": "B", "ParkingSpaces": "5.5", "FreeParking": False, "ChargeableParking": True},
    ]
    assembled = made(published("parking_spaces", *places))
    assert values(assembled, *names) == [("10", "inferred"), ("6", "inferred"), ("16", "inferred")]
    assert listed(assembled) == []


def test_a_dataset_without_a_usable_file_leaves_only_its_own_cells_without_data() -> None:
    assembled = made(published("parking_account", GUIDED))
    assert values(assembled, "spaces.total", "surplus.used") == [(None, "no-data"), ("295.00", "inferred")]
    missing = [row["detail"] for row in assembled.exceptions.to_pylist() if row["reason"] == "no-data"]
    assert missing == ["parking_spaces"]


@pytest.mark.parametrize("dropped", [name for name in GUIDED if name.startswith("Expenditure")])
def test_no_spending_without_a_column_of_every_kind(dropped: str) -> None:
    assembled = made(published("parking_account", GUIDED, without=(dropped,)))
    assert values(assembled, "61.spending", "61.net", "surplus.computed") == [(None, "not-derivable")] * 3
    assert values(assembled, "61.fees", "surplus.published") == [("550.00", "inferred"), ("295.00", "computed")]


@pytest.mark.parametrize(("account", "uses"), [(ACCOUNT, PUBLISHED_USES), (GUIDED, GUIDED_USES)])
def test_what_a_surplus_was_spent_on_needs_a_column_of_every_use(
    account: dict[str, Any], uses: tuple[str, ...]
) -> None:
    row = account | dict.fromkeys(uses, 1)
    assert values(made(published("parking_account", row)), "surplus.used") == [(f"{len(uses)}.00", "inferred")]
    for dropped in uses:
        assembled = made(published("parking_account", row, without=(dropped,)))
        assert values(assembled, "surplus.used") == [(None, "not-derivable")], dropped


def test_a_row_that_says_no_year_is_about_the_last_one_that_had_ended() -> None:
    row = {name: value for name, value in GUIDED.items() if name != "EffectiveDate"}
    assert values(made(published("parking_account", row)), "61.income") == [("800.00", "inferred")]
    later = published("parking_account", row, fetched=date(2021, 4, 1))
    assert values(made(later), "61.income") == [(None, "no-data")]


def test_a_line_of_the_department_differs_by_more_than_5000_pounds_and_5_per_cent() -> None:
    file = (
        "authority,period,line,value,unit\n"
        f"{TRAFFORD},2019-20,PKG.61.income,1733,£000\n"  # 87,340 more, 5.04 %
        f"{TRAFFORD},2019-20,PKG.61.spending,876.9,£000\n"  # 4.88 %
        f"{TRAFFORD},2019-20,PKG.62.other,[x],£000\n"
        f"{TRAFFORD},2018-19,PKG.62.income,1,pounds\n"
    ).encode()
    assembled = made(published("parking_account", ACCOUNT), department=file)
    assert listed(assembled) == [("beside-differs", "PKG.61.income", "published=1820340 department=1733000")]
    assert not assembled.checks_failed
    beside = {name: csv_bytes(table).decode() for name, table in PARKING.files(assembled)}  # type: ignore[misc]
    assert beside["beside.csv"].splitlines() == [
        "authority,period,line,unit,published,department,difference",
        f"{TRAFFORD},2019-20,PKG.61.income,pounds,1820340.00,1733000.00,87340.00",
        f"{TRAFFORD},2019-20,PKG.61.spending,pounds,919724.20,876900.00,42824.20",
    ]


def test_it_is_a_reconciliation_and_says_so() -> None:
    assert PARKING.kind == "reconciliation"
    assert PARKING.kind_in_words.endswith("not a return")
    assert "return" not in PARKING.title.lower()
