"""Home: what this is, for whom, and three ways in."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import page
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

router = APIRouter()


@router.get("/")
def show_home(request: Request) -> HTMLResponse:
    """Show the way in."""
    return page(request, "home.html", standards=STANDARDS, returns=RETURNS)
