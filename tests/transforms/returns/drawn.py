"""Drawn tables: snapshots for the tests of returns, written as people write tables."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pyarrow as pa

from transforms.assemble import COLUMN_KINDS, inputs_of
from transforms.assemble import assemble as assemble_return
from transforms.assemble import trace as trace_cell
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import Period
from transforms.domain.return_request import ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import StatutoryReturn

Row = Mapping[str, object]


def snapshot(
    definition: StatutoryReturn,
    authority: str,
    fetched: date,
    rows: Sequence[Row],
    edition: str = "2014",
    standard: str = "",
    fields: frozenset[str] | None = None,
) -> SnapshotTable:
    """A snapshot whose lines are numbered from 2; a row may say `is_usable` of itself.

    It is of the first standard that the return reads, and has every column that is read, unless said otherwise.
    """
    reads = definition.reads_of(standard or definition.standard)
    table = {
        name: pa.array([row.get(name) for row in rows], COLUMN_KINDS[kind]) for name, kind in reads.columns.items()
    }
    table["source_line"] = pa.array(range(2, 2 + len(rows)), pa.int64())
    table["is_usable"] = pa.array([row.get("is_usable", True) for row in rows], pa.bool_())
    sha256 = hashlib.sha256(f"{authority} {fetched}".encode()).hexdigest()
    published = frozenset(reads.columns) if fields is None else fields
    return SnapshotTable(authority, reads.standard, fetched, sha256, edition, published, pa.table(table))


def assemble(
    definition: StatutoryReturn,
    snapshots: Sequence[SnapshotTable],
    authorities: Sequence[str],
    period: Period,
    as_known: date | None = None,
    switches: Mapping[str, str] | None = None,
) -> AssembledReturn:
    """A return, assembled from some snapshots."""
    request = ReturnRequest(definition, period, tuple(sorted(set(authorities))), as_known, switches or {})
    return assemble_return(request, inputs_of(request, by_standard(snapshots)))


def trace(
    definition: StatutoryReturn,
    cell: str,
    snapshots: Sequence[SnapshotTable],
    authorities: Sequence[str],
    authority: str,
    period: Period,
    as_known: date | None = None,
    switches: Mapping[str, str] | None = None,
) -> pa.Table:
    """The records behind a cell."""
    request = ReturnRequest(definition, period, tuple(sorted(set(authorities))), as_known, switches or {})
    return trace_cell(request, inputs_of(request, by_standard(snapshots)), cell, authority).records


def by_standard(snapshots: Sequence[SnapshotTable]) -> dict[str, list[SnapshotTable]]:
    """Snapshots by the standard that they are of."""
    found: dict[str, list[SnapshotTable]] = {}
    for one in snapshots:
        found.setdefault(one.standard, []).append(one)
    return found


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
    return {"day": date.fromisoformat, "decimal": Decimal, "text": str, "words": str}[kind](cell)
