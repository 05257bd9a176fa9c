"""Status: which services are running. The page loads even when none of them is."""

from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import deployment_of, render_page
from plugins.portal.views.status import check_services, load_audit_head
from transforms.rounds.deadlines import LONDON

router = APIRouter(prefix="/status")


@router.get("")
def status_page(request: Request) -> HTMLResponse:
    """Show which services are running now."""
    return render_page(
        request,
        "status.html",
        services=check_services(deployment_of(request)),
        now=datetime.now(LONDON),
        head=load_audit_head(deployment_of(request)),
    )
