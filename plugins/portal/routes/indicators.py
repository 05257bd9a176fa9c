"""Indicators: all of them, the authorities compared by one, and the profile of a council by all."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from plugins.portal.accounts.reader import reader_of
from plugins.portal.dot_chart import dot_chart
from plugins.portal.pages import PageNotFound, deployment_of, render_page
from plugins.portal.report_pages import CSV
from plugins.portal.routes.councils import MOVED_PERMANENTLY, known_authority
from plugins.portal.sorting import headings, requested_order, sort_rows
from plugins.portal.views.assemblies import authority_name
from plugins.portal.views.indicators import (
    ComparedAuthority,
    IndicatorView,
    group_of,
    indicator_csv,
    list_by_subject,
    load_indicator,
    load_profile,
)
from plugins.portal.views.today import today
from transforms.domain.origins import MARKERS
from transforms.indicators import SectorIndicator, sector_indicator
from transforms.indicators.neighbours import nearest_neighbours, variables_of

router = APIRouter()
COLUMNS = {"name": "Authority", "value": "Value", "quarter": "Quarter of the authorities", "residents": "Divided by"}


@router.get("/indicators")
def indicators_page(request: Request) -> HTMLResponse:
    """List every indicator by its subject."""
    return render_page(request, "indicator_list.html", subjects=list_by_subject())


@router.get("/indicators/{slug}")
def indicator_page(request: Request, slug: str, period: str = "", authority: str = "", group: str = "") -> HTMLResponse:
    """Compare authorities by one indicator: all, or those that one of them is like."""
    indicator = declared_indicator(slug)
    subject = known_authority(authority).gss if authority else ""
    limited_to = comparison_group(request, subject, group)
    view = load_indicator(
        deployment_of(request), reader_of(request), indicator, period, limited_to[1] if limited_to else None
    )
    if view is None and period:
        raise PageNotFound(f"{indicator.title} has no figures for {period}", ("Newest period", f"/indicators/{slug}"))
    sort = requested_order(request, COLUMNS)
    return render_page(
        request,
        "indicator.html",
        indicator=indicator,
        view=view,
        subject=subject,
        subject_name=authority_name(subject) if subject else "",
        group=group if limited_to else "",
        group_in_words=limited_to[0] if limited_to else "",
        drawing=_drawing(view, authority_name(subject) if subject else "") if view else None,
        rows=sort_rows(view.compared, sort, _column) if view else [],
        headings=headings(request, COLUMNS, sort, "authorities", ("name", "quarter", "residents")),
        signs=MARKERS,
    )


@router.get("/indicators/{slug}/{period}.csv")
def indicator_file(request: Request, slug: str, period: str) -> Response:
    """Download the values of an indicator in a period, with what each was divided by what."""
    view = load_indicator(deployment_of(request), reader_of(request), declared_indicator(slug), period)
    if view is None:
        raise HTTPException(404, f"there are no figures of this indicator for {period}")
    headers = {"Content-Disposition": f'attachment; filename="{slug}-{period}.csv"'}
    return Response(indicator_csv(view), media_type=CSV, headers=headers)


@router.get("/councils/{gss}/indicators")
def profile_page(request: Request, gss: str) -> Response:
    """Show every indicator of a council beside its nation's and its nearest neighbours'."""
    council = known_authority(gss)
    if council.gss != gss:
        return RedirectResponse(f"/councils/{council.gss}/indicators", MOVED_PERMANENTLY)
    day = today(deployment_of(request))
    return render_page(
        request,
        "profile.html",
        council=council,
        subjects=load_profile(deployment_of(request), reader_of(request), gss, day),
        near=[(neighbour, authority_name(neighbour.gss)) for neighbour in nearest_neighbours(gss, day)],
        variables=variables_of(gss, day),
        signs=MARKERS,
    )


def declared_indicator(slug: str) -> SectorIndicator:
    """Return the indicator called `slug`; raise 404 where there is none."""
    try:
        return sector_indicator(slug)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error


def comparison_group(request: Request, subject: str, name: str) -> tuple[str, list[str]] | None:
    """Return the group that a comparison is limited to, in words and as codes; None where all are compared."""
    if not name:
        return None
    group = group_of(subject, name, today(deployment_of(request))) if subject else None
    if group is None:
        raise HTTPException(404, f"there is no group “{name}”; with an authority it is “neighbours” or “class”")
    return group[0], list(group[1])


def _drawing(view: IndicatorView, marked: str) -> object:
    spread = view.spread
    guides = [("middle", spread.median)] if spread else []
    return dot_chart(
        [(row.name, row.value.value) for row in view.with_value if row.value.value is not None], guides, marked
    )


def _column(row: ComparedAuthority, column: str) -> object:
    """Return what the table of authorities has in a column."""
    quarters = {"": None, "lowest": 0, "second lowest": 1, "second highest": 2, "highest": 3}
    population = row.value.population
    columns = {
        "name": row.name,
        "value": row.value.value,
        "quarter": quarters[row.quarter],
        "residents": population.year if population else None,
    }
    return columns[column]
