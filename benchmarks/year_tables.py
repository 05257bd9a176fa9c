"""A year of England's publications as standardised tables on disk, of every standard that a return reads.

Known:  rows are drawn at random from a few words; a dozen different tables of each standard are written and stand for
        all authorities in turn, since what is measured begins with reading them.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.assemble import COLUMN_KINDS
from transforms.domain.period import Period
from transforms.domain.return_reads import Reads
from transforms.domain.return_request import ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import StatutoryReturn
from transforms.registers import who_owes
from transforms.returns import RETURNS
from transforms.snapshots.needed_part import part_of, read_needed

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
FETCHED = (date(2025, 6, 30), date(2026, 4, 15))
AS_KNOWN = date(2026, 11, 1)
DIFFERENT = 12  # tables of each standard
COUNCILS = 310
ROWS = {  # of one authority: payments and contributions as in the budget, the rest as councils publish
    "spending_over_500": 12_000_000 // COUNCILS,
    "developer_agreements": 350 * 340 // COUNCILS,
    "developer_agreement_contributions": 1150 * 340 // COUNCILS,
    "developer_agreement_transactions": 2030 * 340 // COUNCILS + 3,
    "planning_applications": 2_600,
    "premises_licences": 900,
    "procurement_card": 6_000,
    "contracts": 400,
    "grants": 150,
    "brownfield_land": 120,
    "land_and_building_assets": 1_500,
    "senior_salary_counts": 20,
    "pay_multiples": 4,
    "parking_account": 3,
    "parking_spaces": 40,
    "social_housing_asset_value": 60,
    "counter_fraud": 3,
    "trade_union_facility_time": 3,
}
HISTORY = {"planning_applications", "premises_licences"}  # of which each authority has a file of both days
WORDS: Mapping[str, Sequence[str | None]] = {
    "developer-agreement-type": ("section-106", "section-106", "section-106", "community-infrastructure-levy"),
    "contribution-purpose": ("education", "highways", "health", "other", "community-infrastructure-levy"),
    "contribution-funding-status": ("received", "received", "allocated", "spent", "transferred", "secured"),
    "ClassificationLabel": ("Q13", "Q20", "Q21", "Q21", "Q21", "Q23", "Q41", None),
    "Status": ("Decided", "Decided", "Decided", "Pending consideration", "Withdrawn"),
    "Decision": ("Approve", "Approve", "Approve", "Refuse", None),
    "DecisionType": ("Delegated", "Delegated", "Committee"),
    "StatusLabel": ("Issued", "Issued", "Current", "Surrendered", "Expired"),
    "ServiceTypeLabel": ("Premises licence", "Club premises certificate", "Temporary event notice"),
    "OwnershipStatus": ("owned-by-a-public-authority", "not-owned-by-a-public-authority"),
    "PlanningStatus": ("permissioned", "not-permissioned"),
    "currency": ("GBP",),
    "VCSEGrant": (None,),
    "ServiceCategoryLabel": ("Adult social care", "Highways", "Housing", "Education", None),
    "CPVCode": ("45000000", "72000000", "85000000", None),
}
BLANK = {
    "OpenContractingID",
    "organisation_gss",
    "OrganisationURI",
    "end-date",
    "LastExtensionDate",
    "IrrecoverableVATAmount",
}
NUMBERED = {  # references, and of how many rows of which table they are
    "reference": "",
    "CaseReference": "",
    "ContractReference": "",
    "SiteReference": "",
    "TransactionNumber": "",
    "id": "",
    "developer-agreement": "developer_agreements",
    "developer-agreement-contribution": "developer_agreement_contributions",
    "ContractRef": "contracts",
}


@dataclass(frozen=True)
class YearTables:
    """The tables on disk: of each standard some files, which stand for all authorities in turn."""

    files: Mapping[str, Sequence[Path]]
    councils: int

    def request(self, definition: StatutoryReturn, period: Period) -> ReturnRequest:
        """Return the request for everybody who owes a return, no more than there are councils."""
        edition = definition.for_period(period)
        authorities = tuple(sorted(body.gss for body in who_owes(edition.owed_by, LAST))[: self.councils])
        return ReturnRequest(edition, period, authorities, AS_KNOWN)

    def placed(self, standard: str, authorities: Sequence[str]) -> Iterator[tuple[str, date, Path]]:
        """Yield whose each table is, when it was fetched, and where it lies."""
        paths = self.files[standard]
        for gss in authorities:
            number = int(gss[1:])  # whoever else is asked for
            for step, day in enumerate(FETCHED if standard in HISTORY else FETCHED[1:]):
                yield gss, day, paths[(number + step) % len(paths)]

    def load(self, reads: Reads, authorities: Sequence[str], period: Period) -> list[SnapshotTable]:
        """Return the tables of a standard as an assembly loads them: its columns, and the days of the period."""
        part, fields = part_of(reads, period), frozenset(reads.columns)
        return [
            SnapshotTable(gss, reads.standard, day, f"{path.stem} {gss}", "2019", fields, read_needed(path, part))
            for gss, day, path in self.placed(reads.standard, authorities)
        ]

    def scan(self, definition: StatutoryReturn, authorities: Sequence[str]) -> int:
        """Read the columns that a return reads, and nothing else; return the number of rows."""
        return sum(
            len(pq.ParquetFile(path).read(columns=list(reads.columns_loaded), use_threads=False))
            for reads in definition.reads
            for _, _, path in self.placed(reads.standard, authorities)
        )


@contextmanager
def year_tables(councils: int) -> Iterator[YearTables]:
    """Write the tables, and delete them afterwards."""
    columns: dict[str, dict[str, str]] = {}
    for definition in RETURNS:
        for edition in definition.editions:
            for reads in edition.reads:
                columns.setdefault(reads.standard, {}).update(reads.columns)
    random = np.random.default_rng(2026)
    with tempfile.TemporaryDirectory(prefix="bench-year-") as folder:
        files: dict[str, list[Path]] = {}
        for standard, kinds in columns.items():
            for number in range(min(DIFFERENT, councils)):
                path = Path(folder) / f"{standard}-{number}.parquet"
                pq.write_table(_table(standard, kinds, random), path, compression="zstd", compression_level=1)
                files.setdefault(standard, []).append(path)
        yield YearTables(files, councils)


def _table(standard: str, kinds: Mapping[str, str], random: np.random.Generator) -> pa.Table:
    rows = ROWS[standard]
    columns = {name: _column(standard, name, kind, rows, random) for name, kind in kinds.items()}
    columns["source_line"] = pa.array(np.arange(2, rows + 2))
    columns["is_usable"] = pa.array(np.ones(rows, dtype=bool))
    return pa.table(columns)


def _column(standard: str, name: str, kind: str, rows: int, random: np.random.Generator) -> pa.Array:
    if name in BLANK:
        return pa.nulls(rows, COLUMN_KINDS[kind])
    if name in NUMBERED:
        return _references(standard, NUMBERED[name], rows, random)
    if kind == "day":
        first = -3600 if standard.startswith("developer") else 0
        days = np.datetime64(FIRST) + random.integers(first, (LAST - FIRST).days, rows)
        return pa.array(days.astype("datetime64[D]"))
    if name == "Amount":  # a payment in the middle is of 1,800 pounds, one in twenty above 25,000
        pounds = np.exp(random.normal(7.5, 1.6, rows)).round(2)
        return pa.array([Decimal(f"{amount:.2f}") for amount in pounds], COLUMN_KINDS["decimal"])
    if kind == "decimal":
        return pa.array(random.integers(500, 200_000, rows)).cast(COLUMN_KINDS["decimal"])
    if kind == "flag":
        return pa.array(random.random(rows) < 0.3)
    words: Sequence[Any] = WORDS.get(name) or [f"{name} {number}" for number in range(min(rows, 400))]
    return pa.DictionaryArray.from_arrays(random.integers(0, len(words), rows), pa.array(words, pa.string())).cast(
        pa.string()
    )


def _references(standard: str, of_standard: str, rows: int, random: np.random.Generator) -> pa.Array:
    """Return references of the rows themselves, each once, or of those of another table."""
    numbers = random.integers(0, ROWS[of_standard], rows) if of_standard else np.arange(rows)
    texts = np.char.add(f"{of_standard or standard}/", numbers.astype(str))
    return pa.array(texts.tolist(), pa.string())
