"""Coverage: England on a day, as a map of hexagons and as a table beside it."""

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from plugins.portal.accounts.reader import reader_of
from plugins.portal.hexmap import OUTLINE, draw
from plugins.portal.pages import deployment_of, render_page
from plugins.portal.routes.returns import declared_return
from plugins.portal.routes.standards import declared_standard
from plugins.portal.sorting import headings, requested_order
from plugins.portal.views.coverage import CoverageMap, all_standards_coverage, return_coverage, standard_coverage
from plugins.portal.views.today import today
from transforms.registers.hexes import hexes
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

router = APIRouter(prefix="/coverage")


@router.get("")
def coverage_page(request: Request) -> HTMLResponse:
    """Show which councils' data is in use, by standard (`standard`) or return (`return`), on any past day (`day`)."""
    query = request.query_params
    current_day = today(deployment_of(request))
    day = requested_day(query.get("day", ""), current_day)
    coverage, subject = requested_map(request, query.get("standard", ""), query.get("return", ""), day)
    sort = requested_order(request, coverage.columns)
    return render_page(
        request,
        "coverage.html",
        subject=subject,
        day=day,
        today=current_day,
        coverage=coverage,
        areas=coverage.sort_areas(sort),
        headings=headings(request, coverage.columns, sort, "table", ("name", "state")),
        drawing=draw(hexes()),
        outline=OUTLINE,
        standards=sorted(STANDARDS, key=lambda declared: declared.title),
        returns=RETURNS,
        chosen={key: query.get(key, "") for key in ("standard", "return")},
    )


def requested_map(request: Request, slug: str, return_slug: str, day: date) -> tuple[CoverageMap, str]:
    """Return the requested map and its title."""
    if return_slug:
        definition = declared_return(return_slug)
        return return_coverage(deployment_of(request), reader_of(request), definition.slug, day), definition.title
    if slug:
        declared = declared_standard(slug)
        return standard_coverage(deployment_of(request), declared.slug, day), declared.title
    return all_standards_coverage(deployment_of(request), day), "All datasets"


def requested_day(text: str, current_day: date) -> date:
    """Return the day in an address, today where there is none; raise 400 for a day in the future."""
    if not text:
        return current_day
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise HTTPException(400, f"“{text}” is not a date: enter one such as 2026-11-02") from None
    if day > current_day:
        raise HTTPException(400, f"{text} is in the future: enter today or an earlier date")
    return day
