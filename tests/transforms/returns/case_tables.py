"""Planning cases drawn as tables, and what the return makes of them."""

from datetime import date
from typing import Any

from tests.transforms.returns.drawn import assemble, drawn, snapshot
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import parse_period
from transforms.domain.snapshot_table import SnapshotTable
from transforms.returns.planning_matters import EDITION_2019 as PLANNING_MATTERS

ADUR, ARUN, DARTMOOR = "E07000223", "E07000224", "E26000001"
SHORT = {
    "case": "CaseReference",
    "extracted": "ExtractDate",
    "valid": "CaseDate",
    "codes": "ClassificationLabel",
    "target": "DecisionTargetDate",
    "status": "Status",
    "decision": "Decision",
    "decided": "DecisionDate",
    "notice": "DecisionNoticeDate",
    "by": "DecisionType",
}
KINDS = PLANNING_MATTERS.reads_of("planning_applications").columns


def published(tables: Any, authority: str = ADUR) -> list[SnapshotTable]:
    """One snapshot per fetch date."""
    return [
        snapshot(PLANNING_MATTERS, authority, date.fromisoformat(fetched), drawn(table, SHORT, KINDS))
        for fetched, table in tables.items()
    ]


def assembled(tables: Any, period: str = "2025-Q1", **switches: str) -> AssembledReturn:
    snapshots = [one for authority, drawn in by_authority(tables).items() for one in published(drawn, authority)]
    authorities = list(by_authority(tables))
    return assemble(PLANNING_MATTERS, snapshots, authorities, parse_period(period), None, switches)


def by_authority(tables: Any) -> dict[str, Any]:
    return tables if all(isinstance(one, dict) for one in tables.values()) else {ADUR: tables}


def cells(tables: Any, *names: str, authority: str = ADUR, **options: Any) -> list[int | None]:
    """The values of some cells, whole numbers or None."""
    rows = assembled(tables, **options).cells.to_pylist()
    found = {row["cell"]: row["value"] for row in rows if row["authority"] == authority}
    return [None if found[name] is None else int(found[name]) for name in names]


def origin(tables: Any, name: str, authority: str = ADUR, **options: Any) -> str:
    rows = assembled(tables, **options).cells.to_pylist()
    return next(row["origin"] for row in rows if row["authority"] == authority and row["cell"] == name)


def listed(tables: Any, **options: Any) -> list[tuple[str, str]]:
    rows = assembled(tables, **options).exceptions.to_pylist()
    return [(row["reason"], row["reference"]) for row in rows if row["reason"] != "balance"]


CASE = """
    case  valid       codes  decision  decided
    A/1   2024-12-01  Q21    Approve   2025-02-01
"""
