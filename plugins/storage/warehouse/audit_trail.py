"""The audit trail as it is kept: entries are added one at a time, and read by number, subject or person.

Known   whoever adds an entry, or reads a state that it will act upon, holds one advisory lock until the end of the
        transaction. Without it two people could both act on what the other is changing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from transforms.audit.entry import EMPTY_TRAIL, AuditEntry, AuditHead, entry_hash
from transforms.domain.canonical_json import canonical_json

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row

AUDIT_LOCK = 7_202_602  # the same number as in the trigger
RELEASE_CHANNEL = "council_returns_releases"  # on which PostgreSQL tells of agreements
AT_ONCE = 5_000


def lock_trail(connection: "Connection") -> None:
    """Let nobody else add an entry before this transaction ends."""
    from sqlalchemy import text

    connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": AUDIT_LOCK})


def append_entry(
    connection: "Connection", by: str, act: str, subject: str, what: Mapping[str, Any], why: str = ""
) -> AuditEntry:
    """Add an entry to the trail and return it."""
    from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY

    lock_trail(connection)
    head, at = load_head(connection), datetime.now(UTC)
    if head.at is not None and at < head.at:  # the clock was put back; the trail never goes back
        at = head.at
    number, text = head.number + 1, canonical_json(what).decode()
    stored = json.loads(text)
    own_hash = entry_hash(number, at, by, act, subject, stored, why, head.hash)
    connection.execute(
        AUDIT_ENTRY.insert().values(
            number=number, at=at, by=by, act=act, subject=subject, what=text, why=why, previous=head.hash, hash=own_hash
        )
    )
    return AuditEntry(number, at, by, act, subject, stored, why, head.hash, own_hash)


def announce_agreement(connection: "Connection", release: str) -> None:
    """Tell whoever builds packages that a release was agreed to, once this transaction is committed."""
    from sqlalchemy import text

    connection.execute(text("select pg_notify(:channel, :release)"), {"channel": RELEASE_CHANNEL, "release": release})


def load_head(connection: "Connection") -> AuditHead:
    """Return the newest entry's number, hash and time."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY

    c = AUDIT_ENTRY.c
    row = connection.execute(select(c.number, c.hash, c.at).order_by(c.number.desc()).limit(1)).first()
    return EMPTY_TRAIL if row is None else AuditHead(row.number, row.hash, row.at)


def load_daily_heads(connection: "Connection", days: int = 60) -> list[AuditHead]:
    """Return the last entry of each day that is over or running, the newest first."""
    from sqlalchemy import text

    query = text(
        "select number, hash, at from audit_entry where number in "
        "(select max(number) from audit_entry group by (at at time zone 'UTC')::date) "
        "order by number desc limit :days"
    )
    return [AuditHead(*row) for row in connection.execute(query, {"days": days})]


def load_entries(connection: "Connection", subject: str, *, acts: Sequence[str] = ()) -> list[AuditEntry]:
    """Return the entries of a subject and of all that belongs to it, by number; only some acts where they are named."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY

    query = select(AUDIT_ENTRY).where(_belongs_to(subject)).order_by(AUDIT_ENTRY.c.number)
    if acts:
        query = query.where(AUDIT_ENTRY.c.act.in_(acts))
    return [_entry(row) for row in connection.execute(query)]


def load_newest_hash(connection: "Connection", subject: str) -> str:
    """Return the hash of the newest entry of a subject and all that belongs to it; blank where there is none."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY

    c = AUDIT_ENTRY.c
    newest = select(c.number).where(_belongs_to(subject)).order_by(c.number.desc()).limit(1).scalar_subquery()
    return connection.scalar(select(c.hash).where(c.number == newest)) or ""


def load_entries_about(connection: "Connection", subjects: Sequence[str]) -> list[AuditEntry]:
    """Return the entries of just some subjects, without what belongs to them, by number."""
    from sqlalchemy import any_, bindparam, select
    from sqlalchemy.dialects.postgresql import ARRAY
    from sqlalchemy.types import Text

    from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY

    named = bindparam("subjects", list(subjects), type_=ARRAY(Text()))
    query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.subject == any_(named)).order_by(AUDIT_ENTRY.c.number)
    return [_entry(row) for row in connection.execute(query)]


def load_acts(connection: "Connection", acts: Sequence[str]) -> list[AuditEntry]:
    """Return the entries of some acts, whatever they are about, by number."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY

    query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.act.in_(acts)).order_by(AUDIT_ENTRY.c.number)
    return [_entry(row) for row in connection.execute(query)]


def search_entries(
    connection: "Connection", subject: str | None = None, *, after: int = 0, limit: int | None = None
) -> list[AuditEntry]:
    """Return entries by number: all, or those about a return, a round, an authority, a cell or a person.

    Args:
        connection: a transaction.
        subject: such as `planning_matters/2025-Q1`, its part `…/E07000223`, an authority's code, or `person/7`.
        after: only entries with a higher number.
        limit: at most so many.

    """
    from sqlalchemy import func, literal, or_, select

    from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY

    c = AUDIT_ENTRY.c
    query = select(AUDIT_ENTRY).where(c.number > after).order_by(c.number).limit(limit)
    if subject is not None:
        is_segment = literal(subject) == func.any(func.string_to_array(c.subject, "/"))
        quoted = json.dumps(subject, ensure_ascii=False)
        query = query.where(
            or_(_belongs_to(subject), c.by == subject, is_segment, c.what.contains(quoted, autoescape=True))
        )
    return [_entry(row) for row in connection.execute(query)]


def stream_entries(connection: "Connection") -> Iterator[AuditEntry]:
    """Yield every entry by number, a few thousand in memory at once."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY

    query = select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.number)
    for row in connection.execution_options(stream_results=True, max_row_buffer=AT_ONCE).execute(query):
        yield _entry(row)


def _belongs_to(subject: str) -> "ColumnElement[bool]":
    """Return what is true of entries about a subject or a part of it."""
    from sqlalchemy import or_

    from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY

    c = AUDIT_ENTRY.c
    return or_(c.subject == subject, c.subject.startswith(f"{subject}/", autoescape=True))


def _entry(row: "Row[Any]") -> AuditEntry:
    return AuditEntry(
        row.number, row.at.astimezone(UTC), row.by, row.act, row.subject, json.loads(row.what), row.why, row.previous,
        row.hash,
    )  # fmt: skip
