"""What councils publish of contracts and payments, drawn by a seed; assembled, and read plainly beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.transforms.returns import plain_contract_cells as plain
from tests.transforms.returns.drawn import assemble, snapshot
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import Period, parse_period
from transforms.domain.snapshot_table import SnapshotTable
from transforms.returns.contract_notices import RETURN as CONTRACT_NOTICES

Row = dict[str, Any]
CONTRACTS, SPENDING = plain.CONTRACTS, plain.SPENDING
QUARTERS = ("2026-Q4", "2026-Q4", "2027-Q1", "2027-Q1", "2028-Q1", "2026-Q2", "2026-Q1", "2025-Q1", "2024-Q4")
FETCHED = ("2024-11-30", "2026-03-31", "2026-10-15", "2026-12-31", "2027-01-15", "2027-02-01", "2028-06-30")
VALUES = ("0", "24999.99", "25000", "29999.99", "30000", "173100", "173099.99", "207720", "214904", "250000")
LARGE = ("552950", "663540", "4166666.66", "4166667", "5000000", "5000000.01", "5193000", "6000000", "1000000", "36000")
AMOUNTS = (
    "16000",
    "16000",
    "25000",
    "25000.01",
    "26000",
    "30000",
    "30000.01",
    "31000",
    "40000",
    "-35000",
    "0",
    "14000",
)
VATS = (None, None, None, "0", "5200", "4000", "-1", "12000")
CODES = ("72000000", "45233141-9", "09000000", "48000000-8", "85000000-9", "79110000", "99000000", "44111000")
OCIDS = ("ocds-h6vhtk-04f2a1", "OCDS-H6VHTK-04F2A2", "ocds-b5fd17-K1")
TYPES = (*[None] * 10, "Framework agreement", "Grant agreement", "Dynamic purchasing system", "Other")
NUMBERS = (None, None, "1234567", "01234567", "sc123456", "SC123456")
NAMES = ("Alder Ltd", "alder  LTD", "Birch Ltd", None)


@dataclass(frozen=True)
class File:
    """What one authority published of a standard on one day."""

    fetched: date
    rows: list[Row]
    fields: frozenset[str]


Published = Mapping[str, Mapping[str, Sequence[File]]]  # authority → standard → its files


def sometimes(random: Random, share: float, value: Any) -> Any:
    return value if random.random() < share else None


def day_near(random: Random, period: Period) -> date:
    bounds = [period.first, period.last, period.first - timedelta(1), period.last + timedelta(1)]
    corners = [date(2025, 2, 23), date(2025, 2, 24), date(2025, 8, 24), date(2026, 1, 1), date(2025, 12, 31)]
    corners += [date(2026, 4, 1), date(2026, 10, 1), date(2026, 9, 30), date(2024, 2, 29), date(2024, 11, 30)]
    near = period.first + timedelta(random.randint(-40, 130))
    years = date(random.choice([2024, 2025, 2026]), near.month, min(near.day, 28))
    return random.choice([*bounds, *corners, near, near, near, near, years, years])


def contract(random: Random, period: Period) -> Row:
    codes = [random.choice(CODES[:3] if random.random() < 0.5 else CODES) for _ in range(random.choice([1, 1, 1, 2]))]
    start = sometimes(random, 0.92, day_near(random, period))
    end = (start or period.first) + timedelta(random.choice([-10, 0, 29, 365, 730, 1460])) if start else None
    return {
        "ContractReference": random.choice(["K1", "K1", "K2", "k2", "K3", "K4", " K5 ", "K6", "K7", "K8", None, "  "]),
        "OpenContractingID": sometimes(random, 0.4, random.choice(OCIDS)),
        "ContractTitle": random.choice(["Mowing", "Mowing", "mowing ", "Care", None]),
        "ContractType": random.choice(TYPES),
        "CPVCode": sometimes(random, 0.9, "|".join(codes)),
        "StartDate": start,
        "EndDate": random.choice([end, end, day_near(random, period), None]),
        "LastExtensionDate": sometimes(random, 0.2, day_near(random, period)),
        "ContractValue": sometimes(random, 0.95, Decimal(random.choice(VALUES + LARGE))),
        "FixedCost": random.choice([None, None, True, False]),
        "SupplierName": random.choice(NAMES),
        "CompaniesHouseRegistrationNumber": random.choice(NUMBERS),
        "CharityCommissionNumber": random.choice([None, None, "1012345"]),
        "SMESupplier": random.choice([None, True, False]),
        "VCSESupplier": random.choice([None, True, False]),
        "ContractDocumentURL": sometimes(random, 0.3, "https://example.org/contract"),
        "PerformanceInformationURL": sometimes(random, 0.3, "https://example.org/kpi"),
        "is_usable": random.random() < 0.95,
    }


def payment(random: Random, period: Period, shared: Sequence[date]) -> Row:
    return {
        "EffectiveDate": random.choice([None, period.last]),
        "BeneficiaryName": random.choice(NAMES),
        "CompaniesHouseRegistrationNumber": random.choice(NUMBERS),
        "CharityCommissionNumber": random.choice([None, None, "1012345"]),
        "VCSEGrant": random.choice([None, None, None, False, False, False, True]),
        "PaymentDate": random.choice(shared),
        "TransactionNumber": random.choice([None, "T1", "T2", "T3"]),
        "Amount": Decimal(random.choice(AMOUNTS)),
        "IrrecoverableVATAmount": None if (vat := random.choice(VATS)) is None else Decimal(vat),
        "Purpose": random.choice([None, "Mowing"]),
        "ContractRef": random.choice(["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "k1", None]),
        "is_usable": random.random() < 0.95,
    }


def file_of(random: Random, standard: str, fetched: str, rows: list[Row]) -> File:
    fields = set(CONTRACT_NOTICES.reads_of(standard).columns)
    if random.random() < 0.4:
        fields -= set(
            random.sample(
                sorted(fields - {"ContractReference", "PaymentDate", "Amount"}), k=random.choice([1, 1, 2, 4])
            )
        )
    held = [{name: value for name, value in row.items() if name in fields or name == "is_usable"} for row in rows]
    for row in held if standard == CONTRACTS else ():  # without its reference no row can be used
        row["is_usable"] = row["is_usable"] and bool((row["ContractReference"] or "").strip())
    return File(date.fromisoformat(fetched), held, frozenset(fields))


def registers(random: Random, period: Period) -> list[File]:
    pool = [contract(random, period) for _ in range(random.choice([1, 3, 6, 9]))]
    pool += [
        row | {"SupplierName": random.choice(NAMES), "FixedCost": random.choice([None, False])} for row in pool[:3]
    ]
    days = sorted(random.sample(FETCHED, k=random.choice([0, 1, 1, 1, 1, 2, 3])))
    return [file_of(random, CONTRACTS, one, random.sample(pool, k=random.randint(0, len(pool)))) for one in days]


def spending(random: Random, period: Period) -> list[File]:
    months = [period.first, period.first + timedelta(35), period.last]
    shared = months * 2 + [period.first - timedelta(1), period.last + timedelta(1)]
    seen = months if random.random() < 0.9 else months[: random.randint(0, 2)]
    pool = [
        payment(random, period, shared if len(seen) == 3 else [*seen, shared[-1]]) for _ in range(random.randint(1, 10))
    ]
    pool += [row | {"PaymentDate": day, "is_usable": True} for row, day in zip(pool, seen, strict=False)]
    pool += [dict(row) for row in random.choices(pool, k=3)]
    days = sorted(random.sample(FETCHED, k=random.choice([0, 1, 1, 1, 2, 3])))
    files = []
    for one in days:
        rows = random.choices(pool, k=random.randint(0, len(pool))) + (pool if random.random() < 0.7 else [])
        random.shuffle(rows)
        files.append(file_of(random, SPENDING, one, [dict(row) for row in rows]))
    return files


def publications(random: Random, period: Period, number: int) -> Published:
    return {
        f"E0700{place:04d}": {CONTRACTS: registers(random, period), SPENDING: spending(random, period)}
        for place in range(number)
    }


def snapshots_of(published: Published) -> list[SnapshotTable]:
    return [
        snapshot(CONTRACT_NOTICES, authority, file.fetched, file.rows, "2015", standard, file.fields)
        for authority, standards in published.items()
        for standard, files in standards.items()
        for file in files
    ]


def columns_of(files: Mapping[str, Sequence[File]], as_known: date | None) -> dict[str, frozenset[str]]:
    """The fields that the files used have a column for."""
    used = {
        standard: [
            file
            for file in found
            if (as_known is None or file.fetched <= as_known) and any(row["is_usable"] for row in file.rows)
        ]
        for standard, found in files.items()
    }
    return {
        CONTRACTS: used[CONTRACTS][-1].fields if used[CONTRACTS] else frozenset(),
        SPENDING: frozenset().union(*(file.fields for file in used[SPENDING])),
    }


def plainly(published: Published, period: Period, as_known: date | None, months: int) -> dict[str, plain.Authority]:
    return {
        authority: plain.Authority(
            {standard: [(file.fetched, file.rows) for file in found] for standard, found in files.items()},
            columns_of(files, as_known),
            period,
            as_known,
            months,
        )
        for authority, files in published.items()
    }


def assembled(published: Published, period: Period, as_known: date | None, months: int) -> AssembledReturn:
    switches = {"procurement_months": str(months)}
    return assemble(CONTRACT_NOTICES, snapshots_of(published), list(published), period, as_known, switches)


def drawn_case(seed: int, number: int = 25) -> tuple[Published, Period, date | None, int]:
    random = Random(seed)
    period = parse_period(random.choice(QUARTERS))
    as_known = random.choice([None, None, None, date(2027, 1, 20), date(2026, 12, 31)])
    return publications(random, period, number), period, as_known, random.choice([0, 6, 6, 14])


WITH_DETAIL = ("supplier-unidentified", "month-missing", "no-data", "field-missing")


def listed(found: AssembledReturn) -> list[tuple[str, str, str, str]]:
    """The exceptions, with the detail where the page says what it is."""
    return [
        (row["authority"], row["reason"], row["reference"], row["detail"] if row["reason"] in WITH_DETAIL else "")
        for row in found.exceptions.to_pylist()
    ]
