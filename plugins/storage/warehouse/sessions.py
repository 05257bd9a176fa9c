"""Sessions: signed-in browsers, kept here and known to the browser by a random key alone, whose hash is stored."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from plugins.storage.warehouse.people import Person, load_person

if TYPE_CHECKING:
    from sqlalchemy import Connection

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # a page does not write each time it is looked at


@dataclass(frozen=True)
class SignedInSession:
    """A signed-in browser: who is there, and the token that each of its forms carries."""

    person: Person
    form_token: str


def start_session(connection: "Connection", person_id: int, now: datetime) -> str:
    """Start a session and return its key, which only the browser keeps; old ones are forgotten meanwhile."""
    from plugins.storage.warehouse.submission_tables import SESSION

    key = secrets.token_urlsafe(32)
    connection.execute(SESSION.delete().where(SESSION.c.last_seen_at < now - LONGEST))
    row = {"key_sha256": _hash(key), "person_id": person_id, "form_token": secrets.token_urlsafe(32)}
    connection.execute(SESSION.insert().values(**row, started_at=now, last_seen_at=now))
    return key


def load_session(connection: "Connection", key: str, now: datetime) -> SignedInSession | None:
    """Return the session with a key, None where it has ended, was left idle or never was."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import SESSION

    c = SESSION.c
    is_open = (c.last_seen_at >= now - IDLE) & (c.started_at >= now - LONGEST)
    row = connection.execute(select(SESSION).where(c.key_sha256 == _hash(key), is_open)).first()
    person = load_person(connection, row.person_id) if row else None
    if row is None or person is None:
        return None
    if row.last_seen_at < now - SEEN_EVERY:
        connection.execute(SESSION.update().where(c.key_sha256 == row.key_sha256).values(last_seen_at=now))
    return SignedInSession(person, row.form_token)


def end_session(connection: "Connection", key: str) -> None:
    """End a session: its key is good for nothing afterwards."""
    from plugins.storage.warehouse.submission_tables import SESSION

    connection.execute(SESSION.delete().where(SESSION.c.key_sha256 == _hash(key)))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
