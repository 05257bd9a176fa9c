"""Atom: a feed of entries, each with an id that never changes.

Source: RFC 4287. An entry's id is a tag address (RFC 4151) of what it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import Request
from starlette.responses import Response

from plugins.portal.api.responses import portal_address

ATOM = "http://www.w3.org/2005/Atom"
NO_NEWS_YET = datetime(2025, 1, 1, tzinfo=UTC)  # when a feed without entries was updated


@dataclass(frozen=True)
class FeedEntry:
    """One entry: a name that never changes, for its id, and what a reader sees."""

    name: str
    title: str
    summary: str
    page: str


def atom_feed(request: Request, title: str, page: str, entries: Sequence[tuple[datetime, FeedEntry]]) -> Response:
    """Return the feed of a page, which lies beneath it.

    Args:
        request: what was asked.
        title: of the feed.
        page: the address of the page whose news it is.
        entries: each with its time, the newest first.

    """
    base = portal_address(request)
    host = urlsplit(base).hostname or "localhost"
    feed = Element("feed", xmlns=ATOM)
    SubElement(feed, "title").text = f"{title} – Council returns"
    SubElement(feed, "id").text = f"tag:{host},2025:{page}"
    SubElement(feed, "updated").text = _time(entries[0][0] if entries else NO_NEWS_YET)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{base}{page}/feed.atom")
    SubElement(feed, "link", rel="alternate", type="text/html", href=f"{base}{page}")
    SubElement(SubElement(feed, "author"), "name").text = "Council returns"
    for occurred_at, entry in entries:
        element = SubElement(feed, "entry")
        SubElement(element, "title").text = entry.title
        SubElement(element, "id").text = f"tag:{host},2025:{entry.name}"
        SubElement(element, "updated").text = _time(occurred_at)
        SubElement(element, "link", rel="alternate", type="text/html", href=f"{base}{entry.page}")
        SubElement(element, "summary").text = entry.summary
    return Response(tostring(feed, encoding="utf-8", xml_declaration=True), media_type="application/atom+xml")


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
