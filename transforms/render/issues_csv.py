"""Issues as CSV: the entries of one report, or of every snapshot that a return used."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.assembled_return import UsedSnapshot
from transforms.domain.issue import issue_type
from transforms.render.csv_text import csv_of_pieces
from transforms.render.issue_entries import (
    ENTRY_COLUMNS,
    FINGERPRINT_LETTERS,
    ISSUE_COLUMNS,
    WRITTEN_BY_COUNCILS,
    entries,
)

FILE, FIELD = "file", "field"
SNAPSHOT_COLUMNS = ("authority", "standard", "fetched", "sha256")


@dataclass(frozen=True)
class SnapshotIssues:
    """One snapshot that a return was assembled from, and what was found in it."""

    snapshot: UsedSnapshot
    issues: pa.Table


def report_csv(issues: pa.Table, fields: Mapping[str, str], file: str | None = None) -> Iterator[bytes]:
    """Yield the entries of one report as CSV, in pieces: the header, then the lines.

    Args:
        issues: what was found.
        fields: the field that each published column was read as.
        file: the name to write before each of them, None where there is only one file.

    """
    pieces = (piece.append_column(FIELD, _fields(piece["column"], fields)) for piece in entries(issues))
    if file is None:
        return csv_of_pieces((*ENTRY_COLUMNS, FIELD), pieces, guard=WRITTEN_BY_COUNCILS)
    named = (piece.add_column(0, FILE, _constant(file, len(piece))) for piece in pieces)
    return csv_of_pieces((FILE, *ENTRY_COLUMNS, FIELD), named, guard=(FILE, *WRITTEN_BY_COUNCILS))


def issues_csv(snapshots: Iterable[SnapshotIssues], of_records: pa.Table) -> Iterator[bytes]:
    """Yield the entries of every snapshot, and what comparing the snapshots found, as one CSV in pieces.

    Args:
        snapshots: What a return was assembled from, in the order in which it is to be listed; one is held at a time.
        of_records: Issues that only a record's history shows: authority, fetched, sha256, line, reference, code.

    """
    tables = (piece for snapshot in snapshots for piece in _of_snapshot(snapshot, of_records))
    return csv_of_pieces((*SNAPSHOT_COLUMNS, *ENTRY_COLUMNS), tables, guard=WRITTEN_BY_COUNCILS)


def _of_snapshot(snapshot_issues: SnapshotIssues, of_records: pa.Table) -> Iterator[pa.Table]:
    facts = (
        snapshot_issues.snapshot.authority_gss,
        snapshot_issues.snapshot.standard,
        snapshot_issues.snapshot.fetched.isoformat(),
        snapshot_issues.snapshot.sha256,
    )
    of_snapshot = pc.and_(
        pc.equal(of_records["authority"], facts[0]),
        pc.and_(pc.equal(of_records["fetched"], facts[2]), pc.equal(of_records["sha256"], facts[3])),
    )
    issues, later = snapshot_issues.issues.select(list(ISSUE_COLUMNS)), of_records.filter(of_snapshot)
    if len(later):  # ten million issues are not copied for nothing
        issues = pa.concat_tables([issues, _as_issues(later, issues.schema)])
    for rows in entries(issues):
        columns = {name: _constant(fact, len(rows)) for name, fact in zip(SNAPSHOT_COLUMNS, facts, strict=True)}
        yield pa.table(columns | {name: rows[name] for name in ENTRY_COLUMNS})


def _fields(columns: pa.ChunkedArray, fields: Mapping[str, str]) -> pa.Array:
    """Return the field that each of some columns was read as, null where none was."""
    return pa.array([fields.get(name) for name in columns.to_pylist()], pa.string())


def _constant(text: str, count: int) -> pa.DictionaryArray:
    """Return a column that says the same in every row."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, dtype=np.int32)), [text])


def _as_issues(of_records: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return issues about a record's history in the columns of any other issue; the value is the record's reference."""
    rows = [
        {
            "code": kind.code,
            "severity": str(kind.severity),
            "responsibility": str(kind.responsibility),
            "dimension": str(kind.dimension),
            "line": row["line"],
            "column": None,
            "value": row["reference"],
            "message": kind.message,
            "fix": kind.fix,
            "fingerprint": hashlib.sha256(f"{kind.code}\0{row['reference']}".encode()).hexdigest()[
                :FINGERPRINT_LETTERS
            ],
        }
        for row in of_records.to_pylist()
        for kind in (issue_type(row["code"]),)
    ]
    return pa.table({name: pa.array([row[name] for row in rows], schema.field(name).type) for name in ISSUE_COLUMNS})
