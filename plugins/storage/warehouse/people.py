"""People: who the identity provider says somebody is; their roles are entries of the audit trail."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from transforms.findings.explanations import folded_name

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection

UNNAMED = "somebody without a name"


@dataclass(frozen=True)
class Person:
    """A person, or a council's own system: their number here, and what the identity provider says of them."""

    id: int
    issuer: str
    subject: str
    name: str
    email: str

    @property
    def key(self) -> str:
        """The person as entries of the audit trail name them."""
        return f"person/{self.id}"


def record_person(connection: "Connection", issuer: str, subject: str, name: str = "", email: str = "") -> Person:
    """Return the person with a subject of an issuer, adding them, or their newer name and address."""
    from sqlalchemy import func, select
    from sqlalchemy.dialects.postgresql import insert

    from plugins.storage.warehouse.submission_tables import PERSON

    c = PERSON.c
    is_person = (c.issuer == issuer) & (c.subject == subject)
    row = connection.execute(select(*_columns()).where(is_person)).first()
    if row is not None and (row.name, row.email) == (name or row.name, email or row.email):
        return Person(*row)
    statement = insert(PERSON).values(issuer=issuer, subject=subject, name=name, email=email)
    newer = {
        column: func.coalesce(func.nullif(statement.excluded[column], ""), c[column]) for column in ("name", "email")
    }
    upsert = statement.on_conflict_do_update(index_elements=["issuer", "subject"], set_=newer)
    return Person(*connection.execute(upsert.returning(*_columns())).one())


def load_person(connection: "Connection", number: int) -> Person | None:
    """Return the person with a number, None if there is none."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import PERSON

    row = connection.execute(select(*_columns()).where(PERSON.c.id == number)).first()
    return None if row is None else Person(*row)


def load_signature(connection: "Connection", key: str) -> str:
    """Return the name under which what a person wrote is shown to everybody; never their address.

    Args:
        connection: a transaction.
        key: the person as entries of the audit trail name them.

    """
    person = load_person(connection, int(key.rpartition("/")[2]))
    return person.name if person is not None and folded_name(person.name) else key.replace("/", " ")


def load_people(connection: "Connection") -> list[Person]:
    """Return everybody, by number."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import PERSON

    return [Person(*row) for row in connection.execute(select(*_columns()).order_by(PERSON.c.id))]


def load_subscribers(connection: "Connection") -> list[Person]:
    """Return everybody with an address who has not stopped messages."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import PERSON

    c = PERSON.c
    query = select(*_columns()).where(c.email.contains("@"), c.unsubscribed_on.is_(None)).order_by(c.id)
    return [Person(*row) for row in connection.execute(query)]


def record_subscription(connection: "Connection", person_id: int, stopped_on: date | None) -> None:
    """Stop a person's messages from a day on, or start them again."""
    from plugins.storage.warehouse.submission_tables import PERSON

    connection.execute(PERSON.update().where(PERSON.c.id == person_id).values(unsubscribed_on=stopped_on))


def is_subscribed(connection: "Connection", person_id: int) -> bool:
    """Return whether a person gets messages."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import PERSON

    query = select(PERSON.c.unsubscribed_on).where(PERSON.c.id == person_id)
    return connection.scalar(query) is None


def load_names(connection: "Connection") -> dict[str, str]:
    """Return the name of everybody, as entries of the audit trail name them."""
    return {person.key: person.name or person.email or person.subject or UNNAMED for person in load_people(connection)}


def _columns() -> "list[Column[Any]]":
    from plugins.storage.warehouse.submission_tables import PERSON

    return [PERSON.c[name] for name in ("id", "issuer", "subject", "name", "email")]
