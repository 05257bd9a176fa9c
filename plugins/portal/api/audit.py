"""The head of the audit trail: public, so that a cut-off tail is found out.

Source: docs/specifications/audit-trail.md, section 3.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.portal import pages
from plugins.portal.api.atom import NO_NEWS_YET, FeedEntry, atom_feed
from plugins.portal.api.responses import REFUSALS
from plugins.storage.warehouse.audit_trail import load_daily_heads, load_head

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
    with pages.deployment_of(request).transaction() as connection:
        head = load_head(connection)
    return HeadFact(head.number, head.hash, head.at)


@feed_router.get("/status/feed.atom")
def audit_feed(request: Request) -> Response:
    """Return the last entry of the audit trail of every day."""
    with pages.deployment_of(request).transaction() as connection:
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
