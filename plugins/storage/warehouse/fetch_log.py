"""What sources answered: the attempt log, the collection of a run, and the snapshots that came of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from plugins.storage.warehouse.connection import upsert
from transforms.snapshots.last_valid_file import State

if TYPE_CHECKING:
    from sqlalchemy import Connection


# The issue that each outcome is; an answer in full is judged by the check of its file.
ISSUES = {
    "unreachable": "source-unreachable",
    "refused": "source-unreachable",
    "too-large": "file-too-large",
    "unchanged": "source-unchanged",
}


@dataclass(frozen=True)
class CollectionRun:
    """One collection of one standard: its name, and the day as which it counts."""

    run_id: str
    standard: str
    day: date


@dataclass(frozen=True)
class SnapshotInfo:
    """The last valid snapshot of one source, and what its answer said about itself."""

    sha256: str
    content_sha256: str
    file_name: str
    size: int
    url: str
    etag: str | None
    last_modified: str | None


def load_last_valid_snapshots(
    connection: "Connection", standard: str, authorities: Collection[str]
) -> dict[str, SnapshotInfo]:
    """Return the last valid snapshot of every source that has one."""
    return _last(connection, standard, authorities, (State.USABLE,))


def load_last_snapshots(
    connection: "Connection", standard: str, authorities: Collection[str]
) -> dict[str, SnapshotInfo]:
    """Return the last snapshot of every source that has one, whatever may be made of it."""
    return _last(connection, standard, authorities, tuple(State))


def _last(
    connection: "Connection", standard: str, authorities: Collection[str], states: Collection[State]
) -> dict[str, SnapshotInfo]:
    """Return the last snapshot of every source in one of some states."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import SNAPSHOT as S

    rows = connection.execute(
        select(S.c.authority_gss, S.c.sha256, S.c.content_sha256, S.c.file_name, S.c.size, S.c.url, S.c.etag,
               S.c.last_modified)
        .where(S.c.standard == standard, S.c.authority_gss.in_(authorities), S.c.state.in_(states))
        .order_by(S.c.authority_gss, S.c.fetched_on.desc(), S.c.fetched_at.desc())
        .distinct(S.c.authority_gss)
    )  # fmt: skip
    return {row[0]: SnapshotInfo(*row[1:]) for row in rows}


def load_collected_authorities(connection: "Connection", run: CollectionRun) -> set[str]:
    """Return the authorities whose sources this run has asked before it was interrupted."""
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
        run: the collection in which it was asked.
        authority_gss: whose source it is.
        attempts: the attempts in their order, as `Attempt.log_row` gives them.

    """
    from plugins.storage.warehouse.tables import ATTEMPT

    of_run = {"run_id": run.run_id, "standard": run.standard, "day": run.day, "authority_gss": authority_gss}
    rows = [of_run | {"number": number} | dict(attempt) for number, attempt in enumerate(attempts, start=1)]
    connection.execute(ATTEMPT.insert(), rows)


def record_collection(
    connection: "Connection", run: CollectionRun, authority_gss: str, outcome: str, sha256: str | None
) -> None:
    """Write down what came of one source in this run."""
    from plugins.storage.warehouse.tables import COLLECTION

    row = {"run_id": run.run_id, "standard": run.standard, "authority_gss": authority_gss, "day": run.day,
           "outcome": outcome, "sha256": sha256, "issue": ISSUES.get(outcome)}  # fmt: skip
    upsert(connection, COLLECTION, [row])


def record_snapshot(
    connection: "Connection", run: CollectionRun, authority_gss: str, known: SnapshotInfo, fetched_at: datetime
) -> None:
    """Write down that a source published these bytes on this day; to be judged, unless it was on this very day."""
    from sqlalchemy.dialects.postgresql import insert

    from plugins.storage.warehouse.tables import SNAPSHOT

    statement = insert(SNAPSHOT).values(
        standard=run.standard, authority_gss=authority_gss, fetched_on=run.day, sha256=known.sha256,
        content_sha256=known.content_sha256, file_name=known.file_name, size=known.size, url=known.url, etag=known.etag,
        last_modified=known.last_modified, fetched_at=fetched_at, run_id=run.run_id, state=State.COLLECTED,
    )  # fmt: skip
    newest = {name: statement.excluded[name] for name in ("etag", "last_modified", "fetched_at", "url")}
    keys = [column.name for column in SNAPSHOT.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=newest))
