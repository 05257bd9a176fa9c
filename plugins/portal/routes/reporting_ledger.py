"""The reporting ledger: nobody reports twice, in figures."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import deployment_of, render_page
from plugins.portal.routes.councils import known_authority
from plugins.portal.views.assemblies import authority_name
from plugins.portal.views.completeness import ORIGIN_WORDS
from plugins.portal.views.reporting_ledger import load_reporting_ledger

router = APIRouter(prefix="/ledger")


@router.get("")
def ledger_page(request: Request) -> HTMLResponse:
    """Show how many cells of every return published data fill for all authorities, and which facts are asked twice."""
    return _page(request, "")


@router.get("/{gss}")
def authority_ledger_page(request: Request, gss: str) -> HTMLResponse:
    """Show the same for one authority."""
    return _page(request, known_authority(gss).gss)


def _page(request: Request, gss: str) -> HTMLResponse:
    return render_page(
        request,
        "ledger.html",
        ledger=load_reporting_ledger(deployment_of(request), gss),
        gss=gss,
        name=authority_name(gss) if gss else "",
        authority_name=authority_name,
        origin_words=ORIGIN_WORDS,
    )
