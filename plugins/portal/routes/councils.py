"""Councils: finding one, and what is collected from it, found in its files and returned on its behalf."""

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from plugins.portal.pages import here, page
from plugins.portal.shown.councils import datasets_of
from plugins.portal.shown.filled import ORIGIN_WORDS, filled_by
from plugins.portal.shown.today import today
from transforms.domain.authority import Authority
from transforms.registers import authorities, authority
from transforms.registers.finding import find, heirs, short_names

router = APIRouter(prefix="/councils")
MOVED_PERMANENTLY = 301
LONGEST_SEARCH = 100


@router.get("")
def find_council(
    request: Request,
    q: Annotated[str, Query(max_length=LONGEST_SEARCH)] = "",
    by: Annotated[str, Query(pattern="^(letter|region)$")] = "letter",
) -> HTMLResponse:
    """Find a council by part of a name or a code, or in the list of all."""
    day = today()
    found = [(one, heirs(one.authority, day)) for one in find(q)]
    names = sorted({body.name for body in authorities().values() if body.nation == "England"})
    return page(
        request, "councils.html", asked=q, found=found, by=by, groups=[] if q.strip() else listed(by), names=names
    )


@router.get("/{gss}")
def show_council(request: Request, gss: str) -> Response:
    """Show one council; a former code, or another of its codes, leads to the one that it has now."""
    body = known_authority(gss)
    if body.gss != gss:
        return RedirectResponse(f"/councils/{body.gss}", MOVED_PERMANENTLY)
    day = today()
    return page(
        request,
        "council.html",
        body=body,
        day=day,
        has_ended=body.end_date is not None and body.end_date <= day,
        heirs=heirs(body, day),
        before=[authorities()[one] for one in body.predecessors],
        datasets=datasets_of(here(request), body.gss, day),
        returns=filled_by(here(request), body.gss),
        origin_words=ORIGIN_WORDS,
    )


def listed(by: str) -> list[tuple[str, list[Authority]]]:
    """Return the authorities of England in being, by letter or by region."""

    def key(body: Authority) -> str:
        return body.region or "National parks" if by == "region" else short_names()[body.gss][0]

    day = today()
    bodies = (body for body in authorities().values() if body.nation == "England" and body.in_being(day))
    ordered = sorted(bodies, key=lambda body: (key(body), short_names()[body.gss]))
    return [(name, list(group)) for name, group in groupby(ordered, key=key)]


def known_authority(code: str) -> Authority:
    """Return the authority with a code, or say that there is none."""
    try:
        return authority(code)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
