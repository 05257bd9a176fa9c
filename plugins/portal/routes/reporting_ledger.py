"""The reporting ledger: nobody reports twice, in figures."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from plugins.portal.accounts.reader import reader_of
from plugins.portal.pages import deployment_of, render_page
from plugins.portal.routes.councils import known_authority
from plugins.portal.views.assemblies import authority_name
from plugins.portal.views.completeness import ORIGIN_WORDS
from plugins.portal.views.reporting_ledger import load_reporting_ledger
from transforms.returns import RETURNS

router = APIRouter(prefix="/ledger")


@router.get("")
def ledger_page(request: Request, periods: str = "newest") -> HTMLResponse:
    """Show how many cells of every return published data fill for all authorities, and which facts are asked twice."""
    return _page(request, "", periods)


@router.get("/{gss}")
def authority_ledger_page(request: Request, gss: str, periods: str = "newest") -> HTMLResponse:
    """Show the same for one authority, or for an area over whose authorities returns are added up."""
    return _page(request, authority_or_area(gss), periods)


def authority_or_area(code: str) -> str:
    """Return the code of an authority or of an area over which a return is added up; raise 404 for any other."""
    totals = {area.gss for definition in RETURNS for area in definition.totals}
    return code if code in totals else known_authority(code).gss


def _page(request: Request, gss: str, periods: str) -> HTMLResponse:
    every_period = periods == "all"
    return render_page(
        request,
        "ledger.html",
        ledger=load_reporting_ledger(deployment_of(request), reader_of(request), gss, every_period=every_period),
        gss=gss,
        every_period=every_period,
        name=next((area.name for definition in RETURNS for area in definition.totals if area.gss == gss), "")
        or (authority_name(gss) if gss else ""),
        authority_name=authority_name,
        origin_words=ORIGIN_WORDS,
    )
