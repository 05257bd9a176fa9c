"""Feeds: what happened, as Atom: new files with what was found in them, sources that fail, returns assembled.

Source: RFC 4287. An entry's id is a tag address (RFC 4151) of what it is about, and never changes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from plugins.portal import pages
from plugins.portal.api.responses import portal_address
from plugins.portal.routes.councils import MOVED_PERMANENTLY, known_authority
from plugins.portal.routes.standards import declared_standard
from plugins.portal.views.assemblies import body_name
from plugins.portal.views.source_states import REASONS
from plugins.storage.warehouse.news import NewAssembly, NewFile, NewsItem, SourceFailure, load_news
from transforms.domain.issue import Severity
from transforms.render.report_words.counts import counted
from transforms.returns import RETURNS, statutory_return
from transforms.standards import STANDARDS

router = APIRouter()
ATOM = "http://www.w3.org/2005/Atom"
BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)  # of a feed in which nothing has happened yet
QUARANTINED = "It waits to be confirmed, because it is much shorter than the one before."
TITLES = {one.slug: one.title for one in STANDARDS}
NOUNS = {Severity.CRITICAL: "critical finding", Severity.WARNING: "warning"}


@router.get("/councils/{gss}/feed.atom")
def give_feed_of_council(request: Request, gss: str) -> Response:
    """Give what happened to a council's files, and the returns that ask for it."""
    body = known_authority(gss)
    if body.gss != gss:
        return RedirectResponse(f"/councils/{body.gss}/feed.atom", MOVED_PERMANENTLY)
    with pages.here(request).transaction() as connection:
        found = load_news(connection, authority_gss=gss, returns=[one.slug for one in RETURNS])
    return _feed(request, body.name, f"/councils/{gss}", found, body.gss)


@router.get("/standards/{slug}/feed.atom")
def give_feed_of_standard(request: Request, slug: str) -> Response:
    """Give what happened to every file of a standard, and the returns that read it."""
    declared = declared_standard(slug)
    with pages.here(request).transaction() as connection:
        found = load_news(connection, standard=slug, returns=[one.slug for one in RETURNS if slug in one.reads])
    return _feed(request, declared.title, f"/standards/{slug}", found)


def _feed(request: Request, title: str, page: str, found: Sequence[NewsItem], gss: str = "") -> Response:
    base = portal_address(request)
    host = urlsplit(base).hostname or "localhost"
    feed = Element("feed", xmlns=ATOM)
    SubElement(feed, "title").text = f"{title} – Council returns"
    SubElement(feed, "id").text = f"tag:{host},2025:{page}"
    SubElement(feed, "updated").text = _time(found[0].told_at if found else BEGINNING)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{base}{page}/feed.atom")
    SubElement(feed, "link", rel="alternate", type="text/html", href=f"{base}{page}")
    SubElement(SubElement(feed, "author"), "name").text = "Council returns"
    for one in found:
        name, heading, words, address = _told(one, gss)
        entry = SubElement(feed, "entry")
        SubElement(entry, "title").text = heading
        SubElement(entry, "id").text = f"tag:{host},2025:{name}"
        SubElement(entry, "updated").text = _time(one.told_at)
        SubElement(entry, "link", rel="alternate", type="text/html", href=f"{base}{address}")
        SubElement(entry, "summary").text = words
    return Response(tostring(feed, encoding="utf-8", xml_declaration=True), media_type="application/atom+xml")


def _told(one: NewsItem, gss: str) -> tuple[str, str, str, str]:
    """Return what names an event, its heading, its words and the page about it."""
    if isinstance(one, NewAssembly):
        title = statutory_return(one.return_slug).title
        base = f"/returns/{one.return_slug}/{one.period}"
        name = f"{base}/{one.receipt[:16]}/{one.as_known}"
        known = pages.day_in_words(one.as_known)
        owed = f" It was frozen on {pages.day_in_words(one.frozen_on)} as what is owed." if one.frozen_on else ""
        words = f"{title} for {one.period} was assembled as known on {known}, version {one.version}.{owed}"
        whose = f"/{gss}" if gss else ""
        return name, f"{title}, {one.period}: assembled", words, f"{base}{whose}?as-known={one.as_known}"
    about = f"{body_name(one.authority_gss)}, {TITLES.get(one.standard, one.standard)}"
    where = f"/councils/{one.authority_gss}"
    if isinstance(one, SourceFailure):
        why = REASONS.get(one.reason, one.reason)
        words = f"Nothing new can be used since {pages.day_in_words(one.since)}: {why}."
        return f"{where}/{one.standard}/failing/{one.since}", f"{about}: nothing new can be used", words, where
    address = f"/reports/{one.standard}/{one.sha256}/{one.rules_version}/{one.authority_gss}"
    name = f"{where}/{one.standard}/{one.fetched_on}/{one.sha256}"
    return name, f"{about}: {'a new file' if one.before_sha256 else 'the first file'}", _found(one), address


def _counted(number: int, severity: Severity) -> str:
    """Return how many findings of a severity there are, in the words of the report."""
    return counted(number, NOUNS[severity]) if severity in NOUNS else f"{number:,} for information"


def _found(one: NewFile) -> str:
    """Return what a new file holds, and what was found in it beside the file before."""
    said = [
        f"{_counted(one.found.get(severity, 0), severity)}{_beside(one, severity)}"
        for severity in Severity
        if one.found.get(severity, 0) or one.found_before.get(severity, 0)
    ]
    held = f" {QUARANTINED}" if one.state == "quarantined" else ""
    rows = f"{counted(one.rows, 'record')}, {one.rows_usable:,} usable"
    fetched = f"Collected on {pages.day_in_words(one.fetched_on)}"
    return f"{fetched}: {rows}; {', '.join(said) or 'nothing found'}.{held}"


def _beside(one: NewFile, severity: Severity) -> str:
    if not one.found_before:
        return ""
    more = one.found.get(severity, 0) - one.found_before.get(severity, 0)
    return f" ({abs(more):,} {'more' if more > 0 else 'fewer'} than before)" if more else ""


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
