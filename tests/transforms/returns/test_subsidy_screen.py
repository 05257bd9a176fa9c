"""The subsidy screen: what its page says, and what a plain reading gives of any grants."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from tests.transforms.returns import plain_subsidy_screen as plain
from tests.transforms.returns.drawn import assemble, snapshot, trace
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import financial_year
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import ENGLAND
from transforms.render.csv_text import csv_bytes
from transforms.returns.subsidy_screen import RETURN as SCREEN
from transforms.returns.subsidy_screen.awards import due_days
from transforms.returns.subsidy_screen.template import COLUMNS

ADUR = "E07000223"
YEAR = financial_year(2025)
FETCHED = [date(2025, 6, 1), date(2025, 12, 1), date(2026, 3, 31), date(2026, 5, 1)]
GRANT: dict[str, Any] = {
    "id": "360G-adur-1",
    "title": "A hall",
    "description": "A new roof",
    "currency": "GBP",
    "amountAwarded": Decimal("100000.01"),
    "awardDate": date(2025, 8, 31),
    "recipientOrganization/0/id": "GB-CHC-1012345",
    "recipientOrganization/0/name": "=Invented Trust",
    "url": "https://www.adur.example/grants/1",
}
Files = dict[str, list[tuple[date, list[dict[str, Any]]]]]


def snapshots_of(files: Files) -> list[SnapshotTable]:
    return [
        snapshot(SCREEN, authority, day, rows, "1.4")
        for authority, published in files.items()
        for day, rows in published
        if rows
    ]


def made(files: Files, known_on: date | None = None) -> AssembledReturn:
    return assemble(SCREEN, snapshots_of(files), list(files), YEAR, known_on)


def screen(*grants: dict[str, Any], fetched: date = date(2026, 5, 1), known_on: date | None = None) -> list[str | None]:
    rows = made({ADUR: [(fetched, list(grants))]}, known_on).cells.to_pylist()
    return [row["value"] for row in rows if row["authority"] == ADUR]


def drawn_files(seed: int, authorities: int) -> Files:
    draw = random.Random(seed)
    pick = draw.choice

    def grant() -> dict[str, Any]:
        row = {
            "id": pick(["A", "B", " B", "C", "D", "E"]),
            "amountAwarded": pick([None, Decimal(100_000), Decimal("100000.01"), Decimal(250_000), Decimal(40)]),
            "awardDate": pick([None, date(2025, 3, 20) + timedelta(pick([0, 12, 163, 376, 377, draw.randrange(400)]))]),
            "currency": pick([None, "GBP", "GBP", "EUR"]),
            "recipientOrganization/0/id": pick([None, "GB-COH-01234567"]),
            "recipientOrganization/0/name": pick([None, "Invented Ltd", "Individual  Recipient", "Another"]),
            "recipientIndividual/id": pick([None] * 6 + ["I1"]),
            "toIndividualsDetails/grantPurpose": pick([None] * 8 + ["GTIP070"]),
        }
        return {name: value for name, value in row.items() if value is not None}

    return {
        f"E07{number:06d}": [
            (day, [grant() for _ in range(pick([1, 3, 6]))]) for day in sorted(draw.sample(FETCHED, pick([0, 1, 2, 3])))
        ]
        for number in range(authorities)
    }


def folded(files: Files) -> Files:
    """Names as the plain reading compares them."""
    name = "recipientOrganization/0/name"
    return {
        authority: [
            (day, [row | {name: " ".join(row[name].split())} if name in row else row for row in rows])
            for day, rows in published
        ]
        for authority, published in files.items()
    }


@pytest.mark.parametrize("known_on", [None, date(2025, 12, 15)])
def test_every_cell_exception_and_row_is_what_a_plain_reading_gives(known_on: date | None) -> None:
    files = drawn_files(21, 2500)
    assembled = made(files, known_on)
    got: dict[str, dict[str, tuple[str | None, str]]] = {}
    for row in assembled.cells.to_pylist():
        got.setdefault(row["authority"], {})[row["cell"]] = (row["value"], row["origin"])
    listed: dict[str, list[tuple[str, str]]] = {authority: [] for authority in files}
    for row in assembled.exceptions.to_pylist():
        listed[row["authority"]].append((row["reason"], row["reference"].strip()))
    [(_, table)] = list(SCREEN.files(assembled))  # type: ignore[misc]
    rows: dict[str, list[tuple[str, str]]] = {authority: [] for authority in files}
    for row in table.to_pylist():
        rows[row["authority"]].append((row["award"].strip(), row["due"]))
    for authority, published in folded(files).items():
        known = [(day, given) for day, given in published if known_on is None or day <= known_on]
        cells, exceptions, awards = plain.authority_cells(known, YEAR.first, YEAR.last, known_on)
        assert got[authority] == {
            name: (None if value is None else str(value), origin) for name, (value, origin) in cells.items()
        }, authority
        assert sorted(listed[authority]) == sorted((reason, one.strip()) for reason, one in exceptions)
        assert sorted(rows[authority]) == sorted((award.strip(), due) for award, due in awards)
    values = [int(cells["SUB.awards"][0]) for gss, cells in got.items() if gss != ENGLAND and cells["SUB.awards"][0]]
    assert got[ENGLAND]["SUB.awards"][0] == str(sum(values))


def test_each_award_traced_is_a_record() -> None:
    files = drawn_files(22, 20)
    snapshots = snapshots_of(files)
    for row in made(files).cells.to_pylist():
        if row["value"] is not None and row["authority"] != ENGLAND and row["cell"] != "SUB.amount":
            traced = trace(SCREEN, row["cell"], snapshots, list(files), row["authority"], YEAR)
            assert traced.num_rows == int(row["value"])


@pytest.mark.parametrize(
    ("awarded", "due"),
    [
        ("2025-08-31", "2025-11-30"),
        ("2025-11-30", "2026-02-28"),
        ("2023-11-30", "2024-02-29"),
        ("2025-10-01", "2026-01-01"),
        ("2025-12-31", "2026-03-31"),
    ],
)
def test_an_entry_is_due_three_calendar_months_after_the_award(awarded: str, due: str) -> None:
    assert str(due_days(np.array([awarded], dtype="datetime64[D]"))[0]) == due
    assert plain.due_day(date.fromisoformat(awarded)).isoformat() == due


def test_an_award_of_exactly_100_000_pounds_is_not_above_it() -> None:
    assert screen(GRANT | {"amountAwarded": Decimal(100_000)}, GRANT | {"id": "2"}) == ["1", "100000.01", "0", "1"]


def test_an_award_is_overdue_after_its_last_day() -> None:
    assert screen(GRANT, known_on=date(2025, 11, 30), fetched=date(2025, 11, 1))[2:] == ["1", "0"]
    assert screen(GRANT, known_on=date(2025, 12, 1), fetched=date(2025, 11, 1))[2:] == ["0", "1"]
    assert screen(GRANT, fetched=date(2025, 11, 30))[2:] == ["1", "0"]


@pytest.mark.parametrize(
    "individual",
    [
        {"recipientIndividual/id": "I1"},
        {"recipientIndividual/name": "Individual Recipient"},
        {"toIndividualsDetails/primaryGrantReason": "GTIR010"},
        {"recipientOrganization/0/name": "Individual recipient"},
    ],
)
def test_individuals_never_appear(individual: dict[str, str]) -> None:
    files: Files = {ADUR: [(date(2026, 5, 1), [GRANT | individual])]}
    assembled = made(files)
    [(_, table)] = list(SCREEN.files(assembled))  # type: ignore[misc]
    assert screen(GRANT | individual)[0] == "0"
    assert table.num_rows == 0
    assert assembled.exceptions.num_rows == 0


def test_the_list_has_the_26_columns_of_the_template_and_decides_nothing() -> None:
    assembled = made({ADUR: [(date(2026, 5, 1), [GRANT])]})
    [(name, table)] = list(SCREEN.files(assembled))  # type: ignore[misc]
    [row] = table.to_pylist()
    assert (name, len(COLUMNS)) == ("awards.csv", 26)
    assert row["state"] == "to be decided by the council"
    assert {column: text for column, text in row.items() if text} == {
        "authority": ADUR,
        "period": "2025-26",
        "award": "360G-adur-1",
        "due": "2025-11-30",
        "state": "to be decided by the council",
        "Title": "A hall",
        "Description": "A new roof",
        "Public Authority URL": "https://www.adur.example/grants/1",
        "Instrument": "Direct Grant",
        "Full Exact": "100000.01",
        "ID Type": "Charity Number",
        "ID": "1012345",
        "Beneficiary": "=Invented Trust",
        "GA Name": "Adur District Council",
        "Legal Granting Date": "2025-08-31",
        "Region": "South East",
    }
    guarded = csv_bytes(table, guard=table.column_names).decode()
    assert "'=Invented Trust" in guarded


def test_a_list_that_does_not_reach_the_year_says_nothing_of_it() -> None:
    assert screen(GRANT | {"awardDate": date(2024, 5, 1)}) == [None] * 4
    both = [GRANT | {"id": "1", "awardDate": date(2024, 5, 1)}, GRANT | {"id": "2", "awardDate": date(2026, 4, 2)}]
    assert screen(*both) == ["0", "0.00", "0", "0"]
