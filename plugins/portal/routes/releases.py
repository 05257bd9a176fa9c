"""Releases: the versions of a return for a period that people agreed to, each for ever at its own place."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from plugins.portal.comparison_pages import comparison_context, comparison_file, requested_comparison
from plugins.portal.downloads import REVALIDATE
from plugins.portal.pages import PageNotFound, deployment_of, render_page
from plugins.portal.routes.returns import declared_return
from plugins.portal.views.assemblies import authority_name
from plugins.portal.views.releases import load_releases
from plugins.portal.views.version_comparison import ComparedVersion, compared_versions
from plugins.portal.views.work import TAGS
from plugins.submissions.refusals import NotVisible
from plugins.submissions.releases import SEEN, read_releases
from plugins.submissions.rounds import OpenedRound, read_round
from transforms.domain.period import Period, parse_period
from transforms.domain.statutory_return import StatutoryReturn

router = APIRouter(prefix="/returns")


@router.get("/{slug}/{period}/releases")
def releases_page(request: Request, slug: str, period: str) -> HTMLResponse:
    """Show the released versions of a return for a period: who confirmed each, and what it revised."""
    definition, parsed = _declared(slug, period)
    releases = load_releases(deployment_of(request), slug, str(parsed))
    return render_page(
        request,
        "releases.html",
        definition=definition.for_period(parsed),
        period=parsed,
        releases=releases,
        tags=TAGS,
        names=authority_name,
    )


@router.get("/{slug}/{period}/releases/comparison")
def comparison_page(request: Request, slug: str, period: str) -> HTMLResponse:
    """Compare two released versions of a return for a period, cell by cell."""
    opened, versions = _versions(request, slug, period)
    comparison = requested_comparison(request, opened, versions, is_public=True)
    base = f"/returns/{slug}/{period}"
    trail = [
        {"text": "Home", "href": "/"}, {"text": "Returns", "href": "/returns"},
        {"text": opened.definition.title, "href": f"/returns/{slug}"},
        {"text": opened.definition.period_in_words(opened.period), "href": base},
        {"text": "Releases", "href": f"{base}/releases"},
    ]  # fmt: skip
    context = comparison_context(request, opened, versions, comparison)
    return render_page(request, "comparison.html", trail=trail, **context)


@router.get("/{slug}/{period}/releases/comparison.csv")
def comparison_download(request: Request, slug: str, period: str) -> Response:
    """Get what differs between two released versions as CSV."""
    opened, versions = _versions(request, slug, period)
    return comparison_file(request, requested_comparison(request, opened, versions, is_public=True), REVALIDATE)


def _versions(request: Request, slug: str, period: str) -> tuple[OpenedRound, list[ComparedVersion]]:
    """Return a round and the versions of it that everybody sees."""
    definition, parsed = _declared(slug, period)
    instead = (definition.title, f"/returns/{slug}")
    with deployment_of(request).transaction() as connection:
        try:
            opened = read_round(connection, slug, str(parsed))
        except NotVisible as error:
            raise PageNotFound("no version has been released yet", instead) from error
    released = [release for release in read_releases(opened).values() if release.state in SEEN]
    if not released:
        raise PageNotFound("no version has been released yet", instead)
    return opened, compared_versions(opened, released, with_now=False)


def _declared(slug: str, period: str) -> tuple[StatutoryReturn, Period]:
    """Return a return and a period; raise PageNotFound where it is none."""
    definition = declared_return(slug)
    try:
        return definition, parse_period(period)
    except ValueError as error:
        raise PageNotFound(f"“{period}” is not a period", (definition.title, f"/returns/{slug}")) from error
