"""The engine says what a plain reading of the page says, whatever registers hold."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transforms.returns import plain_brownfield_register as plain
from tests.transforms.returns.drawn import assemble, snapshot, trace
from transforms.domain.period import parse_period
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.brownfield_register import RETURN as BROWNFIELD_REGISTER

pytestmark = pytest.mark.law

AUTHORITIES = ["E07000223", "E07000224", "E09000001"]
DAYS = ["2024-12-31", "2025-12-31", "2024-02-29"]

days = st.one_of(
    st.none(),
    st.integers(0, 1100).map(lambda n: date(2023, 1, 1) + timedelta(days=n)),
    st.sampled_from([date(2023, 2, 28), date(2023, 12, 31), date(2024, 2, 29), date(2024, 12, 31), date(2025, 12, 31)]),
)
numbers = st.sampled_from([None, None, *map(Decimal, ("0", "0.00", "4", "5.5", "10", "25"))])
yes = st.sampled_from([None, "yes", "yes", "no"])


def ranges(name: str) -> st.SearchStrategy[dict[str, Decimal | None]]:
    """A cell that holds nothing, a number or a range."""
    return st.tuples(numbers, st.sampled_from([None, None, Decimal(12), Decimal("40")])).map(
        lambda cell: {name: cell[0], f"{name}__upper": cell[1] if cell[0] is not None else None}
    )


rows = st.builds(
    lambda site, *cells: site | {key: value for cell in cells for key, value in cell.items()},
    st.fixed_dictionaries(
        {
            "SiteReference": st.sampled_from(["S1", "S2", "s2", "S3"]),
            "organisation_gss": st.sampled_from([None, None, None, *AUTHORITIES, "E08000001"]),
            "Hectares": st.sampled_from([None, *map(Decimal, ("0", "0.005", "0.125", "1.27", "500", "500.01"))]),
            "OwnershipStatus": st.sampled_from([None, *plain.OWNER, "unknown ownership"]),
            "PlanningStatus": st.sampled_from([None, "permissioned", *plain.STATUS]),
            "PermissionType": st.sampled_from([None, *plain.TYPE]),
            "PermissionDate": days,
            "Deliverable": yes,
            "Part2": yes,
            "HazardousSubstances": yes,
            "FirstAddedDate": days,
            "LastUpdatedDate": days,
            "EndDate": days,
            "is_usable": st.sampled_from([True] * 9 + [False]),
        }
    ),
    *(ranges(name) for name in ("NetDwellingsRangeFrom", "NetDwellingsRangeTo", "MinNetDwellings")),
)
files = st.tuples(st.sampled_from(["2017", "2026"]), st.lists(rows, max_size=6)).map(
    lambda file: (file[0], [row | {"EndDate": None} for row in file[1]] if file[0] == "2017" else file[1])
)
registers = st.dictionaries(st.sampled_from([date(2025, 1, 2), date(2025, 6, 1), date(2026, 1, 5)]), files, max_size=2)
collected = st.fixed_dictionaries(dict.fromkeys(AUTHORITIES, registers))


def snapshots_of(published: Any) -> list[SnapshotTable]:
    return [
        snapshot(BROWNFIELD_REGISTER, authority, fetched, rows, edition)
        for authority, register in published.items()
        for fetched, (edition, rows) in register.items()
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(collected, st.sampled_from(DAYS))
def test_every_cell_and_exception_is_what_a_plain_reading_gives(published: Any, day: str) -> None:
    period = parse_period(day)
    assembled = assemble(BROWNFIELD_REGISTER, snapshots_of(published), AUTHORITIES, period)
    files = {one: [(day, *file) for day, file in register.items()] for one, register in published.items()}
    found = plain.registers(files, AUTHORITIES)
    expected = {one: plain.authority_cells(found[one], period.last) for one in AUTHORITIES}
    cells = {one: cells for one, (cells, _) in expected.items()}
    cells[ENGLAND] = plain.england(list(cells.values()))
    assert [tuple(row.values())[1:] for row in assembled.cells.to_pylist()] == [
        (one, day, name, None if cells[one][name][0] is None else str(cells[one][name][0]), cells[one][name][1])
        for one in sorted(cells)
        for name in plain.NAMES
    ]
    listed = [(row["authority"], row["reason"], row["reference"]) for row in assembled.exceptions.to_pylist()]
    assert sorted(listed) == sorted((one, *reason) for one, (_, reasons) in expected.items() for reason in reasons)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(collected)
def test_the_records_traced_add_up_to_the_cell(published: Any) -> None:
    snapshots, period = snapshots_of(published), parse_period("2025-12-31")
    for row in assemble(BROWNFIELD_REGISTER, snapshots, AUTHORITIES, period).cells.to_pylist():
        group = row["cell"].split(".")[1]
        if row["authority"] == ENGLAND or group not in ("all", "permissioned", "type_unknown", "part_2", "updated"):
            continue
        traced = trace(BROWNFIELD_REGISTER, row["cell"], snapshots, AUTHORITIES, row["authority"], period)
        if row["cell"].endswith(".sites"):
            assert traced.num_rows == int(row["value"] or 0)
        elif row["value"] is not None:
            column = {"hectares": "Hectares"}.get(row["cell"].split(".")[2], row["cell"].split(".")[2])
            added = sum(Decimal(one or 0) for one in traced.column(column).to_pylist())
            assert abs(added - Decimal(row["value"])) <= (Decimal("0.005") if column == "Hectares" else Decimal("0.5"))
