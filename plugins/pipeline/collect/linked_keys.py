"""The keys of linked standards, with which references in an authority's file are compared.

They are those of the file that was in use under the linked standard on the day of the file to check.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from plugins.storage.archive import table_key
from plugins.storage.warehouse.checks import WaitingSnapshot
from transforms.snapshots.last_valid_file import SnapshotState

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import Connection

    from plugins.storage.deployment import Deployment


class UsableSnapshot(NamedTuple):
    """A snapshot that may be used from a day on, and the rules under which it was read."""

    authority_gss: str
    usable_from: date
    sha256: str
    rules_version: str


def load_linked_keys(
    deployment: "Deployment", slug: str, snapshots: Sequence[WaitingSnapshot]
) -> "list[Mapping[str, pa.Array]]":
    """Return, for each file to check, the known keys of its authority by linked standard; none where none is known."""
    from transforms.snapshots.linking import keys_of, linked_standards
    from transforms.snapshots.needed_part import TablePart
    from transforms.standards import standard

    linked_keys: list[dict[str, pa.Array]] = [{} for _ in snapshots]
    for linked, key in linked_standards(standard(slug)).items():
        with deployment.transaction() as connection:
            usable = _usable(connection, linked, sorted({snapshot.authority_gss for snapshot in snapshots}))
        in_use = [_in_use(usable, snapshot) for snapshot in snapshots]
        tables = {source: table_key("standardised", linked, source.sha256, source.rules_version, source.authority_gss)
                  for source in in_use if source}  # fmt: skip
        read = deployment.archive.load_tables(list(tables.values()), TablePart([key]))
        loaded = dict(zip(tables, read, strict=True))
        for keys, source in zip(linked_keys, in_use, strict=True):
            if source:
                keys[linked] = keys_of(loaded[source], key)
    return list(linked_keys)


def _in_use(usable: Sequence[UsableSnapshot], snapshot: WaitingSnapshot) -> UsableSnapshot | None:
    """Return the newest snapshot of the authority that was in use on the day of the file."""
    earlier = [
        linked
        for linked in usable
        if linked.authority_gss == snapshot.authority_gss and linked.usable_from <= snapshot.fetched_on
    ]
    return earlier[-1] if earlier else None


def _usable(connection: "Connection", standard: str, authorities: Sequence[str]) -> list[UsableSnapshot]:
    """Return the snapshots of a standard that were judged usable, oldest first, as they were last read."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import CHECKED, SNAPSHOT

    s, c = SNAPSHOT.c, CHECKED.c
    rows = connection.execute(
        select(s.authority_gss, s.usable_from, s.sha256, c.rules_version)
        .join_from(
            SNAPSHOT,
            CHECKED,
            (c.standard == s.standard) & (c.sha256 == s.sha256) & (c.authority_gss == s.authority_gss),
        )
        .where(s.standard == standard, s.authority_gss.in_(authorities), s.state == SnapshotState.USABLE)
        .order_by(s.fetched_on, s.fetched_at, c.checked_at)
    )
    return [UsableSnapshot(*row) for row in rows]
