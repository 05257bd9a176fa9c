"""Home: what the service does, for whom, and where to start."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import render_page
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

router = APIRouter()


@router.get("/")
def home_page(request: Request) -> HTMLResponse:
    """Show the home page."""
    return render_page(request, "home.html", standards=STANDARDS, returns=RETURNS)
