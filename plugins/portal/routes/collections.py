"""Collections: the calendar of what is collected and due, the last run of each dataset, and the sources that fail."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.pipeline.schedules.deadlines import LONDON
from plugins.pipeline.schedules.schedule import next_collection
from plugins.portal.pages import here, page
from plugins.portal.sorting import headings, order_asked, ordered
from plugins.portal.views.collections import Failing, collections, due
from plugins.portal.views.today import today

router = APIRouter(prefix="/collections")
A_PAGE = 100
COLUMNS = {"since": "Since", "council": "Council", "dataset": "Dataset"}


@router.get("")
def show_collections(request: Request) -> HTMLResponse:
    """Show what is collected when, what came of it, and the sources that fail, a page of them at a time (`page`)."""
    day = today(here(request))
    datasets, failed = collections(here(request), day)
    sort = order_asked(request, COLUMNS)
    failed = ordered(failed, sort, Failing.value_of)
    last_page = max(1, -(-len(failed) // A_PAGE))
    asked = request.query_params.get("page", "1")
    number = min(max(int(asked), 1), last_page) if asked.isdecimal() and len(asked) < 9 else 1
    return page(
        request,
        "collections.html",
        day=day,
        datasets=datasets,
        returns=due(day),
        following=next_collection(datetime.now(UTC)).astimezone(LONDON),
        failing=failed[(number - 1) * A_PAGE : number * A_PAGE],
        failing_in_all=len(failed),
        headings=headings(request, COLUMNS, sort, "failing", tuple(COLUMNS)),
        sort=sort,
        number=number,
        last_page=last_page,
    )
