"""Drawn tables: snapshots for the tests of returns, written as people write tables."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pyarrow as pa

from transforms.assemble import COLUMN_KINDS
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import StatutoryReturn

Row = Mapping[str, object]


def snapshot(
    definition: StatutoryReturn, authority: str, fetched: date, rows: Sequence[Row], edition: str = "2014"
) -> SnapshotTable:
    """A snapshot whose lines are numbered from 2; a row may say `is_usable` of itself."""
    columns = definition.reads[definition.standard]
    table = {name: pa.array([row.get(name) for row in rows], COLUMN_KINDS[kind]) for name, kind in columns.items()}
    table["source_line"] = pa.array(range(2, 2 + len(rows)), pa.int64())
    table["is_usable"] = pa.array([row.get("is_usable", True) for row in rows], pa.bool_())
    sha256 = hashlib.sha256(f"{authority} {fetched}".encode()).hexdigest()
    return SnapshotTable(authority, fetched, sha256, edition, pa.table(table))


def drawn(table: str, short: Mapping[str, str], kinds: Mapping[str, str]) -> list[dict[str, object]]:
    """Read a table whose columns are set apart by two blanks; `-` is a blank cell, `short` gives the fields' names."""
    lines = [re.split(r"\s{2,}", line.strip()) for line in table.strip().splitlines() if line.strip()]
    names = [short.get(name, name) for name in lines[0]]
    return [
        {name: value(cell, kinds.get(name, "text")) for name, cell in zip(names, line, strict=True) if cell != "-"}
        for line in lines[1:]
    ]


def value(cell: str, kind: str) -> object:
    """The value that a drawn cell stands for."""
    return {"day": date.fromisoformat, "decimal": Decimal, "text": str}[kind](cell)
