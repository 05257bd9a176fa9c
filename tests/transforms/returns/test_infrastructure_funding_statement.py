"""What each cell of the infrastructure funding statement is, sentence by sentence of the specification."""

from decimal import Decimal

import pytest

from tests.transforms.returns.contribution_tables import (
    ADUR,
    BY_PURPOSE,
    COUNTY,
    EXAMPLE,
    EXPECTED,
    LONDON,
    OPENINGS,
    SMALL,
    assembled,
    figures_of,
    files,
    listed,
    moved,
    traced,
    without_history,
)
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.infrastructure_funding_statement.vocabulary import AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS


def test_the_worked_example_gives_the_figures_of_the_page() -> None:
    found = assembled(files(EXAMPLE))
    assert figures_of(found, *EXPECTED) == [f"{value} computed" for value in EXPECTED.values()]
    assert figures_of(found, *BY_PURPOSE) == [f"{value} inferred" for value in BY_PURPOSE.values()]
    assert listed(found) == [("administration-above-5-pct", "CIL.giii")]
    assert not found.checks_failed


def test_as_a_flow_what_is_allocated_may_be_negative() -> None:
    found = assembled(files(EXAMPLE), allocated_unspent_as="flow")
    assert figures_of(found, "S106.e") == ["-5000.00 computed"]


def test_the_rates_are_of_the_cells() -> None:
    rates = {
        row["indicator"]: row["value"]
        for row in assembled(files(EXAMPLE)).indicators.to_pylist()
        if row["authority"] == ADUR
    }
    assert rates == {"cil_administration_pct": "25.0", "s106_spent_share_pct": "22.5"}


@pytest.mark.parametrize("cell", ["CIL.b", "CIL.e", "S106.f", "CIL.a", "S106.d1", "S106.h1.open-space-and-leisure"])
def test_the_records_behind_a_flow_add_up_to_it(cell: str) -> None:
    found = traced(files(EXAMPLE), cell)
    column = "units" if cell == "S106.d1" else "amount"
    assert sum(Decimal(one) for one in found.records.column(column).to_pylist()) == Decimal(found.value or 0)
    assert "" not in found.records.column("line").to_pylist()


@pytest.mark.parametrize("switch", ["stock", "flow"])
@pytest.mark.parametrize("cell", ["CIL.c", "CIL.d", "CIL.f", "CIL.l2", "S106.i", "S106.e", "S106.open.unallocated"])
def test_the_groups_behind_a_stock_add_up_to_it_and_show_their_six_sums(cell: str, switch: str) -> None:
    found = traced(files(EXAMPLE), cell, allocated_unspent_as=switch)
    names = found.records.column_names
    column = "counted" if "counted" in names else "allocated_less_used"
    assert sum(Decimal(one) for one in found.records.column(column).to_pylist()) == Decimal(found.value or 0)
    day = "before" if ".open." in cell else "to_end"
    assert {f"{name}_{day}" for name in ("rec", "alloc", "spent", "trans", "ret", "out")} <= set(names)


def test_without_history_stocks_are_not_derivable_until_an_opening_is_declared() -> None:
    snapshots = files(without_history(EXAMPLE))
    stocks = ("CIL.c", "CIL.d", "CIL.f", "CIL.l1", "CIL.l2", "S106.c", "S106.e", "S106.i")
    assert set(figures_of(assembled(snapshots), *stocks)) == {"not-derivable"}
    half = assembled(snapshots, declared={"CIL.open.unallocated": "60000"})
    assert figures_of(half, "CIL.open.unallocated", "CIL.c") == ["60000.00 declared", "not-derivable"]
    found = assembled(snapshots, declared=OPENINGS)
    assert figures_of(found, *stocks) == [
        f"{value} declared"
        for value in ("23000.00", "37000.00", "15000.00", "12000.00", "38000.00", "4000.00", "25000.00", "69000.00")
    ]
    assert figures_of(found, "CIL.h.community-infrastructure-levy", "S106.g.education") == ["not-derivable"] * 2


def test_a_cell_that_follows_from_an_opening_leads_to_the_lines_of_the_file() -> None:
    found = traced(files(without_history(EXAMPLE)), "S106.i", declared=OPENINGS)
    lines = zip(found.records.column("line").to_pylist(), found.records.column("reference").to_pylist(), strict=True)
    assert sorted(lines) == [("4", "S106.open.unallocated"), ("5", "S106.open.allocated")]


def test_history_decides_and_an_opening_that_differs_by_more_than_a_pound_is_listed() -> None:
    declared = {"CIL.open.unallocated": "60001", "CIL.open.allocated": "0", **dict(list(OPENINGS.items())[2:])}
    found = assembled(files(EXAMPLE), declared=declared | {"S106.open.unallocated": "20001.01"})
    assert figures_of(found, "CIL.open.unallocated", "S106.open.unallocated") == [
        "60000.00 computed",
        "20000.00 computed",
    ]
    assert [one for one in listed(found) if one[0].endswith("differs")] == [
        ("opening-differs", "S106.open.unallocated")
    ]


