from datetime import date

import pytest

from examples.england import England
from examples.faults import ROWS, Fault
from examples.published.brownfield_land import publish as publish_sites
from examples.published.planning_applications import publish as publish_cases
from examples.spoil_rows import shrink, spoil_rows
from examples.tables import Table

DAY = date(2026, 10, 5)


@pytest.fixture
def tables(england: England) -> dict[str, Table]:
    council = next(one for one in england.councils if one.habits.edition == "2017")
    return {
        "planning_applications": publish_cases(england, council, DAY),
        "brownfield_land": publish_sites(england, council, DAY),
    }


@pytest.mark.parametrize("fault", ROWS, ids=lambda fault: fault.slug)
def test_every_fault_of_content_spoils_every_standard_that_it_befalls(fault: Fault, tables: dict[str, Table]) -> None:
    for standard in fault.standards:
        assert spoil_rows(tables[standard], fault.slug) != tables[standard]


def test_other_faults_leave_the_rows_alone(tables: dict[str, Table]) -> None:
    assert spoil_rows(tables["brownfield_land"], "gone") is tables["brownfield_land"]


def test_spoiling_leaves_the_clean_table_as_it_was(tables: dict[str, Table], england: England) -> None:
    clean = tables["brownfield_land"]
    before = [list(row) for row in clean.rows]
    for fault in ROWS:
        spoil_rows(clean, fault.slug)
    assert clean.rows == before


def test_dates_are_written_as_the_fault_says() -> None:
    table = Table(["CaseReference", "CaseDate"], [["A", "01/02/2026"], ["B", ""]])
    assert spoil_rows(table, "serial-dates").rows == [["A", "46054"], ["B", ""]]
    assert spoil_rows(Table(table.header, [["A", "01/02/2026"]] * 8), "mixed-dates").rows[7] == ["A", "31/02/2026"]


def test_a_file_that_shrinks_keeps_a_fifth() -> None:
    assert len(shrink(Table(["A"], [["x"]] * 100)).rows) == 20
