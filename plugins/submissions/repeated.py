"""The same answer to the same idempotency key: an act that is sent twice is done once.

Source: draft-ietf-httpapi-idempotency-key-header; docs/specifications/life-of-a-return.md, section 8.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.submissions.refusals import InvalidInput

if TYPE_CHECKING:
    from sqlalchemy import Connection

LONGEST_KEY = 200


@dataclass(frozen=True)
class StoredAnswer:
    """What was answered: the status and the bytes."""

    status: int
    body: bytes


def load_answer(connection: "Connection", person_id: int, key: str, request_sha256: str) -> StoredAnswer | None:
    """Return what was answered to a key before; raise InvalidInput where it came with another request."""
    from sqlalchemy import select

    from plugins.storage.warehouse.submission_tables import ANSWER

    if len(key) > LONGEST_KEY:
        raise InvalidInput(f"the Idempotency-Key is longer than {LONGEST_KEY} characters")
    c = ANSWER.c
    row = connection.execute(select(ANSWER).where(c.person_id == person_id, c.key == key)).first()
    if row is None:
        return None
    if row.request_sha256 != request_sha256:
        raise InvalidInput("this Idempotency-Key was used for another request: use a new one for each request")
    return StoredAnswer(row.status, bytes(row.body))


def record_answer(
    connection: "Connection", person_id: int, key: str, request_sha256: str, answer: StoredAnswer
) -> None:
    """Keep what was answered to a key, in the transaction of the act itself."""
    from plugins.storage.warehouse.submission_tables import ANSWER

    connection.execute(
        ANSWER.insert().values(
            person_id=person_id, key=key, request_sha256=request_sha256, status=answer.status, body=answer.body
        )
    )