def test_england_leaves_counties_out_of_section_106_and_says_so() -> None:
    found = assembled([*files(EXAMPLE), *files(EXAMPLE, COUNTY)])
    assert figures_of(found, "S106.b", "CIL.b", authority=ENGLAND) == ["40000.00 computed", "24000.00 computed"]
    assert listed(found, ENGLAND) == [("counties-left-out", "")]


def test_a_county_without_the_levy_has_none_of_it() -> None:
    tables = {
        AGREEMENTS: "reference  type  begun\nA1  section-106  2025-05-01",
        CONTRIBUTIONS: "reference  of  amount\nC1  A1  5",
        TRANSACTIONS: "reference  on  status  amount  day\nT1  C1  received  5  2025-06-01",
    }
    found = assembled([*files(tables, COUNTY), *files(tables)])
    cells = ("CIL.a", "CIL.b", "CIL.c", "CIL.h.education", "CIL.gii")
    assert figures_of(found, *cells, authority=COUNTY) == [*["0.00 inferred"] * 4, "not-derivable"]
    assert set(figures_of(found, *cells)) == {"not-derivable"}


def test_the_mayors_levy_is_the_greater_london_authoritys_own() -> None:
    tables = {
        AGREEMENTS: "reference  type  begun\nA1  community-infrastructure-levy  2025-05-01",
        CONTRIBUTIONS: "reference  of  purpose  amount\nC1  A1  mayoral-community-infrastructure-levy  5",
        TRANSACTIONS: "reference  on  status  amount  day\nT1  C1  received  5  2025-06-01",
    }
    found = assembled([*files(tables), *files(tables, LONDON)])
    assert figures_of(found, "CIL.a", "CIL.b") == ["0.00 computed", "0.00 computed"]
    assert listed(found) == [("collected-for-another", "C1")]
    assert figures_of(found, "CIL.a", "CIL.b", authority=LONDON) == ["5.00 computed", "5.00 computed"]


@pytest.mark.parametrize(
    ("table", "field", "cells"),
    [
        (AGREEMENTS, "developer-agreement-type", ("CIL.a", "CIL.b", "S106.d1", "S106.i", "S278.a")),
        (AGREEMENTS, "start-date", ("CIL.a", "S106.d2", "S278.a")),
        (CONTRIBUTIONS, "developer-agreement", ("CIL.a", "S106.d1")),
        (CONTRIBUTIONS, "amount", ("CIL.a", "S106.a")),
        (CONTRIBUTIONS, "units", ("S106.d1", "S106.d2", "S106.d3.health")),
        (CONTRIBUTIONS, "contribution-purpose", ("S106.d1", "CIL.giii", "CIL.e", "S106.h1.other", "S106.g.other")),
        (TRANSACTIONS, "developer-agreement-contribution", ("CIL.b", "S106.i")),
        (TRANSACTIONS, "contribution-funding-status", ("CIL.b", "S106.f")),
        (TRANSACTIONS, "amount", ("CIL.b", "S106.c")),
        (TRANSACTIONS, "start-date", ("CIL.b", "S106.c")),
    ],
)
def test_no_cell_holds_a_figure_whose_field_nobody_publishes(table: str, field: str, cells: tuple[str, ...]) -> None:
    published = files(EXAMPLE)
    without = [
        SnapshotTable(**{**vars(one), "fields": one.fields - {field}}) if one.standard == table else one
        for one in published
    ]
    found = assembled(without)
    assert set(figures_of(found, *cells)) == {"not-derivable"}
    details = [row["detail"] for row in found.exceptions.to_pylist() if row["reason"] == "field-missing"]
    assert [one.split()[0] for one in details] == [f"field={field}"]


def test_a_row_that_ended_is_replaced_by_another_of_its_reference_even_an_equal_one() -> None:
    rows = ("T1  C1  received  5  2025-06-01  2025-07-01", "T1  C1  received  5  2025-06-01  -")
    for order in (rows, rows[::-1]):
        found = assembled([*files(SMALL), moved(*order)])
        assert figures_of(found, "S106.b") == ["5.00 computed"]
        assert listed(found) == [("record-superseded", "T1")]


def test_a_header_alone_says_that_nothing_moved_and_rows_without_a_reference_do_not() -> None:
    header, without_reference = moved(), moved("-  C1  received  5  2025-06-01  -", is_usable=False)
    cells = ("S106.b", "S106.a", "S106.h2")
    nothing = assembled([*files(SMALL), header])
    assert figures_of(nothing, *cells) == ["0.00 computed", "100.00 computed", "not-derivable"]
    unread = assembled([*files(SMALL), without_reference])
    assert figures_of(unread, *cells) == ["not-derivable", "100.00 computed", "not-derivable"]
    assert listed(unread) == [("year-not-published", "")]
    assert figures_of(assembled(files(SMALL)), *cells) == ["no-data", "100.00 computed", "not-derivable"]


def test_a_declared_figure_leads_to_its_own_line_even_where_an_opening_is_declared_too() -> None:
    declared = OPENINGS | {"S106.i": "7"}
    found = traced(files(SMALL), "S106.i", declared=declared)
    assert (found.value, found.records.column("reference").to_pylist()) == ("7.00", ["S106.i"])
