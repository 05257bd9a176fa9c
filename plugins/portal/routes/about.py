"""About: the accessibility statement and the privacy notice."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import here, page

router = APIRouter(prefix="/about")


@router.get("/accessibility")
def show_accessibility(request: Request) -> HTMLResponse:
    """Show the accessibility statement."""
    return page(request, "accessibility.html", service_contact=here(request).settings.contact)


@router.get("/privacy")
def show_privacy(request: Request) -> HTMLResponse:
    """Show the privacy notice."""
    return page(request, "privacy.html", service_contact=here(request).settings.contact)
