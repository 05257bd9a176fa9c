"""Feeds: the news of a council or a standard as Atom: new files and their findings, failing sources, assembled returns.

Source: RFC 4287.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from plugins.portal import pages
from plugins.portal.accounts.reader import reader_of
from plugins.portal.api.atom import FeedEntry, atom_feed
from plugins.portal.routes.councils import MOVED_PERMANENTLY, known_authority
from plugins.portal.routes.standards import declared_standard
from plugins.portal.views.assemblies import authority_name
from plugins.portal.views.source_states import REASONS
from plugins.storage.warehouse.news import NewAssembly, NewFile, NewsItem, SourceFailure, load_news
from transforms.domain.issue import Severity
from transforms.render.report_words.counts import counted
from transforms.returns import RETURNS, statutory_return
from transforms.standards import STANDARDS

router = APIRouter()
QUARANTINED = "It is waiting to be confirmed, because it is much shorter than the file before it."
TITLES = {declared.slug: declared.title for declared in STANDARDS}
NOUNS = {Severity.CRITICAL: "critical finding", Severity.WARNING: "warning"}


@router.get("/councils/{gss}/feed.atom")
def council_feed(request: Request, gss: str) -> Response:
    """Return the news of a council's files, and of the returns that ask for it."""
    council = known_authority(gss)
    if council.gss != gss:
        return RedirectResponse(f"/councils/{council.gss}/feed.atom", MOVED_PERMANENTLY)
    with pages.deployment_of(request).transaction() as connection:
        news = load_news(
            connection,
            authority_gss=gss,
            returns=[definition.slug for definition in RETURNS],
            receipts=reader_of(request).released,
        )
    return _feed(request, council.name, f"/councils/{gss}", news, council.gss)


@router.get("/standards/{slug}/feed.atom")
def standard_feed(request: Request, slug: str) -> Response:
    """Return the news of every file of a standard, and of the returns that read it."""
    declared = declared_standard(slug)
    returns = [definition.slug for definition in RETURNS if slug in definition.all_standards]
    with pages.deployment_of(request).transaction() as connection:
        news = load_news(connection, standard=slug, returns=returns, receipts=reader_of(request).released)
    return _feed(request, declared.title, f"/standards/{slug}", news)


def _feed(request: Request, title: str, page: str, news: Sequence[NewsItem], gss: str = "") -> Response:
    return atom_feed(request, title, page, [(event.occurred_at, _entry(event, gss)) for event in news])


def _entry(event: NewsItem, gss: str) -> FeedEntry:
    """Return the entry of an event; of an assembly it leads to the return of the authority whose feed it is in."""
    if isinstance(event, NewAssembly):
        return _assembly_entry(event, gss)
    subject = f"{authority_name(event.authority_gss)}, {TITLES.get(event.standard, event.standard)}"
    council = f"/councils/{event.authority_gss}"
    if isinstance(event, SourceFailure):
        reason = REASONS.get(event.reason, event.reason)
        summary = f"There has been no usable new file since {pages.day_in_words(event.since)}: {reason}."
        name = f"{council}/{event.standard}/failing/{event.since}"
        return FeedEntry(name, f"{subject}: no usable new file", summary, council)
    page = f"/reports/{event.standard}/{event.sha256}/{event.rules_version}/{event.authority_gss}"
    name = f"{council}/{event.standard}/{event.fetched_on}/{event.sha256}"
    title = f"{subject}: {'a new file' if event.before_sha256 else 'the first file'}"
    return FeedEntry(name, title, _new_file_summary(event), page)


def _assembly_entry(event: NewAssembly, gss: str) -> FeedEntry:
    title = statutory_return(event.return_slug).title
    base = f"/returns/{event.return_slug}/{event.period}"
    as_known = pages.day_in_words(event.as_known)
    summary = f"{title} for {event.period} was assembled as known on {as_known}, version {event.version}."
    if event.frozen_on:
        summary += f" This is the version used at the deadline of {pages.day_in_words(event.frozen_on)}."
    of_authority = f"/{gss}" if gss else ""
    return FeedEntry(
        f"{base}/{event.receipt[:16]}/{event.as_known}", f"{title}, {event.period}: assembled", summary,
        f"{base}{of_authority}?as-known={event.as_known}",
    )  # fmt: skip


def _new_file_summary(file: NewFile) -> str:
    """Return the size of a new file and the number of its findings, each compared with the file before it."""
    counts = [
        f"{_count_in_words(file.counts.get(severity, 0), severity)}{_change_in_words(file, severity)}"
        for severity in Severity
        if file.counts.get(severity, 0) or file.counts_before.get(severity, 0)
    ]
    note = f" {QUARANTINED}" if file.state == "quarantined" else ""
    rows = f"{counted(file.rows, 'record')}, {file.rows_usable:,} usable"
    fetched = f"Collected on {pages.day_in_words(file.fetched_on)}"
    return f"{fetched}: {rows}; {', '.join(counts) or 'no findings'}.{note}"


def _count_in_words(number: int, severity: Severity) -> str:
    """Return the number of findings of a severity, in the words of the report."""
    return counted(number, NOUNS[severity]) if severity in NOUNS else f"{number:,} for information"


def _change_in_words(file: NewFile, severity: Severity) -> str:
    if not file.counts_before:
        return ""
    more = file.counts.get(severity, 0) - file.counts_before.get(severity, 0)
    return f" ({abs(more):,} {'more' if more > 0 else 'fewer'} than before)" if more else ""
