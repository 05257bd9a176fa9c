"""Entries of an audit trail, invented, and assemblies of two cells to go with them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from transforms.audit import FIRST_PREVIOUS, AuditEntry, entry_hash
from transforms.rounds.cell_rows import AuthorityRows, split_rows

GSS, ROUND = "E07000223", "planning_matters/2025-Q1"
PART = f"{ROUND}/{GSS}"
START = datetime(2025, 4, 1, 9, tzinfo=UTC)
HEADER = b"return,authority,period,cell,value,origin\n"
DAYS = {
    "opens": "2025-04-01", "chases": ["2025-04-30"], "freezes": "2025-05-14", "releases_by": "2025-05-21",
    "closes": "2027-09-30",
}  # fmt: skip
KNOWLEDGE = {"as_known": "2025-04-02", "prefix": "p"}


def trail(acts: Iterable[tuple[str, str, Mapping[str, Any]]], by: str = "person/1") -> list[AuditEntry]:
    """Return a trail of acts, each with its subject and what belongs to it."""
    entries: list[AuditEntry] = []
    previous = FIRST_PREVIOUS
    for number, (act, subject, what) in enumerate(acts, 1):
        values = (number, START + timedelta(hours=number), by, act, subject, what, "Because", previous)
        previous = entry_hash(*values)
        entries.append(AuditEntry(*values, previous))
    return entries


def rows(**cells: tuple[str, str]) -> AuthorityRows:
    """Return an authority's rows, each cell with its value and origin."""
    lines = [f"planning_matters,{GSS},2025-Q1,{name},{value},{origin}\n" for name, (value, origin) in cells.items()]
    return split_rows(HEADER + "".join(lines).encode())[GSS]


def proposal(receipt: str) -> tuple[str, str, dict[str, Any]]:
    return "propose-cells", ROUND, {"receipt": receipt, **KNOWLEDGE}
