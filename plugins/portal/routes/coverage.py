"""Coverage: England on a day, as a map of hexagons and as a table beside it."""

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from plugins.portal.hexmap import OUTLINE, draw
from plugins.portal.pages import here, page
from plugins.portal.routes.returns import declared_return
from plugins.portal.routes.standards import declared_standard
from plugins.portal.sorting import headings, order_asked
from plugins.portal.views.coverage import Coverage, by_return, by_standard, of_all_standards
from plugins.portal.views.today import today
from transforms.registers.hexes import hexes
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

router = APIRouter(prefix="/coverage")


@router.get("")
def show_coverage(request: Request) -> HTMLResponse:
    """Show which councils' data is in use, by standard (`standard`) or return (`return`), on any past day (`day`)."""
    asked = request.query_params
    now = today(here(request))
    day = day_asked(asked.get("day", ""), now)
    found, subject = picture(request, asked.get("standard", ""), asked.get("return", ""), day)
    sort = order_asked(request, found.columns)
    return page(
        request,
        "coverage.html",
        subject=subject,
        day=day,
        today=now,
        coverage=found,
        places=found.ordered(sort),
        headings=headings(request, found.columns, sort, "table", ("name", "state")),
        drawing=draw(hexes()),
        outline=OUTLINE,
        standards=sorted(STANDARDS, key=lambda one: one.title),
        returns=RETURNS,
        chosen={key: asked.get(key, "") for key in ("standard", "return")},
    )


def picture(request: Request, slug: str, return_slug: str, day: date) -> tuple[Coverage, str]:
    """Return what is asked for, and what it is called."""
    if return_slug:
        definition = declared_return(return_slug)
        return by_return(here(request), definition.slug, day), definition.title
    if slug:
        declared = declared_standard(slug)
        return by_standard(here(request), declared.slug, day), declared.title
    return of_all_standards(here(request), day), "All datasets"


def day_asked(text: str, now: date) -> date:
    """Return the day in an address, today without one; a day to come is none that anything is known of."""
    if not text:
        return now
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise HTTPException(400, f"“{text}” is not a day. Write a day such as 2026-11-02") from None
    if day > now:
        raise HTTPException(400, f"{text} is still to come. Choose today or an earlier day")
    return day
