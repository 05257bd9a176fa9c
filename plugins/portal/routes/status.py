"""Status: which services answer. This page comes also when none of them does."""

from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.pipeline.schedules.deadlines import LONDON
from plugins.portal.pages import here, page
from plugins.portal.views.status import services

router = APIRouter(prefix="/status")


@router.get("")
def show_status(request: Request) -> HTMLResponse:
    """Show which services answer now."""
    return page(request, "status.html", services=services(here(request)), now=datetime.now(LONDON))
