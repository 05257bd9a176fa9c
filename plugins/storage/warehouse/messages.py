"""Messages that were sent: to whom, when, what, and what became of each; one a day to each person."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.warehouse.people import Person

TO_SEND = ("queued", "failed")


def queue_message(connection: "Connection", person: "Person", day: date, text: str) -> bool:
    """Write down a person's message of a day, and return whether it is still to be sent."""
    from sqlalchemy import select
    from sqlalchemy.dialects.postgresql import insert

    from plugins.storage.warehouse.submission_tables import MESSAGE

    row = {"person_id": person.id, "day": day, "address": person.email, "text": text, "state": "queued"}
    connection.execute(insert(MESSAGE).values(row).on_conflict_do_nothing(index_elements=["person_id", "day"]))
    is_own = (MESSAGE.c.person_id == person.id) & (MESSAGE.c.day == day)
    return connection.scalar(select(MESSAGE.c.state).where(is_own)) in TO_SEND


def record_outcome(connection: "Connection", person_id: int, day: date, state: str, error: str) -> None:
    """Write down what became of a message."""
    from sqlalchemy import func

    from plugins.storage.warehouse.submission_tables import MESSAGE

    is_own = (MESSAGE.c.person_id == person_id) & (MESSAGE.c.day == day)
    connection.execute(MESSAGE.update().where(is_own).values(state=str(state), error=error, changed_at=func.now()))


def load_bounces(connection: "Connection") -> list[tuple[str, date, str]]:
    """Return the addresses to which messages can't be delivered, with the day and the server's reason."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import MESSAGE

    c = MESSAGE.c
    query = select(c.address, c.day, c.error).where(c.state == "bounced").order_by(c.day.desc()).limit(50)
    return [(row.address, row.day, row.error) for row in connection.execute(query)]
