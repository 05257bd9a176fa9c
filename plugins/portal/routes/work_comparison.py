"""Versions compared cell by cell, for the data team and departments: releases, and what is proposed now."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.portal.accounts.sessions import SignedIn, SignedInNow
from plugins.portal.comparison_pages import comparison_context, comparison_file, requested_comparison
from plugins.portal.pages import deployment_of
from plugins.portal.views.today import today
from plugins.portal.views.version_comparison import ComparedVersion, compared_versions
from plugins.portal.views.work import title_of
from plugins.portal.work_pages import NO_STORE, render_work_page
from plugins.submissions.refusals import NotVisible
from plugins.submissions.releases import visible_releases
from plugins.submissions.rounds import OpenedRound, read_visible_round
from plugins.submissions.visibility import NOTHING
from transforms.rounds.roles import Role

router = APIRouter(prefix="/work/rounds/{slug}/{period}")


@router.get("/comparison")
def comparison_page(request: Request, person: SignedInNow, slug: str, period: str) -> Response:
    """Compare two versions of a return for a period, cell by cell."""
    opened, versions = _versions(request, person, slug, period)
    comparison = requested_comparison(request, opened, versions, is_public=False)
    trail = [
        {"text": "Home", "href": "/"}, {"text": "Your work", "href": "/work"},
        {"text": title_of(opened), "href": f"/work/rounds/{slug}/{period}"},
    ]  # fmt: skip
    context = comparison_context(request, opened, versions, comparison)
    return render_work_page(request, person, "comparison.html", trail=trail, **context)


@router.get("/comparison.csv")
def comparison_download(request: Request, person: SignedInNow, slug: str, period: str) -> Response:
    """Get what differs between two versions as CSV."""
    opened, versions = _versions(request, person, slug, period)
    comparison = requested_comparison(request, opened, versions, is_public=False)
    return comparison_file(request, comparison, NO_STORE["Cache-Control"])


def _versions(request: Request, person: SignedIn, slug: str, period: str) -> tuple[OpenedRound, list[ComparedVersion]]:
    """Return a round, and its versions that somebody sees who reads all of a return, or receives it."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        access = person.access(connection)
        opened = read_visible_round(connection, deployment.archive, access, slug, period, today(deployment))
    if not (access.reads_everything or access.has(Role.RECEIVER, slug)):
        raise NotVisible(NOTHING)
    releases = visible_releases(access, opened).values()
    return opened, compared_versions(opened, releases, with_now=access.reads_everything)
