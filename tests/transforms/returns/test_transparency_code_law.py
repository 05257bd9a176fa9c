"""The engine says what a plain reading of the page says, whatever was published and whenever somebody looked."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from tests.transforms.returns import plain_transparency_code as plain
from tests.transforms.returns.statements import assemble_statement, cells_of, request_for, sightings_of_statement
from transforms.assemble import trace
from transforms.registers import authorities
from transforms.returns.transparency_code import RETURN as TRANSPARENCY_CODE

pytestmark = pytest.mark.law

PRESTON, COUNTY, PARK, LONDON = "E07000123", "E10000017", "E26000006", "E09000001"
SUCCESSOR, PREDECESSOR, WELSH, CORPORATION = "E06000066", "E07000187", "W06000015", "E51000002"
BODIES = (PRESTON, PRESTON, COUNTY, PARK, LONDON, SUCCESSOR, PREDECESSOR, WELSH)
YEARS = (2022, 2023, 2025, 2025, 2025)
PERIODS = (None, None, "{0}/{2}", "{0}-{2}", "{0}–{1}", "{0} / {2}", "{0}/{0}", "{2}", "about {0}/{2}")


def some_day(dice: random.Random, year: int) -> date:
    """A day around the year, often one on which something turns."""
    turns = [
        *((year, 3, 31), (year, 4, 1), (year, 4, 2), (year, 4, 30), (year, 5, 1), (year, 6, 30), (year, 7, 1)),
        *((year, 7, 31), (year, 8, 1), (year, 9, 30), (year, 10, 1), (year, 10, 31), (year, 11, 1), (year, 12, 31)),
        *((year + 1, 1, 1), (year + 1, 1, 31), (year + 1, 2, 1), (year + 1, 3, 31), (year + 1, 4, 1)),
        *((year + 1, 4, 30), (year + 1, 5, 1), (year + 1, 5, 31), (year - 1, 4, 1), (year - 1, 3, 31)),
    ]
    if dice.random() < 0.4:
        return date(*dice.choice(turns))
    return date(year, 4, 1) + timedelta(days=dice.randrange(-420, 520))


def some_row(dice: random.Random, name: str, year: int, fetched: date) -> dict[str, Any]:
    """A record, often dated about the day on which it was fetched."""
    row: dict[str, Any] = {"is_usable": dice.random() > 0.1}
    field = plain.DAY_FIELDS.get(name)
    if field:
        near = fetched + timedelta(days=dice.randrange(-120, 4))
        row[field] = dice.choice([near, some_day(dice, year), some_day(dice, year - 1), None])
        if name in ("spending", "procurement_card"):
            row[field] = row[field] or near  # without a day a payment is not usable
    if name in ("parking_account", "pay_multiple"):
        first = dice.choice([year - 2, year - 1, year - 1, year])
        row["Period"] = (dice.choice(PERIODS) or "").format(first, first + 1, f"{(first + 1) % 100:02d}") or None
    return row


def some_rows(dice: random.Random, name: str, year: int, fetched: date) -> list[dict[str, Any]]:
    rows = [some_row(dice, name, year, fetched) for _ in range(dice.choice([0, 1, 1, 2, 3, 5]))]
    if name == "spending" and dice.random() < 0.8:  # months of a quarter that has ended, full or with a few strays
        quarter = dice.choice([one for one in plain.DUE_QUARTERS if plain.last_day(one, year) < fetched] or ["q1"])
        for month in plain.months_of(quarter, year):
            rows += [{"PaymentDate": date(*month, dice.choice([1, 15, 28]))}] * dice.choice(
                [0, 1, 2, 2, 10, 19, 20, 21]
            )
    return rows


def draw(seed: int) -> Any:
    """A body, what it published, who was asked in vain, what was declared, the year and the as-known day."""
    dice = random.Random(seed)
    year, gss = dice.choice(YEARS), dice.choice(BODIES)
    published: dict[tuple[str, str], list[Any]] = {}
    attempts, declared = [], []
    for name, standard in plain.STANDARDS.items():
        for _ in range(dice.choice([0, 0, 1, 2, 3, 5])):
            fetched = some_day(dice, year)
            files = dice.choice([1, 1, 1, 2])
            published.setdefault((gss, standard), []).extend(
                (fetched, dice.random() < 0.7, some_rows(dice, name, year, fetched)) for _ in range(files)
            )
        days = [day for day, _, _ in published.get((gss, standard), ())]
        for _ in range(dice.choice([0, 1, 2, 4])):
            day = dice.choice([some_day(dice, year), *days])
            outcome = dice.choice(["unchanged", "unchanged", "answered", "unreachable", "refused", "too-large"])
            attempts.append((gss, standard, day, outcome))
        if dice.random() < 0.1:
            ends = sorted(some_day(dice, year) for _ in range(2))
            declared.append((gss, standard, *(day if dice.random() < 0.8 else None for day in ends)))
    known = some_day(dice, year) + timedelta(days=dice.choice([0, 200, 400, 600]))
    return gss, published, attempts, declared, year, known


@pytest.mark.parametrize("start", range(0, 600, 200))
def test_every_cell_exception_and_rate_is_what_a_plain_reading_gives(start: int) -> None:
    for seed in range(start, start + 200):
        gss, published, attempts, declared, year, known = draw(seed)
        expected, exceptions, rates = plain.statement(authorities()[gss], published, attempts, declared, year, known)
        assembled = assemble_statement(published, attempts, declared, year, known, [gss])
        cells = cells_of(assembled, gss)
        assert {name: value for name, (value, _) in cells.items()} == {
            name: None if expected.get(name) is None else str(expected[name]) for name in cells
        }, seed
        blank = "not-derivable" if expected else "no-data"
        assert all(origin == ("computed" if value is not None else blank) for value, origin in cells.values()), seed
        assert set(expected) <= set(cells)
        rows = assembled.exceptions.to_pylist()
        assert sorted((row["reason"], row["reference"], row["detail"]) for row in rows) == sorted(exceptions), seed
        own = [row for row in assembled.indicators.to_pylist() if row["authority"] == gss]
        assert {row["indicator"]: row["value"] for row in own} == {
            row["indicator"]: None if rates.get(row["indicator"]) is None else str(rates[row["indicator"]])
            for row in own
        }, seed


@pytest.mark.parametrize("seed", range(2000, 2006))
def test_each_number_of_records_is_traced_to_as_many_rows(seed: int) -> None:
    gss, published, attempts, declared, year, known = draw(seed)
    request = request_for(year, known, [gss])
    inputs = sightings_of_statement(request, published, attempts, declared)
    for cell in TRANSPARENCY_CODE.cells:
        traced = trace(request, inputs, cell.name, gss)
        if cell.name.endswith(".records"):
            assert len(traced.records) == int(traced.value or 0), cell.name
            assert all(row["line"] for row in traced.records.to_pylist())
        elif cell.name.count(".") == 1:
            assert len(traced.records) == int(traced.value or 0), cell.name
        else:
            assert len(traced.records) == (traced.value is not None), cell.name


def test_several_authorities_together_are_what_each_is_alone_and_england_is_their_sum() -> None:
    dice = random.Random(7)
    merged: dict[tuple[str, str], list[Any]] = {}
    attempts: list[Any] = []
    seeds = {}
    for seed in dice.sample(range(5000), 300):
        gss, published, asked, _, year, _ = draw(seed)
        if year == 2025 and gss not in seeds:
            seeds[gss] = seed
            merged |= published
            attempts += asked
    known, bodies = date(2026, 5, 31), sorted(seeds)
    assert len(bodies) > 3
    together = assemble_statement(merged, attempts, [], 2025, known, bodies)
    alone = {gss: cells_of(assemble_statement(merged, attempts, [], 2025, known, [gss]), gss) for gss in bodies}
    assert {gss: cells_of(together, gss) for gss in bodies} == alone
    for cell, (value, origin) in cells_of(together, "E92000001").items():
        parts = [int(alone[gss][cell][0] or 0) for gss in bodies if alone[gss][cell][0] is not None]
        adds_up = cell.endswith(".records") or cell.count(".") == 1
        assert value == (str(sum(parts)) if adds_up and parts else None), cell
        assert origin == ("computed" if value is not None else "not-derivable")


@pytest.mark.parametrize("seed", range(3000, 3020))
def test_the_order_of_rows_and_files_makes_no_difference(seed: int) -> None:
    gss, published, attempts, declared, year, known = draw(seed)
    dice = random.Random(seed)
    shuffled = {
        key: [(day, is_open, dice.sample(rows, len(rows))) for day, is_open, rows in dice.sample(files, len(files))]
        for key, files in published.items()
    }
    one = assemble_statement(published, attempts, declared, year, known, [gss])
    other = assemble_statement(shuffled, dice.sample(attempts, len(attempts)), declared, year, known, [gss])
    assert one.cells.equals(other.cells)
    assert one.exceptions.equals(other.exceptions)


@pytest.mark.parametrize("seed", range(4000, 4020))
def test_a_later_day_of_knowing_never_takes_back_that_something_was_seen(seed: int) -> None:
    gss, published, attempts, declared, year, known = draw(seed)
    earlier = cells_of(assemble_statement(published, attempts, declared, year, known, [gss]), gss)
    later = cells_of(assemble_statement(published, attempts, declared, year, known + timedelta(days=90), [gss]), gss)
    for thing in plain.due_things(year):
        seen, _ = earlier[f"LGT.{thing}.seen_on"]
        if seen is not None:
            assert later[f"LGT.{thing}.seen_on"][0] == seen
            assert later[f"LGT.{thing}.state"] == earlier[f"LGT.{thing}.state"]
