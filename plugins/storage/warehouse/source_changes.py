"""Source changes as they are kept: rows that are only ever added."""

from typing import TYPE_CHECKING

from transforms.domain.authority import SourceKind
from transforms.registers.source_changes import SourceAct, SourceChange

if TYPE_CHECKING:
    from sqlalchemy import Connection

COLUMNS = (
    *("act", "authority_gss", "standard", "url", "day", "by", "why", "kind", "pattern", "format", "licence"),
    "provision",
)


def load_source_changes(connection: "Connection") -> list[SourceChange]:
    """Return every change in the order in which they were made."""
    from sqlalchemy import select

    from plugins.storage.warehouse.source_tables import SOURCE_CHANGE

    c = SOURCE_CHANGE.c
    rows = connection.execute(select(*(c[name] for name in COLUMNS)).order_by(c.id)).mappings()
    return [SourceChange(**{**row, "act": SourceAct(row["act"]), "kind": SourceKind(row["kind"])}) for row in rows]


def record_source_change(connection: "Connection", change: SourceChange, outcome: str = "") -> None:
    """Add a change; `outcome` says what came of trying a source."""
    from plugins.storage.warehouse.source_tables import SOURCE_CHANGE

    values = {name: getattr(change, name) for name in COLUMNS}
    values |= {"act": str(change.act), "kind": str(change.kind), "outcome": outcome}
    connection.execute(SOURCE_CHANGE.insert().values(values))
