"""The engine says what a plain reading of the page says, whatever councils publish."""

from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from expectations.check_return import check_return
from tests.transforms.returns import plain_alcohol_licensing as plain
from tests.transforms.returns.drawn import assemble, snapshot, trace
from tests.transforms.returns.drawn_licences import Published, publish
from transforms.domain.authority import AuthorityGroup
from transforms.domain.period import parse_period
from transforms.domain.snapshot_table import SnapshotTable
from transforms.registers import authorities, is_member
from transforms.returns.alcohol_licensing import RETURN

pytestmark = pytest.mark.law

YEAR, EARLIER = parse_period("2025-26"), parse_period("2023-24")
LICENSING = sorted({body.gss for body in authorities().values() if is_member(body, AuthorityGroup.LICENSING)})
AREAS = {"E92000001": "E", "W92000004": "W", "K04000001": ("E", "W")}


def snapshots_of(published: Published) -> list[SnapshotTable]:
    return [snapshot(RETURN, gss, fetched, rows) for gss, files in published.items() for fetched, rows in files]


def chosen(seed: int, number: int) -> list[str]:
    """Some licensing authorities, of England and of Wales."""
    dice = Random(seed)
    return sorted({*dice.sample(LICENSING[:-22], number), *dice.sample(LICENSING[-22:], max(2, number // 8))})


def plainly(published: Published, asked: list[str], switches: Mapping[str, str]) -> tuple[dict, dict]:
    """By authority, the cells and what is listed."""
    histories = plain.histories(published)
    cells, listed = {}, {}
    for gss in asked:
        own = histories.get(gss, [])
        cells[gss], listed[gss] = plain.authority_cells(own, YEAR.first, YEAR.last, switches)
        before, _ = plain.authority_cells(own, EARLIER.first, EARLIER.last, switches)
        listed[gss] = listed[gss] + plain.moved(cells[gss], before)
    for area, prefixes in AREAS.items():
        members = [cells[gss] for gss in asked if gss.startswith(prefixes)]
        if members:
            cells[area] = plain.total(members)
    return cells, listed


def expect_the_plain_reading(published: Published, asked: list[str], switches: Mapping[str, str]) -> None:
    assembled = check_return(assemble(RETURN, snapshots_of(published), asked, YEAR, None, switches))
    cells, listed = plainly(published, asked, switches)
    assert [tuple(row.values())[1:] for row in assembled.cells.to_pylist()] == [
        (gss, "2025-26", name, None if value is None else str(value), origin)
        for gss in sorted(cells)
        for name in plain.NAMES
        for value, origin in [cells[gss][name]]
    ]
    rates = Counter((row["authority"], row["value"]) for row in assembled.indicators.to_pylist())
    assert rates == Counter((gss, rate) for gss in cells for rate in plain.indicators(cells[gss]))
    found = Counter(
        (row["authority"], row["reason"], row["reference"] or told(row)) for row in assembled.exceptions.to_pylist()
    )
    assert found == Counter((gss, reason, detail) for gss in asked for reason, detail in listed[gss])


def told(row: Mapping[str, Any]) -> str:
    """What an exception without a reference names."""
    names = ("moved-against-last-year", "hours-unreadable", "kind-not-published")
    return row["detail"] if row["reason"] in names else ""


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("suspended", ["yes", "no"])
def test_every_cell_indicator_and_exception_is_what_a_plain_reading_gives(seed: int, suspended: str) -> None:
    asked = chosen(seed, 40)
    expect_the_plain_reading(publish(seed, asked), asked, {"suspended_in_force": suspended})


@pytest.mark.parametrize("seed", [100, 101])
def test_large_files_move_against_two_years_before_as_a_plain_reading_says(seed: int) -> None:
    asked = chosen(seed, 8)
    expect_the_plain_reading(publish(seed, asked, most=400), asked, {})


@pytest.mark.parametrize("seed", [7, 8])
def test_as_many_records_are_traced_as_a_cell_counts(seed: int) -> None:
    asked = chosen(seed, 6)
    snapshots = snapshots_of(publish(seed, asked))
    for row in assemble(RETURN, snapshots, asked, YEAR).cells.to_pylist():
        if int(row["value"] or 0):
            traced = trace(RETURN, row["cell"], snapshots, asked, row["authority"], YEAR)
            assert traced.num_rows == int(row["value"])


def test_the_order_in_which_snapshots_are_given_does_not_matter() -> None:
    asked = chosen(9, 40)
    snapshots = snapshots_of(publish(9, asked))
    shuffled = Random(9).sample(snapshots, len(snapshots))
    found, again = (assemble(RETURN, given, asked, YEAR) for given in (snapshots, shuffled))
    assert (found.cells, found.exceptions) == (again.cells, again.exceptions)
