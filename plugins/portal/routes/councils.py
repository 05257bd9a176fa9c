"""Councils: finding one; what is collected from it, found in its files and assembled from its data."""

from datetime import date
from itertools import groupby

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from plugins.portal.accounts.reader import reader_of
from plugins.portal.line_chart import counts_chart
from plugins.portal.pages import deployment_of, render_page
from plugins.portal.views.attention import count_states, list_attention_items
from plugins.portal.views.completeness import ORIGIN_MEANINGS, ORIGIN_WORDS, list_completeness
from plugins.portal.views.council import list_datasets
from plugins.portal.views.today import today
from plugins.portal.views.trend import load_trend
from transforms.domain.authority import Authority
from transforms.registers import authorities, authority
from transforms.registers.search import find, heirs, near, place_name

router = APIRouter(prefix="/councils")
MOVED_PERMANENTLY, SEE_OTHER = 301, 303
MAX_SEARCH, MOST_FOUND = 100, 100


@router.get("")
def councils_page(request: Request) -> Response:
    """Find a council by part of a name or code (`q`), or in the list of all (`by` letter or region).

    The whole name of a council that exists, as the search field suggests it, leads straight to its page.
    """
    words = request.query_params.get("q", "")[:MAX_SEARCH]
    by = "region" if request.query_params.get("by") == "region" else "letter"
    day = today(deployment_of(request))
    matches = [(match, heirs(match.authority, day)) for match in find(words)]
    for match, _ in matches:
        if match.authority.in_being(day) and match.authority.name.casefold() == words.strip().casefold():
            return RedirectResponse(f"/councils/{match.authority.gss}", SEE_OTHER)
    names = sorted({council.name for council in authorities().values() if council.nation == "England"})
    return render_page(
        request,
        "councils.html",
        query=words,
        matches=matches,
        suggestions=[] if matches else near(words),
        most=MOST_FOUND,
        by=by,
        groups=[] if words.strip() else list_by(by, day),
        names=names,
    )


@router.get("/{gss}")
def council_page(request: Request, gss: str) -> Response:
    """Show one council; a former code, or another of its codes, redirects to its present code."""
    council = known_authority(gss)
    if council.gss != gss:
        return RedirectResponse(f"/councils/{council.gss}", MOVED_PERMANENTLY)
    day = today(deployment_of(request))
    datasets = list_datasets(deployment_of(request), council.gss, day)
    trend = load_trend(deployment_of(request), council.gss, datasets, day)
    return render_page(
        request,
        "council.html",
        council=council,
        day=day,
        has_ended=council.end_date is not None and council.end_date <= day,
        heirs=heirs(council, day),
        predecessors=[authorities()[code] for code in council.predecessors],
        datasets=datasets,
        states=count_states(datasets),
        attention=list_attention_items(datasets, day),
        trend=trend,
        drawing=counts_chart(trend.to_fix) if trend and trend.has_any else None,
        returns=list_completeness(deployment_of(request), reader_of(request), council.gss),
        origin_words=ORIGIN_WORDS,
        origin_meanings=ORIGIN_MEANINGS,
    )


def list_by(by: str, day: date) -> list[tuple[str, list[Authority]]]:
    """Return the authorities of England that existed on a day, by letter or by region."""

    def key(council: Authority) -> str:
        return council.region or "National parks" if by == "region" else place_name(council)[0].upper()

    councils = (council for council in authorities().values() if council.nation == "England" and council.in_being(day))
    in_order = sorted(councils, key=lambda council: (key(council), place_name(council)))
    return [(name, list(group)) for name, group in groupby(in_order, key=key)]


def known_authority(code: str) -> Authority:
    """Return the authority with a code; raise 404 where there is none."""
    try:
        return authority(code)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
