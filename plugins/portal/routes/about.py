"""About: the accessibility statement and the privacy notice."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import deployment_of, render_page

router = APIRouter(prefix="/about")


@router.get("/accessibility")
def accessibility_page(request: Request) -> HTMLResponse:
    """Show the accessibility statement."""
    return render_page(request, "accessibility.html", service_contact=deployment_of(request).settings.contact)


@router.get("/privacy")
def privacy_page(request: Request) -> HTMLResponse:
    """Show the privacy notice."""
    return render_page(request, "privacy.html", service_contact=deployment_of(request).settings.contact)
