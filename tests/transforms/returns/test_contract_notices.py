"""Contract notices as the page says: its worked example, and its sentences one by one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.transforms.returns.contract_tables import (
    ADUR,
    EVERY_MONTH,
    EXAMPLE_PAYMENTS,
    EXAMPLE_REGISTER,
    FETCHED,
    QUARTER,
    cells,
    class_of,
    duties,
    register,
    spending,
)
from tests.transforms.returns.drawn import assemble, snapshot
from transforms.domain.period import parse_period
from transforms.domain.standard import DatasetStandard
from transforms.render import render_return
from transforms.returns.contract_notices import RETURN as CONTRACT_NOTICES
from transforms.returns.contract_notices.files import duties_table
from transforms.standards.contracts import CONTRACTS
from transforms.standards.spending_over_500 import SPENDING_OVER_500


def test_the_worked_example() -> None:
    found = cells(register(EXAMPLE_REGISTER), spending(EXAMPLE_PAYMENTS))
    assert (found["pay.due.payments"], found["pay.due.net"]) == ("4", "129000.00")
    groups = ("undecided", "unmatched", "below_threshold", "before_regime")
    assert [found[f"pay.{group}.payments"] for group in groups] == ["1", "1", "1", "1"]
    assert found["pay.all.payments"] == "8"


@pytest.mark.parametrize(
    ("standard", "place"), [(CONTRACTS, 0), (SPENDING_OVER_500, 1)], ids=["contracts", "spending_over_500"]
)
def test_what_is_read_are_fields_of_the_standard_and_of_payments_every_one(
    standard: DatasetStandard, place: int
) -> None:
    fields = {field.name for field in standard.editions[0].fields}
    read = set(CONTRACT_NOTICES.reads[place].columns)
    assert read == fields if place else read < fields


def test_rows_of_one_title_and_days_are_one_contract_worth_the_largest_value() -> None:
    found = cells(
        register("""
            ref  title      value   start       end         supplier
            K1   Mowing     100.50  2026-10-01  2027-09-30  Alder
            K1   mowing     200.50  2026-10-01  2027-09-30  Birch
            K1   Mowing     100.50  2026-10-01  2028-09-30  Birch
            k1   Mowing     1       2026-10-01  2027-09-30  ALDER
        """)
    )
    assert (found["stock.contracts"], found["stock.value"], found["stock.suppliers"]) == ("3", "302.00", "2")


def test_the_stock_is_the_one_before_with_what_began_and_without_what_ended() -> None:
    table = """
        ref  value  start       end
        K1   1      -           -
        K2   1      2026-09-30  2026-12-31
        K3   1      2026-10-01  2027-01-01
        K4   1      2026-12-31  -
        K5   1      2027-01-01  2028-01-01
        K6   1      2026-11-01  2026-11-30
        K7   1      2020-01-01  2026-09-30
    """
    before, now = (cells(register(table), quarter=quarter) for quarter in ("2026-Q3", "2026-Q4"))
    assert (before["stock.contracts"], now["new.contracts"], now["ended.contracts"]) == ("2", "3", "2")
    assert now["stock.contracts"] == "3"


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ({"ContractValue": Decimal("207720"), "StartDate": date(2026, 1, 1)}, "above"),
        ({"ContractValue": Decimal("207720"), "StartDate": date(2025, 12, 31)}, "undecided"),
        ({"ContractValue": Decimal("214904"), "StartDate": date(2025, 12, 31)}, "above"),
        ({"ContractValue": Decimal("173099.99")}, "below"),
        ({"ContractValue": Decimal("173100")}, "undecided"),
        ({}, "undecided"),
        ({"ContractValue": Decimal(1), "StartDate": None}, "undecided"),
        ({"ContractValue": Decimal(1), "StartDate": date(2025, 2, 23)}, "before_regime"),
        ({"ContractValue": Decimal(1), "ContractType": "Grant agreement", "StartDate": None}, "not_public"),
        ({"ContractValue": Decimal(1), "ContractType": "Dynamic purchasing system"}, "not_public"),
        ({"ContractValue": Decimal(1), "ContractType": "Framework agreement"}, "below"),
        ({"ContractValue": Decimal(4_000_000), "CPVCode": "45233141-9"}, "below"),
        ({"ContractValue": Decimal(500_000), "CPVCode": "85311000-2"}, "below"),
        ({"ContractValue": Decimal(600_000), "CPVCode": "85311000-2"}, "undecided"),
        ({"ContractValue": Decimal(5_193_000), "CPVCode": None}, "above"),
        ({"ContractValue": Decimal(300_000), "CPVCode": "45000000|72000000"}, "undecided"),
        ({"ContractValue": Decimal(300_000), "CPVCode": "48000000|44111000-1"}, "above"),
    ],
)
def test_the_class_of_a_contract(published: dict[str, Any], expected: str) -> None:
    assert class_of(**published) == expected


def test_a_contract_that_may_have_been_procured_before_the_act_is_undecided() -> None:
    start = date(2025, 8, 23)
    assert class_of("6", StartDate=start, ContractValue=Decimal(1)) == "undecided"
    assert class_of("6", StartDate=date(2025, 8, 24), ContractValue=Decimal(1)) == "below"
    assert class_of("0", StartDate=start, ContractValue=Decimal(1)) == "below"


@pytest.mark.parametrize(
    ("value", "end", "expected"),
    [
        ("51930", date(2030, 8, 31), "above"),  # 48 months
        ("51929.99", date(2030, 8, 31), "undecided"),
        ("50870.21", date(2030, 9, 1), "above"),  # a forty-ninth month begins
        ("207720", date(2027, 12, 31), "above"),
        ("173099.99", date(2027, 8, 31), "below"),
        ("1", None, "undecided"),
        ("207720", None, "above"),
    ],
)
def test_a_value_of_a_year_is_multiplied_by_the_months_begun(value: str, end: date | None, expected: str) -> None:
    assert class_of(FixedCost=False, ContractValue=Decimal(value), EndDate=end) == expected


def test_duties_and_their_days() -> None:
    table = register("""
        ref  title    value    cpv       start       end         ocid                 extends     copy             kpi
        A1   Mowing   6000000  77310000  2026-10-05  2030-10-04  OCDS-h6vhtk-1        -           https://x.org/1  -
        B1   Care     6000000  85000000  2026-10-05  2030-10-04  ocds-b5fd17-1        -           -                -
        C1   Weeds    25000    77310000  2026-10-05  2027-10-04  -                    -           -                -
        C2   Weeds    24999    77310000  2026-10-05  2027-10-04  -                    -           -                -
        C3   Weeds    30000    77310000  2026-10-05  2027-10-04  -                    -           -                -
        D1   Parks    300000   77310000  2026-01-05  2026-11-30  ocds-h6vhtk-2        -           -                -
        D2   Parks    300000   77310000  2026-01-05  2026-11-30  ocds-h6vhtk-2        2027-11-30  -                -
        E1   Streets  6000000  77310000  2025-11-30  2027-11-30  -                    -           -                https://x.org/2
        E2   Streets  6000000  -         2025-12-31  2027-11-30  -                    -           -                -
        E3   Streets  6000000  77310000  2025-12-31  2026-12-31  -                    -           -                -
    """)
    assert duties(table) == [
        ("A1", "copy", "", "2027-01-02", "evidenced"),
        ("A1", "details", "UK7", "2026-11-03", "evidenced"),
        ("B1", "copy", "", "2027-04-02", "open"),
        ("B1", "details", "UK7", "2027-02-01", "open"),
        ("C1", "details_below", "", None, "undecided"),
        ("C3", "details_below", "", None, "open"),
        ("D1", "termination", "UK11", "2026-12-29", "overdue"),
        ("D2", "termination", "UK11", "2026-12-29", "undecided"),
        ("E1", "kpi", "UK9", "2026-11-30", "evidenced"),
        ("E2", "kpi", "UK9", "2026-12-31", "undecided"),
        ("E3", "termination", "UK11", "2027-01-29", "open"),
    ]


def test_a_duty_is_open_on_its_day_and_overdue_after_it() -> None:
    table = """
        ref  value   cpv       start       end
        A1   300000  77310000  2026-10-05  2030-10-04
    """
    states = [duties(register(table, date(2026, 11, 1)), as_known=date(2026, 11, day))[0][-1] for day in (3, 4)]
    assert states == ["open", "overdue"]


def test_an_anniversary_of_a_29_february_is_28_february() -> None:
    table = """
        ref  value    cpv       start       end
        A1   6000000  77310000  2028-02-29  2032-10-04
    """
    for quarter, due in (("2029-Q1", "2029-02-28"), ("2032-Q1", "2032-02-29")):
        found = assemble(CONTRACT_NOTICES, [register(table)], [ADUR], parse_period(quarter))
        assert [row["due"] for row in duties_table(found).to_pylist() if row["duty"] == "kpi"] == [due]


def test_payments_are_owed_where_one_is_due_and_undecided_where_none_is_for_certain() -> None:
    one_due = spending("number  net  contract  paid\nP1  31000  K1  2026-10-05\nP2  26000  K1  2026-10-06")
    one_in_doubt = spending("number  net  contract  paid\nP2  26000  K1  2026-10-05")
    for payments, state in ((one_due, "open"), (one_in_doubt, "undecided")):
        last = duties(register(EXAMPLE_REGISTER), payments)[0]
        assert last == ("", "payments", "", "2027-01-29", state)


def test_a_payment_with_a_number_is_that_of_the_latest_file_that_holds_it() -> None:
    earlier = spending("number  net  contract  paid\nP1  31000  K1  2026-10-05\nP2  40000  K1  2026-10-05")
    later = spending("number  net  contract  paid\nP1  32000  K1  2026-10-05", date(2027, 2, 1))
    found = cells(register(EXAMPLE_REGISTER), earlier, later)
    assert (found["pay.due.payments"], found["pay.due.net"]) == ("2", "72000.00")


def test_rows_without_a_number_count_as_often_as_in_the_file_with_most_of_them() -> None:
    header = "net  contract  paid  purpose  effective\n"
    alike = "31000  K1  2026-10-05  Mowing  2026-12-31\n"
    twice = spending(header + alike + alike + "31000  K1  2026-10-05  Weeds  2026-12-31")
    once = spending(header + alike.replace("2026-12-31", "2027-03-31"), date(2027, 2, 1))
    assert cells(register(EXAMPLE_REGISTER), twice, once)["pay.due.payments"] == "3"


def test_vat_counts_only_where_every_row_of_the_payment_shows_it() -> None:
    table = """
        number  net    vat   contract  paid
        P1      13000  2600  K1        2026-10-05
        P1      13000  0     K1        2026-10-05
        P2      20000  9999  K1        2026-10-05
        P3      20000  10001  K1       2026-10-05
    """
    found = cells(register(EXAMPLE_REGISTER), spending(table))
    assert (found["pay.due.net"], found["pay.undecided.net"]) == ("20000.00", "26000.00")


def test_grants_are_no_payments() -> None:
    payments = spending("number  net  contract  paid\nP1  31000  K1  2026-10-05", VCSEGrant=True)
    assert cells(register(EXAMPLE_REGISTER), payments)["pay.all.payments"] == "0"


def test_a_month_without_a_payment_leaves_the_payments_without_figures() -> None:
    rows = [{"PaymentDate": date(2026, 10, 5), "Amount": Decimal(31000)}, *EVERY_MONTH[:2]]
    payments = snapshot(CONTRACT_NOTICES, ADUR, FETCHED, rows, "2015", "spending_over_500")
    found = assemble(CONTRACT_NOTICES, [register(EXAMPLE_REGISTER), payments], [ADUR], QUARTER)
    origins = {row["origin"] for row in found.cells.to_pylist() if row["cell"].startswith("CN.pay.")}
    assert origins == {"no-data", "not-derivable"}  # England’s counts of different values have no total
    listed = [(row["reason"], row["detail"]) for row in found.exceptions.to_pylist() if not row["reference"]]
    assert ("month-missing", "2026-12") in listed


def test_no_reference_runs_as_a_formula_in_the_table_of_duties() -> None:
    table = register("ref  value  cpv  start  end\n=1+1  300000  77310000  2026-10-05  2030-10-04")
    files = dict(render_return(assemble(CONTRACT_NOTICES, [table], [ADUR], QUARTER), []))
    assert b"E07000223,'=1+1,details,UK7," in b"".join(files["duties.csv"])


def test_a_duty_whose_evidence_nobody_publishes_says_so() -> None:
    row = {"ContractReference": "K1", "StartDate": date(2026, 10, 5), "ContractValue": Decimal(300_000)}
    row |= {"CPVCode": "77310000", "EndDate": date(2030, 10, 4)}
    why = {}
    for fields in (frozenset(row), frozenset({*row, "OpenContractingID"})):
        table = snapshot(CONTRACT_NOTICES, ADUR, FETCHED, [row], "2015", "contracts", fields)
        (duty,) = duties_table(assemble(CONTRACT_NOTICES, [table], [ADUR], QUARTER)).to_pylist()
        why[len(fields)] = (duty["state"], duty["why"])
    assert why[6] == ("overdue", "it begins in the quarter")
    assert why[5] == ("overdue", "it begins in the quarter; nothing published could show that it was given")
