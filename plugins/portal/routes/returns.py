"""Returns: what each is, and what was assembled of it: nationally, by authority, and its indicators."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from plugins.faults import WarehouseUnavailable
from plugins.portal import pages
from plugins.portal.downloads import give
from plugins.portal.line_chart import LineChart, line_chart
from plugins.portal.sorting import headings, order_asked, ordered
from plugins.portal.views import authority_return, national
from plugins.portal.views.assemblies import AssemblyView, assembled, body_name, periods_of, revisions
from plugins.portal.views.figures import SIGNS, Figure, figures_of
from plugins.portal.views.today import today
from plugins.storage.archive import assembly_prefix
from transforms.domain.period import parse_period
from transforms.domain.statutory_return import ENGLAND, Cell, Indicator, Origin, StatutoryReturn
from transforms.render.cells_not_filled import unfilled
from transforms.returns import RETURNS, statutory_return
from transforms.standards import standard

router = APIRouter(prefix="/returns")
AsKnown = Annotated[date | None, Query(alias="as-known")]
Version = Annotated[int | None, Query(ge=1)]
FILES = {
    "cells.csv": "every cell of every authority, with its origin",
    "indicators.csv": "the indicators of every authority",
    "exceptions.csv": "what someone should look at",
    "issues.csv": "what was found in the files that it is made of",
}
LISTED = 60  # exceptions shown on a page; all of them are in the downloads


@router.get("")
def list_returns(request: Request) -> HTMLResponse:
    """List every return."""
    return pages.page(request, "returns.html", returns=RETURNS)


@router.get("/{slug}")
def show_return(request: Request, slug: str) -> HTMLResponse:
    """Show a return: what it is, what it reads, its periods assembled, and its cells as the form has them."""
    definition = declared_return(slug)
    reads = [standard(one) for one in definition.reads]
    try:
        periods = periods_of(pages.here(request), definition)
    except WarehouseUnavailable:  # what is declared can still be read
        periods = None
    return pages.page(request, "return.html", definition=definition, reads=reads, periods=periods)


@router.get("/{slug}/{period}")
def show_period(
    request: Request, slug: str, period: str, as_known: AsKnown = None, version: Version = None
) -> HTMLResponse:
    """Show the national picture of a period, as known on a day."""
    shown = assembled_period(request, slug, period, as_known, version)
    known = revisions(pages.here(request), shown)
    origins = list(reversed(Origin))
    words = {one.value: f"{one.replace('-', ' ').capitalize()} {SIGNS.get(one, '')}".strip() for one in origins}
    columns = {"name": "Authority"} | words | {"exceptions": "Exceptions"}
    sort = order_asked(request, columns)
    return pages.page(
        request,
        "period.html",
        shown=shown,
        origins=origins,
        rates=national.rates_of(shown),
        below=national.below(shown),
        reasons=national.reasons_of(shown),
        coverage=ordered(national.coverage_of(shown), sort, _filled),
        headings=headings(request, columns, sort, "authorities"),
        revisions=known,
        revised=next((one.revised for one in known if one.vintage == shown.vintage), None),
        files=FILES,
        choices=_choices(shown),
        standards=_listed(shown.figures.manifest["versions"]["standards"]),
    )


@router.get("/{slug}/{period}/files/{receipt}/{name}")
def give_file(request: Request, slug: str, period: str, receipt: str, name: str) -> Response:
    """Give one file of an assembly as it was published."""
    definition = declared_return(slug)
    for vintage in assembled_period(request, slug, period).all_knowings:
        outputs = figures_of(pages.here(request).archive, vintage).manifest["outputs"]
        if vintage.short_receipt == receipt and name in {"manifest.json", *(one["file"] for one in outputs)}:
            prefix = assembly_prefix(definition.slug, period, vintage.as_known.isoformat(), vintage.receipt)
            kept = name if name.startswith(f"{definition.slug}-{period}") else f"{slug}-{period}-{name}"
            return give(request, f"{prefix}/{name}", kept)
    raise HTTPException(404, f"no assembly of {definition.title} for {period} has such a file")


@router.get("/{slug}/{period}/indicators")
def show_indicators(
    request: Request, slug: str, period: str, as_known: AsKnown = None, version: Version = None
) -> HTMLResponse:
    """Show the indicators of England over periods, and those of every authority beside each other."""
    shown = assembled_period(request, slug, period, as_known, version)
    definition = shown.definition
    if not definition.indicators:
        raise pages.NotThere(f"{definition.title} has no indicators", _to_period(shown))
    columns = {"name": "Authority"} | {one.name: one.label for one in definition.indicators}
    sort = order_asked(request, columns)
    return pages.page(
        request,
        "indicators.html",
        shown=shown,
        rates=national.rates_of(shown),
        below=national.below(shown),
        charts=_charts(request, shown, ENGLAND),
        rated=ordered(national.rated(shown), sort, lambda one, key: one.name if key == "name" else one.values.get(key)),
        headings=headings(request, columns, sort, "table"),
    )


@router.get("/{slug}/{period}/{gss}")
def show_authority(
    request: Request, slug: str, period: str, gss: str, as_known: AsKnown = None, version: Version = None
) -> Response:
    """Show the form of one authority; England’s is the page of the period."""
    shown = assembled_period(request, slug, period, as_known, version)
    if gss == ENGLAND:
        return RedirectResponse(f"/returns/{slug}/{period}{shown.query}")
    cells = cells_of(shown, gss)
    origins = {name: figure.origin for name, figure in cells.items()}
    return pages.page(
        request,
        "authority.html",
        shown=shown,
        gss=gss,
        signs=SIGNS,
        cells=cells,
        beside=authority_return.like_authorities(shown, gss),
        alike=authority_return.alike_in_words(gss),
        charts=_charts(request, shown, gss),
        exceptions=authority_return.listed_of(shown, gss),
        said=authority_return.detail_in_words,
        has_data=any(one.value is not None for one in cells.values()),
        sentences=national.reason_sentences(shown.definition),
        rest=unfilled(shown.definition, origins, standard(shown.definition.standard).title),
        listed=LISTED,
    )


def _filled(one: national.Coverage, column: str) -> str | int:
    """Return what stands in a column of the table of authorities."""
    if column in ("name", "exceptions"):
        return one.name if column == "name" else one.exceptions
    return one.cells.get(Origin(column), 0)


def _charts(
    request: Request, shown: AssemblyView, gss: str
) -> Sequence[tuple[Indicator, Mapping[str, float | None], Mapping[str, float | None], LineChart | None]]:
    """Return every indicator of a body over periods, the same of England, and a drawing where there is one."""
    here = pages.here(request)
    over, england = (national.by_period(here, shown, one) for one in (gss, ENGLAND))
    found = []
    for one in shown.definition.indicators:
        shares, theirs = ({name: rates.get(one.name) for name, rates in by.items()} for by in (over, england))
        found.append((one, shares, theirs, line_chart(shares, one.threshold_pct)))
    return found


def _choices(shown: AssemblyView) -> list[str]:
    """Return how the choices were made that the form leaves open, in words."""
    words = {one.name: one.description for one in shown.definition.switches}
    return [f"{words.get(name, name)}: {value}" for name, value in shown.figures.manifest["switches"].items()]


def _listed(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())


def declared_return(slug: str) -> StatutoryReturn:
    """Return the return called `slug`, or say that there is none."""
    try:
        return statutory_return(slug)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error


def assembled_period(
    request: Request, slug: str, period: str, as_known: date | None = None, version: int | None = None
) -> AssemblyView:
    """Return a period as known on a day, or say that nothing was assembled of it."""
    definition = declared_return(slug)
    shown = assembled(pages.here(request), definition, period, as_known, version)
    if shown is None:
        why = why_missing(definition, period, as_known, today(pages.here(request)))
        raise pages.NotThere(why, (f"Every {definition.period_kind} assembled", f"/returns/{slug}"))
    return shown


def why_missing(definition: StatutoryReturn, period: str, as_known: date | None, day: date) -> str:
    """Return why nothing is there for a period, without a full stop."""
    try:
        named = parse_period(period)
    except ValueError as error:
        return str(error)
    if named.last >= day:
        return f"{named.in_words} is not over yet; {definition.title} is due {definition.deadline.words}"
    by_then = f" by {pages.day_in_words(as_known)}" if as_known else ""
    return f"nothing was assembled of {definition.title} for {named.in_words}{by_then}"


def declared_cell(definition: StatutoryReturn, name: str) -> Cell:
    """Return a cell of the form, or say that there is none."""
    for cell in definition.cells:
        if cell.name == name:
            return cell
    raise pages.NotThere(
        f"{definition.title} has no cell {name}", ("All its cells", f"/returns/{definition.slug}#cells")
    )


def cells_of(shown: AssemblyView, gss: str) -> Mapping[str, Figure]:
    """Return the cells of an authority of the assembly, or say that it is not among them."""
    if gss not in shown.figures.cells:
        raise pages.NotThere(
            f"{body_name(gss)} was not asked for {shown.definition.title}, {shown.period.in_words}", _to_period(shown)
        )
    return shown.figures.cells[gss]


def _to_period(shown: AssemblyView) -> tuple[str, str]:
    """Return a link to the page of a period."""
    address = f"/returns/{shown.definition.slug}/{shown.period}{shown.query}"
    return f"{shown.definition.title}, {shown.period.in_words}", address
