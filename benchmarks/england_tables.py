"""England's planning cases as standardised tables on disk: three snapshots of every authority.

Known: written from the invented cases that the example publishers serve, without reading their files, since what is
       measured here begins with standardised tables. The columns are those that PS1 and PS2 read.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from examples.england import PLANNING, England, found_england, published_on
from examples.published.planning_applications import publish as publish_cases
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.standard import Field, FieldKind
from transforms.registers import planning_authorities
from transforms.standards import standard

DAYS = (date(2026, 6, 30), date(2026, 8, 15), date(2026, 10, 5))  # before, within and after 2026-Q3


@dataclass(frozen=True)
class StoredTable:
    """One standardised table on disk."""

    authority_gss: str
    fetched: date
    path: Path


def england_of_the_bench(scale: float = 1.0, number: int | None = None) -> England:
    """Return the England that every benchmark uses, all its files clean."""
    return found_england(planning_authorities(DAYS[0]), 1, number, scale, DAYS[0], fault_share=0)


def keep_tables(england: England, columns: Sequence[str], folder: Path, processes: int = 2) -> list[StoredTable]:
    """Write every snapshot of every authority into `folder`."""
    tasks = [(england, council.gss, day, tuple(columns), folder) for council, day in product(england.councils, DAYS)]
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(_keep, tasks, chunksize=16))


def _keep(task: tuple[England, str, date, tuple[str, ...], Path]) -> StoredTable:
    england, gss, day, columns, folder = task
    council = england.council(gss)
    published = publish_cases(england, council, published_on(england, council, PLANNING, day))
    table = _typed(published.header, published.rows, columns)
    path = folder / f"{gss}-{day}.parquet"
    pq.write_table(table, path, compression="zstd", compression_level=1)
    return StoredTable(gss, day, path)


def _typed(header: Sequence[str], rows: Sequence[Sequence[str]], columns: Iterable[str]) -> pa.Table:
    """Return published text as the standardised table would have it: blank is null, days are days, codes canonical."""
    fields = {field.name: field for field in standard(PLANNING).all_fields}
    table: dict[str, pa.Array] = {"source_line": pa.array(range(2, len(rows) + 2), pa.int64())}
    table["is_usable"] = pa.array([True] * len(rows))
    for name in columns:
        if name in header:
            position = header.index(name)
            table[name] = _column(pa.array([row[position] or None for row in rows], pa.string()), fields[name])
        elif name not in table:  # of another edition
            is_day = name in fields and fields[name].kind is FieldKind.DATE
            table[name] = pa.nulls(len(rows), pa.date32() if is_day else pa.string())
    return pa.table({name: table[name] for name in columns})


def _column(text: pa.Array, field: Field) -> pa.Array:
    if field.kind is FieldKind.DATE:
        return pc.strptime(text, "%d/%m/%Y", "s").cast(pa.date32())
    if field.codelist is None:
        return text
    canonical = {
        text_of_code: code.code for code in field.codelist.codes for text_of_code in (code.code, *code.aliases)
    }
    return pa.array([canonical.get(text_of_cell) for text_of_cell in text.to_pylist()], pa.string())


def load_tables(stored: Iterable[StoredTable], columns: Sequence[str]) -> list[SnapshotTable]:
    """Return the tables as an assembly loads them."""
    return [
        SnapshotTable(
            authority_gss=table.authority_gss,
            standard=PLANNING,
            fetched=table.fetched,
            sha256=sha256(table.path.name.encode()).hexdigest(),
            edition="2019",
            fields=frozenset(columns) - {"source_line", "is_usable"},
            table=pq.ParquetFile(table.path).read(columns=list(columns), use_threads=False),
        )
        for table in stored
    ]
