"""The fetch log: every attempt, the outcome of each source in a run, and the snapshots that were stored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from plugins.storage.warehouse.connection import upsert
from transforms.snapshots.last_valid_file import SnapshotState

if TYPE_CHECKING:
    from sqlalchemy import Connection


# The issue code of each outcome; a whole file is judged by its check.
ISSUES = {
    "unreachable": "source-unreachable",
    "refused": "source-unreachable",
    "too-large": "file-too-large",
    "disallowed": "source-disallowed",
    "nothing-listed": "listing-empty",
    "unchanged": "source-unchanged",
}


@dataclass(frozen=True)
class CollectionRun:
    """One run of one standard's collection: its name, and the day as which it counts."""

    run_id: str
    standard: str
    day: date


@dataclass(frozen=True)
class SnapshotInfo:
    """One snapshot of one source, with the validators of its response."""

    sha256: str
    content_sha256: str
    file_name: str
    size: int
    url: str
    etag: str | None
    last_modified: str | None


def load_last_valid_snapshots(
    connection: "Connection", standard: str, authorities: Collection[str], day: date
) -> dict[str, SnapshotInfo]:
    """Return the last valid snapshot of every source that has one by a day."""
    return _load_last(connection, standard, authorities, day, (SnapshotState.USABLE,))


def load_last_snapshots(
    connection: "Connection", standard: str, authorities: Collection[str], day: date
) -> dict[str, SnapshotInfo]:
    """Return the last snapshot of every source that has one by a day, valid or not."""
    return _load_last(connection, standard, authorities, day, tuple(SnapshotState))


def _load_last(
    connection: "Connection", standard: str, authorities: Collection[str], day: date, states: Collection[SnapshotState]
) -> dict[str, SnapshotInfo]:
    """Return the last snapshot of every source in one of some states.

    One of a later day, from when the clock was wrong, isn't known on `day`: what is the same as it is not unchanged.
    """
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import SNAPSHOT as S

    rows = connection.execute(
        select(S.c.authority_gss, S.c.sha256, S.c.content_sha256, S.c.file_name, S.c.size, S.c.url, S.c.etag,
               S.c.last_modified)
        .where(S.c.standard == standard, S.c.authority_gss.in_(authorities), S.c.state.in_(states),
               S.c.fetched_on <= day)
        .order_by(S.c.authority_gss, S.c.fetched_on.desc(), S.c.fetched_at.desc())
        .distinct(S.c.authority_gss)
    )  # fmt: skip
    return {row[0]: SnapshotInfo(*row[1:]) for row in rows}


def load_collected_authorities(connection: "Connection", run: CollectionRun) -> set[str]:
    """Return the authorities whose sources this run has collected before it was interrupted."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import COLLECTION as C

    return set(
        connection.scalars(select(C.c.authority_gss).where(C.c.run_id == run.run_id, C.c.standard == run.standard))
    )


def record_attempts(
    connection: "Connection", run: CollectionRun, authority_gss: str, attempts: Sequence[Mapping[str, object]]
) -> None:
    """Add every attempt at one source to the log; rows are only ever added.

    Args:
        connection: a transaction on the warehouse.
        run: the run that made them.
        authority_gss: the authority of the source.
        attempts: the attempts in their order, as `Attempt.log_row` gives them.

    """
    from plugins.storage.warehouse.tables import ATTEMPT

    source = {"run_id": run.run_id, "standard": run.standard, "day": run.day, "authority_gss": authority_gss}
    rows = [source | {"number": number} | dict(attempt) for number, attempt in enumerate(attempts, start=1)]
    connection.execute(ATTEMPT.insert(), rows)


def record_collection(
    connection: "Connection", run: CollectionRun, authority_gss: str, outcome: str, sha256: str | None
) -> None:
    """Write the outcome of one source in this run."""
    from plugins.storage.warehouse.tables import COLLECTION

    row = {"run_id": run.run_id, "standard": run.standard, "authority_gss": authority_gss, "day": run.day,
           "outcome": outcome, "sha256": sha256, "issue": ISSUES.get(outcome)}  # fmt: skip
    upsert(connection, COLLECTION, [row])


def record_snapshot(
    connection: "Connection", run: CollectionRun, authority_gss: str, snapshot: SnapshotInfo, fetched_at: datetime
) -> None:
    """Write that a source published these bytes on this day; a new row waits to be judged."""
    from sqlalchemy.dialects.postgresql import insert

    from plugins.storage.warehouse.tables import SNAPSHOT

    statement = insert(SNAPSHOT).values(
        standard=run.standard, authority_gss=authority_gss, fetched_on=run.day, sha256=snapshot.sha256,
        content_sha256=snapshot.content_sha256, file_name=snapshot.file_name, size=snapshot.size, url=snapshot.url,
        etag=snapshot.etag, last_modified=snapshot.last_modified, fetched_at=fetched_at, run_id=run.run_id,
        state=SnapshotState.COLLECTED,
    )  # fmt: skip
    newest = {name: statement.excluded[name] for name in ("etag", "last_modified", "fetched_at", "url")}
    keys = [column.name for column in SNAPSHOT.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=newest))
