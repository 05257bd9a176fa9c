"""Releases: the versions of a return for a period that people agreed to, each for ever at its own place."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import PageNotFound, deployment_of, render_page
from plugins.portal.routes.returns import declared_return
from plugins.portal.views.assemblies import authority_name
from plugins.portal.views.releases import load_releases
from plugins.portal.views.work import TAGS
from transforms.domain.period import parse_period

router = APIRouter(prefix="/returns")


@router.get("/{slug}/{period}/releases")
def releases_page(request: Request, slug: str, period: str) -> HTMLResponse:
    """Show the released versions of a return for a period: who confirmed each, and what it revised."""
    definition = declared_return(slug)
    try:
        parsed = parse_period(period)
    except ValueError as error:
        raise PageNotFound(f"“{period}” is not a period", (definition.title, f"/returns/{slug}")) from error
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
