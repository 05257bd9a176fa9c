"""Requests to collect a source now: added by the portal and by commands, taken by the scheduler."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

REQUEST_CHANNEL = "council_returns_collection_requests"  # on which PostgreSQL tells of them


@dataclass(frozen=True)
class RequestedCollection:
    """One source that somebody wants collected now; `run_id` is the run that took it, blank while it waits."""

    id: int
    standard: str
    authority_gss: str
    by: str
    why: str
    requested_at: datetime
    run_id: str


def record_request(connection: "Connection", source: tuple[str, str], by: str, why: str) -> int:
    """Add a request for a standard of an authority, tell the scheduler once it is committed, and return its number."""
    from sqlalchemy import text

    from plugins.storage.warehouse.source_tables import COLLECTION_REQUEST as R

    values = {"standard": source[0], "authority_gss": source[1], "by": by, "why": why}
    number: int = connection.scalar(R.insert().values(values).returning(R.c.id))
    connection.execute(text("select pg_notify(:channel, :number)"), {"channel": REQUEST_CHANNEL, "number": str(number)})
    return number


def load_waiting_requests(connection: "Connection", run_id: str = "") -> list[RequestedCollection]:
    """Return the requests that no run has taken, or none but the run with `run_id`, the oldest first."""
    from sqlalchemy import func, select

    from plugins.storage.warehouse.source_tables import COLLECTION_REQUEST as R

    names = ("id", "standard", "authority_gss", "by", "why", "requested_at")
    columns = [*(R.c[name] for name in names), func.coalesce(R.c.run_id, "").label("run_id")]
    rows = connection.execute(
        select(*columns).where(func.coalesce(R.c.run_id, run_id) == run_id).order_by(R.c.id)
    ).mappings()
    return [RequestedCollection(**row) for row in rows]


def record_run(connection: "Connection", requests: Sequence[RequestedCollection], run_id: str) -> None:
    """Write which run takes requests."""
    from sqlalchemy import update

    from plugins.storage.warehouse.source_tables import COLLECTION_REQUEST as R

    numbers = [request.id for request in requests]
    connection.execute(update(R).where(R.c.id.in_(numbers)).values(run_id=run_id))
