"""Contributions: England's infrastructure funding statements from 1.2 million rows, beside a bare scan of the files.

Known:  the rows are drawn at random, so that many groups give out more than they received: more is listed than in life.
"""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.figures import Figure, say, timed
from transforms.assemble import COLUMN_KINDS, assemble, inputs_of
from transforms.domain.period import financial_year
from transforms.domain.return_request import ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.returns import statutory_return

DEFINITION = statutory_return("infrastructure_funding_statement")
COUNCILS, BUDGET_RATIO = 340, 5.0
ROWS = {
    "developer_agreements": 350,
    "developer_agreement_contributions": 1150,
    "developer_agreement_transactions": 2030,
}
FIRST, LAST, FETCHED = date(2015, 4, 1), date(2026, 5, 1), date(2026, 10, 1)
WORDS = {
    "developer-agreement-type": ("section-106", "section-106", "section-106", "community-infrastructure-levy"),
    "contribution-purpose": ("education", "highways", "health", "other", "community-infrastructure-levy"),
    "contribution-funding-status": ("received", "received", "allocated", "spent", "transferred", "secured"),
}
LINKS = {"developer-agreement": 350, "developer-agreement-contribution": 1150}
LINKED = {
    "developer-agreement": "developer_agreements",
    "developer-agreement-contribution": "developer_agreement_contributions",
}
Files = list[tuple[str, str, Path]]  # authority, standard, where its table lies


def measure(quick: bool) -> list[Figure]:
    """Return the time of an assembly, as a multiple of a bare scan of the same columns."""
    runs = 1 if quick else 3
    with tempfile.TemporaryDirectory(prefix="bench-contributions-") as folder:
        say(f"writing the three tables of {COUNCILS // 10 if quick else COUNCILS} councils")
        files = write_tables(Path(folder), COUNCILS // 10 if quick else COUNCILS)
        rows = sum(pq.read_metadata(path).num_rows for *_, path in files)
        authorities = tuple(sorted({gss for gss, *_ in files}))
        request = ReturnRequest(DEFINITION, financial_year(2025), authorities)
        whole, processor = timed(lambda: assemble(request, inputs_of(request, read_tables(files))), runs)
        scan, scanning = timed(lambda: read_tables(files), runs)
    return [
        Figure("assemble England's funding statements from disk", whole, "s", None, f"{rows:,} rows"),
        Figure(
            "… as a multiple of a bare scan",
            whole / scan,
            "times",
            BUDGET_RATIO,
            f"processor {processor / scanning:.1f} times",
        ),
    ]


def read_tables(files: Files) -> dict[str, list[SnapshotTable]]:
    """Read the columns that the return reads, by standard."""
    tables: dict[str, list[SnapshotTable]] = {}
    for gss, standard, path in files:
        columns = list(DEFINITION.reads_of(standard).columns_loaded)
        table = pq.ParquetFile(path).read(columns=columns, use_threads=False)
        fields = frozenset(table.column_names)
        tables.setdefault(standard, []).append(SnapshotTable(gss, standard, FETCHED, "", "2019", fields, table))
    return tables


def write_tables(folder: Path, councils: int) -> Files:
    """Write the standardised tables of some councils."""
    random = np.random.default_rng(2019)
    files: Files = []
    for number in range(councils):
        for standard, rows in ROWS.items():
            path = folder / f"{number}-{standard}.parquet"
            pq.write_table(pa.table(_columns(standard, rows, random)), path)
            files.append((f"E07{number:06d}", standard, path))
    return files


def _columns(standard: str, rows: int, random: np.random.Generator) -> Mapping[str, pa.Array]:
    """Return drawn columns of one table, those that nothing is drawn for blank."""
    days = (LAST - FIRST).days
    drawn = {
        "reference": pa.array([f"{standard}/{row}" for row in range(rows)]),
        "amount": pa.array(random.integers(100, 1_000_000, rows)).cast(COLUMN_KINDS["decimal"]),
        "source_line": pa.array(range(2, rows + 2), pa.int64()),
        "is_usable": pa.array([True] * rows),
        **{name: pa.array(random.choice(words, rows)) for name, words in WORDS.items()},
        **{
            name: pa.array([f"{LINKED[name]}/{row}" for row in random.integers(0, count, rows)])
            for name, count in LINKS.items()
        },
    }
    for name in ("start-date", "entry-date"):
        drawn[name] = pa.array((np.datetime64(FIRST) + random.integers(0, days, rows)).astype("datetime64[D]"))
    columns = DEFINITION.reads_of(standard).columns
    return {name: drawn.get(name, pa.nulls(rows, COLUMN_KINDS[kind])) for name, kind in columns.items()} | {
        name: drawn[name] for name in ("source_line", "is_usable")
    }
