"""Freshness: which sources gave new files as often as their standards ask, by standard and by council."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import deployment_of, render_page
from plugins.portal.routes.standards import declared_standard
from plugins.portal.sorting import headings, requested_order, sort_rows
from plugins.portal.views.freshness import STATE_WORDS, SourcePromise, StandardPromises, load_promises
from plugins.portal.views.today import today
from transforms.snapshots.freshness import LATE_DAYS_ALLOWED, WINDOW_DAYS

router = APIRouter(prefix="/freshness")
COLUMNS = {"state": "Promise", "council": "Council", "new": "Newest usable file", "due": "Next file due by",
           "late": "Days late", "left": "Late days left", "unknown": "Days not known"}  # fmt: skip


@router.get("")
def freshness_page(request: Request) -> HTMLResponse:
    """Show for every standard how many sources kept their promise in the last 90 days."""
    deployment = deployment_of(request)
    day = today(deployment)
    return render_page(
        request, "freshness.html", day=day, promises=load_promises(deployment, day),
        window=WINDOW_DAYS, allowed=LATE_DAYS_ALLOWED,
    )  # fmt: skip


@router.get("/{slug}")
def freshness_of_standard_page(request: Request, slug: str) -> HTMLResponse:
    """Show how every source of a standard kept its promise."""
    deployment = deployment_of(request)
    day = today(deployment)
    promises = promises_of(request, slug)
    sort = requested_order(request, COLUMNS)
    return render_page(
        request,
        "freshness_of_standard.html",
        day=day,
        promises=promises,
        sources=sort_rows(promises.sources, sort, SourcePromise.value_of),
        headings=headings(request, COLUMNS, sort, "sources", ("state", "council", "new", "due")),
        words=STATE_WORDS,
        window=WINDOW_DAYS,
        allowed=LATE_DAYS_ALLOWED,
    )


def promises_of(request: Request, slug: str) -> StandardPromises:
    """Return the promises of a standard's sources; raise 404 for one that promises no rhythm."""
    declared, deployment = declared_standard(slug), deployment_of(request)
    for promises in load_promises(deployment, today(deployment), [declared]):
        return promises
    raise HTTPException(404, f"{declared.title} does not say how often a new file is due")
