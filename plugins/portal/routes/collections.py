"""Collections: the last run of each dataset, the next deadline of each return, and the sources that are failing."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import deployment_of, render_page
from plugins.portal.sorting import headings, requested_order, sort_rows
from plugins.portal.views.collection_schedule import load_collection_schedule
from plugins.portal.views.collections import FailingSource, list_collections, upcoming_deadlines
from plugins.portal.views.today import today

router = APIRouter(prefix="/collections")
PAGE_SIZE = 100
COLUMNS = {"since": "Since", "council": "Council", "dataset": "Dataset"}


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
