"""Collections: the last run of each dataset, the next deadline of each return, the failing sources; what runs took."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import deployment_of, render_page
from plugins.portal.routes.standards import declared_standard
from plugins.portal.sorting import headings, requested_order, sort_rows
from plugins.portal.views.collection_costs import (
    CouncilCost,
    load_collection_costs,
    seconds_in_words,
    size_in_words,
)
from plugins.portal.views.collection_schedule import load_collection_schedule
from plugins.portal.views.collections import FailingSource, list_collections, upcoming_deadlines
from plugins.portal.views.today import today

router = APIRouter(prefix="/collections")
PAGE_SIZE = 100
COLUMNS = {"since": "Since", "council": "Council", "dataset": "Dataset"}
COST_COLUMNS = {"council": "Council", "outcome": "Outcome", "requests": "Requests", "bytes": "Received",
                "seconds": "Seconds"}  # fmt: skip


@router.get("")
def collections_page(request: Request) -> HTMLResponse:
    """Show when each dataset is collected, its last run, and the failing sources, one page of them (`page`)."""
    deployment = deployment_of(request)
    day = today(deployment)
    datasets, failing = list_collections(deployment, day)
    sort = requested_order(request, COLUMNS)
    failing = sort_rows(failing, sort, FailingSource.value_of)
    last_page = max(1, -(-len(failing) // PAGE_SIZE))
    requested = request.query_params.get("page", "1")
    number = min(max(int(requested), 1), last_page) if requested.isdecimal() and len(requested) < 9 else 1
    return render_page(
        request,
        "collections.html",
        day=day,
        datasets=datasets,
        returns=upcoming_deadlines(day),
        schedule=load_collection_schedule(deployment.settings),
        failing=failing[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        failing_in_all=len(failing),
        headings=headings(request, COLUMNS, sort, "failing", tuple(COLUMNS)),
        sort=sort,
        number=number,
        last_page=last_page,
    )


@router.get("/{slug}")
def collection_page(request: Request, slug: str) -> HTMLResponse:
    """Show what a run (`run`, else the last one) of a standard's collection took, by council, and its last runs."""
    declared, run_id = declared_standard(slug), request.query_params.get("run", "")
    costs = load_collection_costs(deployment_of(request), slug, run_id.replace("\0", " "))
    if run_id and costs.run is None:
        raise HTTPException(404, f"there was no collection of {declared.title} called “{run_id}”")
    sort = requested_order(request, COST_COLUMNS)
    return render_page(
        request,
        "collection.html",
        standard=declared,
        runs=costs.runs,
        run=costs.run,
        councils=sort_rows(costs.councils, sort, CouncilCost.value_of),
        headings=headings(request, COST_COLUMNS, sort, "councils", ("council", "outcome")),
        size=size_in_words,
        seconds=seconds_in_words,
    )
