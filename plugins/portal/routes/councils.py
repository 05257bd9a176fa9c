"""Councils: finding one, and what is collected from it, found in its files and returned on its behalf."""

from datetime import date
from itertools import groupby

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from plugins.portal.line_chart import counts_chart
from plugins.portal.pages import here, page
from plugins.portal.views.attention import attention, counted_states
from plugins.portal.views.completeness import ORIGIN_MEANINGS, ORIGIN_WORDS, filled_by
from plugins.portal.views.council import datasets_of
from plugins.portal.views.today import today
from plugins.portal.views.trend import trend_of
from transforms.domain.authority import Authority
from transforms.registers import authorities, authority
from transforms.registers.finding import find, heirs, near, place_name

router = APIRouter(prefix="/councils")
MOVED_PERMANENTLY, SEE_OTHER = 301, 303
LONGEST_SEARCH, MOST_FOUND = 100, 100


@router.get("")
def find_council(request: Request) -> Response:
    """Find a council by part of a name or a code (`q`), or in the list of all (`by` letter or region).

    The whole name of a council in being, as it is offered while one types, leads to its page.
    """
    q = request.query_params.get("q", "")[:LONGEST_SEARCH]
    by = "region" if request.query_params.get("by") == "region" else "letter"
    day = today(here(request))
    found = [(one, heirs(one.authority, day)) for one in find(q)]
    for one, _ in found:
        if one.authority.in_being(day) and one.authority.name.casefold() == q.strip().casefold():
            return RedirectResponse(f"/councils/{one.authority.gss}", SEE_OTHER)
    names = sorted({body.name for body in authorities().values() if body.nation == "England"})
    return page(
        request,
        "councils.html",
        asked=q,
        found=found,
        near=[] if found else near(q),
        most=MOST_FOUND,
        by=by,
        groups=[] if q.strip() else listed(by, day),
        names=names,
    )


@router.get("/{gss}")
def show_council(request: Request, gss: str) -> Response:
    """Show one council; a former code, or another of its codes, leads to the one that it has now."""
    body = known_authority(gss)
    if body.gss != gss:
        return RedirectResponse(f"/councils/{body.gss}", MOVED_PERMANENTLY)
    day = today(here(request))
    datasets = datasets_of(here(request), body.gss, day)
    trend = trend_of(here(request), body.gss, datasets, day)
    return page(
        request,
        "council.html",
        body=body,
        day=day,
        has_ended=body.end_date is not None and body.end_date <= day,
        heirs=heirs(body, day),
        before=[authorities()[one] for one in body.predecessors],
        datasets=datasets,
        states=counted_states(datasets),
        attention=attention(datasets, day),
        trend=trend,
        drawing=counts_chart(trend.to_mend) if trend and trend.has_any else None,
        returns=filled_by(here(request), body.gss),
        origin_words=ORIGIN_WORDS,
        origin_meanings=ORIGIN_MEANINGS,
    )


def listed(by: str, day: date) -> list[tuple[str, list[Authority]]]:
    """Return the authorities of England in being on a day, by letter or by region."""

    def key(body: Authority) -> str:
        return body.region or "National parks" if by == "region" else place_name(body)[0].upper()

    bodies = (body for body in authorities().values() if body.nation == "England" and body.in_being(day))
    ordered = sorted(bodies, key=lambda body: (key(body), place_name(body)))
    return [(name, list(group)) for name, group in groupby(ordered, key=key)]


def known_authority(code: str) -> Authority:
    """Return the authority with a code, or say that there is none."""
    try:
        return authority(code)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
