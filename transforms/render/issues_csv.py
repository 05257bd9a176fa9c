"""Issues as CSV: the entries of one report, or of every snapshot that a return used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from transforms.render.csv_text import csv_bytes
from transforms.render.entries import WRITTEN_BY_COUNCILS, entries


@dataclass(frozen=True)
class SnapshotIssues:
    """One snapshot that a return was assembled from, and what was found in it."""

    authority_gss: str
    standard: str
    fetched: date
    sha256: str
    issues: pa.Table


def report_csv(issues: pa.Table) -> bytes:
    """Return the entries of one report as CSV."""
    return csv_bytes(entries(issues), guard=WRITTEN_BY_COUNCILS)


def issues_csv(snapshots: Sequence[SnapshotIssues]) -> bytes:
    """Return the entries of every snapshot as one CSV, ordered by authority, standard and fetch date."""
    ordered = sorted(snapshots, key=lambda snapshot: (snapshot.authority_gss, snapshot.standard, snapshot.fetched))
    tables = [_of_snapshot(snapshot) for snapshot in ordered]
    if not tables:
        return b""
    return csv_bytes(pa.concat_tables(tables), guard=WRITTEN_BY_COUNCILS)


def _of_snapshot(snapshot: SnapshotIssues) -> pa.Table:
    found = entries(snapshot.issues)
    facts = {
        "authority": snapshot.authority_gss,
        "standard": snapshot.standard,
        "fetched": snapshot.fetched.isoformat(),
        "sha256": snapshot.sha256,
    }
    columns = {name: pa.array([fact] * len(found), pa.string()) for name, fact in facts.items()}
    return pa.table(columns | {name: found[name] for name in found.column_names})
