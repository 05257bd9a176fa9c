"""What authorities have declared for a round: for its own period, or for earlier ones and carried forward."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.audit_trail import load_entries
from transforms.domain.period import Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from transforms.audit import AuditEntry


def load_carried(connection: "Connection", return_slug: str, period: Period) -> "dict[str, dict[str, AuditEntry]]":
    """Return what was declared for earlier periods until a day that this period doesn't pass, by authority and cell."""
    return carried_from(load_entries(connection, return_slug, acts=("declare-cell",)), period)


def carried_from(entries: "Iterable[AuditEntry]", period: Period) -> "dict[str, dict[str, AuditEntry]]":
    """Return the same out of entries of one return, by number."""
    carried: dict[str, dict[str, AuditEntry]] = {}
    for entry in entries:
        if entry.act != "declare-cell":
            continue
        _, earlier, gss = entry.subject.split("/")
        declared_for = parse_period(earlier)
        reaches = date.fromisoformat(entry.what["until"]) if entry.what["until"] else declared_for.last
        if declared_for.last < period.last <= reaches:
            carried.setdefault(gss, {})[entry.what["cell"]] = entry
    return carried


def newest_declarations(
    carried: "dict[str, dict[str, AuditEntry]]", entries: "Iterable[AuditEntry]"
) -> "Iterator[tuple[str, AuditEntry]]":
    """Yield the newest declaration of every authority and cell, with the authority, out of a round's entries."""
    newest = {(gss, cell): entry for gss, cells in carried.items() for cell, entry in cells.items()}
    for entry in entries:
        if entry.act == "declare-cell":
            newest[entry.subject.rpartition("/")[2], entry.what["cell"]] = entry
    for (gss, _), entry in sorted(newest.items()):
        yield gss, entry
