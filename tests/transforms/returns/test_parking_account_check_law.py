"""The engine says what a plain reading of the page says, whatever parking accounts and lists of spaces hold."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from expectations.check_return import check_return
from tests.transforms.returns import plain_parking_account_check as plain
from tests.transforms.returns.drawn import assemble, snapshot, trace
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import financial_year
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.parking_account_check import ACCOUNT, SPACES
from transforms.returns.parking_account_check import RETURN as PARKING

pytestmark = pytest.mark.law

YEAR = financial_year(2024)
DAYS = [date(2024, 6, 1), date(2025, 3, 31), date(2025, 7, 1), date(2025, 10, 6)]
EDITION = {
    "2015": [
        *("Meters", "ResidentPermits", "BusinessPermits", "OtherNonPCN", "PCN", "Other", "Total"),
    ],
    "published-2014": ["Parking", "Permit", "PCN", "BlueBadge", "Other", "Total"],
}
FIELDS = {
    "2015": [
        *(f"OnStreetIncome{name}" for name in EDITION["2015"]),
        *("OffStreetIncomePCN", "ExpenditureInHouseStaff", *plain.RUNNING, "SurplusDeficit", *plain.USES[:6]),
    ],
    "published-2014": [
        *(f"OnStreetIncome{name}" for name in EDITION["published-2014"]),
        *("OnStreetCostsTotal", "OnStreetCostsCapital", "OnStreetSurplusDeficit", *plain.USES[6:]),
        *("OffStreetIncomeParking", "OffStreetIncomePCN", "OffStreetIncomeOther", "OffStreetIncomeTotal"),
        "OffStreetCostsTotal",
    ],
}


class Draw:
    """Published files of one authority, rare cases at high rates."""

    def __init__(self, seed: int, authority: str) -> None:
        self.random, self.authority = random.Random(seed), authority

    def amount(self) -> Decimal | None:
        chosen = self.random.choice
        return chosen([None, Decimal(0), Decimal("0.5"), Decimal(chosen(range(2_000_000))) / 100, Decimal(2_000_000)])

    def when(self) -> dict[str, Any]:
        year = self.random.choice([2023, 2024, 2024, 2025])
        period = self.random.choice([f"{year}/{year % 100 + 1}", f"{year} - {year + 1}", f"{year}–{year % 100 + 1}"])
        day = self.random.choice([date(year + 1, 3, 31), date(year, 4, 1), date(year, 9, 30)])
        said = self.random.choice(["period", "day", "both", "neither"])
        return ({"Period": period} if said in ("period", "both") else {}) | (
            {"EffectiveDate": day} if said in ("day", "both") else {}
        )

    def whose(self) -> dict[str, Any]:
        named = self.random.choice([None] * 6 + [self.authority, "E09000001"])
        return {"organisation_gss": named, "is_usable": self.random.random() < 0.9}

    def account(self, edition: str) -> dict[str, Any]:
        row = {name: self.amount() for name in FIELDS[edition] if self.random.random() < 0.9}
        for name in ("SurplusDeficit", "OnStreetSurplusDeficit"):
            if row.get(name) and self.random.random() < 0.5:
                row[name] = -row[name]  # type: ignore[operator]
        return row | self.when() | self.whose()

    def place(self) -> dict[str, Any]:
        flag = [None, True, True, False]
        chosen = self.random.choice
        return {
            "Location": chosen([None, "High Street"]),
            "ParkingSpaces": chosen([Decimal(12), Decimal("4.5"), Decimal(0)]),
            "FreeParking": chosen(flag),
            "ChargeableParking": chosen(flag),
            "EffectiveDate": chosen([None, date(2024, 7, 31), date(2025, 12, 5)]),
        } | self.whose()

    def totals(self) -> dict[str, Any]:
        free, charged = self.random.randrange(50), self.random.randrange(50)
        row = {
            "MarkedSpaces": Decimal(free + charged + self.random.choice([0, 0, 1])),
            "FreeSpaces": self.random.choice([None, Decimal(free)]),
            "ChargedSpaces": self.random.choice([None, Decimal(charged), Decimal(charged)]),
            "EffectiveDate": self.random.choice([None, date(2025, 3, 31), date(2025, 4, 1), date(2024, 4, 1)]),
        }
        return row | self.whose()

    def files(self, standard: str) -> list[tuple[date, str, list[dict[str, Any]]]]:
        days = self.random.sample(DAYS, self.random.choice([0, 1, 1, 2, 3]))
        files = []
        for day in days:
            if standard == "parking_account":
                edition = self.random.choice(list(FIELDS))
                rows = [self.account(edition) for _ in range(self.random.choice([1, 1, 2, 3]))]
            else:
                edition = self.random.choice(["2015", "by-place-2018"])
                make = self.totals if edition == "2015" else self.place
                rows = [make() for _ in range(self.random.choice([1, 2, 4]))]
            files.append((day, edition, rows))
        return sorted(files, key=lambda file: file[0])


def drawn_files(seed: int, authorities: int) -> dict[str, dict[str, list[tuple[date, str, list[dict[str, Any]]]]]]:
    found = {}
    for number in range(authorities):
        authority = f"E07{number:06d}"
        draw = Draw(seed * 100_000 + number, authority)
        found[authority] = {standard: draw.files(standard) for standard in ("parking_account", "parking_spaces")}
    return found


def snapshots_of(files: Any) -> list[SnapshotTable]:
    columns = {"parking_account": ACCOUNT, "parking_spaces": SPACES}
    return [
        snapshot(PARKING, authority, day, rows, edition, standard, frozenset(columns[standard]))
        for authority, by_standard in files.items()
        for standard, published in by_standard.items()
        for day, edition, rows in published
    ]


def expected_of(files: Any, pcn_as: str) -> dict[str, Any]:
    return {
        authority: plain.authority_cells(
            [(day, usable(rows)) for day, _, rows in by_standard["parking_account"]],
            [(day, usable(rows)) for day, _, rows in by_standard["parking_spaces"]],
            authority,
            2025,
            pcn_as,
        )
        for authority, by_standard in files.items()
    }


def usable(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["is_usable"]]


def made(files: Any, **switches: str) -> AssembledReturn:
    return check_return(assemble(PARKING, snapshots_of(files), list(files), YEAR, None, switches))


@pytest.mark.parametrize(("seed", "pcn_as"), [(1, "other"), (2, "fees"), (3, "other")])
def test_every_cell_and_exception_is_what_a_plain_reading_gives(seed: int, pcn_as: str) -> None:
    files = drawn_files(seed, 1500)
    assembled = made(files, pcn_as=pcn_as)
    expected = expected_of(files, pcn_as)
    got: dict[str, dict[str, tuple[str | None, str]]] = {}
    for row in assembled.cells.to_pylist():
        got.setdefault(row["authority"], {})[row["cell"]] = (row["value"], row["origin"])
    for authority, (cells, _) in expected.items():
        assert got[authority] == {
            name: (None if value is None else str(value), origin) for name, (value, origin) in cells.items()
        }, authority
    listed = sorted((row["authority"], row["reason"], row["reference"]) for row in assembled.exceptions.to_pylist())
    assert listed == sorted((one, *reason) for one, (_, reasons) in expected.items() for reason in reasons)
    totals = {name: [cells[name][0] for cells, _ in expected.values()] for name in plain.NAMES}
    for name, values in totals.items():
        there = [value for value in values if value is not None]
        assert got[ENGLAND][name][0] == (str(sum(there)) if there else None)


def test_the_form_view_rounds_parts_first_and_adds_the_rounded_parts() -> None:
    files = drawn_files(4, 300)
    assembled = made(files)
    [(name, table)] = list(PARKING.files(assembled))  # type: ignore[misc]
    rows = table.to_pylist()
    expected = {
        (authority, line, column): "" if value is None else str(value)
        for authority, (cells, _) in expected_of(files, "other").items()
        if any(value is not None or origin != "no-data" for value, origin in cells.values())
        for line in ("61", "62")
        for column, value in plain.form(cells, line).items()
    }
    assert name == "form.csv"
    assert {(row["authority"], row["line"], row["column"]): row["thousand_pounds"] for row in rows} == expected


def test_the_order_of_files_makes_no_difference() -> None:
    files = drawn_files(5, 200)
    snapshots = snapshots_of(files)
    shuffled = list(snapshots)
    random.Random(5).shuffle(shuffled)
    first, second = (assemble(PARKING, given, list(files), YEAR).cells for given in (snapshots, shuffled))
    assert first.equals(second)


def test_a_snapshot_more_never_loses_an_account() -> None:
    files = drawn_files(6, 300)
    everything = assemble(PARKING, snapshots_of(files), list(files), YEAR)
    for authority, by_standard in files.items():
        files[authority]["parking_account"] = by_standard["parking_account"][:1]
    before = assemble(PARKING, snapshots_of(files), list(files), YEAR)
    assert with_account(before) <= with_account(everything)


def with_account(assembled: AssembledReturn) -> set[str]:
    rows = assembled.cells.to_pylist()
    return {row["authority"] for row in rows if row["cell"] == "PKG.61.income" and row["origin"] != "no-data"}


def test_the_records_traced_are_what_a_cell_is_made_of() -> None:
    files = drawn_files(7, 25)
    snapshots, authorities = snapshots_of(files), list(files)
    for row in assemble(PARKING, snapshots, authorities, YEAR).cells.to_pylist():
        if row["authority"] == ENGLAND or row["value"] is None:
            continue
        traced: pa.Table = trace(PARKING, row["cell"], snapshots, authorities, row["authority"], YEAR)
        if row["cell"].startswith("PKG.spaces"):
            column = row["cell"].removeprefix("PKG.spaces.")
            added = sum(Decimal(value or 0) for value in traced.column(column).to_pylist())
            assert abs(added - Decimal(row["value"])) <= Decimal("0.5")
        else:
            assert traced.num_rows == (2 if row["cell"].endswith(".net") else 1)
