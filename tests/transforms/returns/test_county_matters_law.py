"""The engine says of county matters what a plain reading of the page says, whatever authorities publish."""

from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest

from tests.transforms.returns import plain_county_matters as plain
from tests.transforms.returns.drawn import assemble, snapshot, trace
from tests.transforms.returns.drawn_cases import Published, draw_history, every_day
from tests.transforms.returns.plain_planning_matters import Cells
from transforms.domain.period import parse_period
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.county_matters import RETURN as COUNTY_MATTERS

pytestmark = pytest.mark.law

QUARTER = parse_period("2025-Q1")
AUTHORITIES = [f"E10{number:06d}" for number in range(250)]
NUMBERS = (6024, 6025, 6025, 6026, 6026, 6023, 6023, 6012, 6014, 6020, 6027, 9999)
LABELS = (
    None,
    None,
    None,
    None,
    "Q41",
    "q60",
    "Waste",
    " oil  and gas",
    "Q42|Q43",
    "County other (CPS 50)",
    "MIN",
    "Q13",
)
FETCHES = (
    *(date(2024, 10, 1), date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 14), date(2025, 3, 31), date(2025, 4, 1)),
    date(2025, 6, 1),
)
DAYS = [*every_day(date(2024, 7, 1), date(2025, 4, 20)), *every_day(date(2024, 12, 28), date(2025, 1, 4)) * 9]
SWITCHES = (
    {"split_counts_as": "granted", "infer_agreements": "on", "agreement_tolerance_days": "7"},
    {"split_counts_as": "refused", "infer_agreements": "off", "agreement_tolerance_days": "7"},
    {"split_counts_as": "granted", "infer_agreements": "on", "agreement_tolerance_days": "0"},
)


@cache
def published(seed: int) -> dict[str, Published]:
    random = Random(seed)
    return {gss: draw_history(random, NUMBERS, LABELS, FETCHES, DAYS) for gss in AUTHORITIES}


def snapshots_of(histories: dict[str, Published]) -> list[Any]:
    return [
        snapshot(COUNTY_MATTERS, gss, fetched, rows)
        for gss, history in histories.items()
        for fetched, rows in history.items()
    ]


@pytest.mark.parametrize(("seed", "switches"), enumerate(SWITCHES))
def test_every_cell_indicator_and_exception_is_what_a_plain_reading_gives(seed: int, switches: dict[str, str]) -> None:
    histories = published(seed)
    made = assemble(COUNTY_MATTERS, snapshots_of(histories), AUTHORITIES, QUARTER, None, switches)
    expected = {
        gss: plain.authority_cells(list(history.items()), QUARTER.first, QUARTER.last, switches)
        for gss, history in histories.items()
    }
    cells = {gss: found for gss, (found, _) in expected.items()} | {
        ENGLAND: england([one for one, _ in expected.values()])
    }
    assert [(row["authority"], row["cell"], row["value"], row["origin"]) for row in made.cells.to_pylist()] == [
        (gss, name, *written(found, name)) for gss, found in sorted(cells.items()) for name in plain.form_order()
    ]
    rates = {row["authority"]: row["value"] for row in made.indicators.to_pylist()}
    tenths = {gss: plain.in_time_tenths(found, switches["infer_agreements"] == "on") for gss, found in cells.items()}
    assert rates == {gss: None if one is None else f"{one // 10}.{one % 10}" for gss, one in tenths.items()}
    listed = sorted(
        (row["authority"], row["reason"], row["reference"] or row["detail"]) for row in made.exceptions.to_pylist()
    )
    assert listed == sorted(
        (gss, reason, detail or "no usable snapshot that reaches the period")
        for gss, (_, exceptions) in expected.items()
        for reason, detail in exceptions
    ) + [one for one in listed if one[1] == "negative-cell"]


def england(by_authority: list[Cells | None]) -> Cells:
    """The sum over the authorities that have a value, and the weakest origin summed."""
    strength = ["no-data", "not-derivable", "inferred", "computed"]
    total: Cells = {}
    for name in plain.form_order():
        parts = [cells[name] if cells else (None, "no-data") for cells in by_authority]
        known = [part for part in parts if part[0] is not None]
        if known:
            total[name] = (sum(value for value, _ in known), min((origin for _, origin in known), key=strength.index))
        else:
            total[name] = (None, "not-derivable" if any(o == "not-derivable" for _, o in parts) else "no-data")
    return total


def written(found: Cells | None, name: str) -> tuple[str | None, str]:
    if found is None:
        return None, "no-data"
    value, origin = found[name]
    return None if value is None else str(value), origin


def test_as_many_records_are_traced_as_a_cell_counts_and_its_parts_are_named() -> None:
    histories = dict(list(published(7).items())[:40])
    snapshots = snapshots_of(histories)
    made = assemble(COUNTY_MATTERS, snapshots, list(histories), QUARTER)
    own = {row["cell"]: row["value"] for row in made.cells.to_pylist() if row["authority"] == ENGLAND}
    for name in ("CPS.received", "CPS.withdrawn", "CPS.on_hand_start", "CPS.waste.b", "CPS.total.a", "CPS.total.j"):
        traced = trace(COUNTY_MATTERS, name, snapshots, list(histories), ENGLAND, QUARTER)
        assert traced.num_rows == int(own[name]) > 0
        assert len({(row["authority"], row["reference"]) for row in traced.to_pylist()}) == traced.num_rows
    parts = trace(COUNTY_MATTERS, "CPS.on_hand_end", snapshots, list(histories), ENGLAND, QUARTER)["part"].to_pylist()
    assert {name: parts.count(name) for name in parts} == {
        name: int(own[name]) for name in ("CPS.on_hand_start", "CPS.received", "CPS.withdrawn", "CPS.total.a")
    }


def test_the_order_of_files_does_not_matter() -> None:
    snapshots = snapshots_of(published(8))
    shuffled = Random(1).sample(snapshots, len(snapshots))
    one, other = (assemble(COUNTY_MATTERS, given, AUTHORITIES, QUARTER) for given in (snapshots, shuffled))
    assert (one.cells, one.exceptions, one.issues) == (other.cells, other.exceptions, other.issues)
