"""The audit trail: its head for everybody, so that a cut-off tail is found out, and entries for whom they concern.

Source: docs/specifications/audit-trail.md, section 3; docs/specifications/life-of-a-return.md, section 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BeforeValidator
from starlette.responses import Response

from plugins.portal.accounts.caller import CallerNow, today
from plugins.portal.api.acts import PRIVATE_PROBLEMS
from plugins.portal.api.atom import NO_NEWS_YET, FeedEntry, atom_feed
from plugins.portal.api.responses import REFUSALS
from plugins.portal.pages import deployment_of
from plugins.storage.warehouse.audit_trail import load_daily_heads, load_head
from plugins.submissions.visible_entries import visible_entries
from transforms.audit.entry import time_text

Subject = Annotated[
    str | None, Query(pattern=r"^[^\x00]*$", description="A return, a round, a part, an authority, a cell or a person")
]
After = Annotated[
    int, BeforeValidator(lambda text: text or 0), Query(ge=0, lt=2**63, description="The number of an entry")
]
router = APIRouter(prefix="/api/v1/audit", tags=["Audit trail"], responses=REFUSALS)
feed_router = APIRouter()


@dataclass(frozen=True)
class HeadFact:
    """The newest entry: its number, its hash, and when it was written; number 0 of an empty trail."""

    number: int
    hash: str
    at: datetime | None


@router.get("/head")
def get_head(request: Request) -> HeadFact:
    """Get the number and the hash of the newest entry of the audit trail."""
    with deployment_of(request).transaction() as connection:
        head = load_head(connection)
    return HeadFact(head.number, head.hash, head.at)


@dataclass(frozen=True)
class EntryFact:
    """An entry, with everything that its hash is over."""

    number: int
    at: str
    by: str
    act: str
    subject: str
    what: Mapping[str, Any]
    why: str
    previous: str
    hash: str


@router.get("", responses=PRIVATE_PROBLEMS)
def list_entries(request: Request, caller: CallerNow, subject: Subject = None, after: After = 0) -> list[EntryFact]:
    """List up to 1,000 entries that you may see, about a subject or all, after a number."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        entries = visible_entries(connection, caller.access(connection), subject or None, after, today())
    return [
        EntryFact(
            entry.number, time_text(entry.at), entry.by, entry.act, entry.subject, entry.what, entry.why,
            entry.previous, entry.hash,
        )
        for entry in entries
    ]  # fmt: skip


@feed_router.get("/status/feed.atom")
def audit_feed(request: Request) -> Response:
    """Return the last entry of the audit trail of every day."""
    with deployment_of(request).transaction() as connection:
        heads = load_daily_heads(connection)
    entries = [
        (
            head.at or NO_NEWS_YET,
            FeedEntry(
                f"/audit/{(head.at or NO_NEWS_YET).astimezone(UTC).date()}/{head.number}",
                f"Entry {head.number} of the audit trail",
                f"{head.number}:{head.hash}",
                "/status",
            ),
        )
        for head in heads
    ]
    return atom_feed(request, "Audit trail", "/status", entries)
