"""Returns: what each is, how every cell of it is derived, and what was released: nationally, by authority, by cell."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, Response

from plugins.archive import release_prefix
from plugins.faults import WarehouseUnavailable
from plugins.portal import pages
from plugins.portal.downloads import give
from plugins.portal.line_chart import line_chart
from plugins.portal.shown import national, one_authority
from plugins.portal.shown.figures import SIGNS, Figure, figures_of
from plugins.portal.shown.followed import cells_that_count, follow
from plugins.portal.shown.released import Released, body_name, periods_of, released, revisions
from transforms.domain.statutory_return import ENGLAND, Cell, Origin, StatutoryReturn
from transforms.render.derivations import derivation
from transforms.render.unfilled import unfilled
from transforms.returns import RETURNS, statutory_return
from transforms.standards import standard

router = APIRouter(prefix="/returns")
AsKnown = Annotated[date | None, Query(alias="as-known")]
Version = Annotated[int | None, Query(ge=1)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
LISTED = 60  # exceptions shown on a page; all of them are in the downloads


@router.get("")
def list_returns(request: Request) -> HTMLResponse:
    """List every return."""
    return pages.page(request, "returns.html", returns=RETURNS)


@router.get("/{slug}")
def show_return(request: Request, slug: str) -> HTMLResponse:
    """Show a return: what it is, what it reads, its periods released, and its cells as the form has them."""
    definition = declared_return(slug)
    reads = [standard(one) for one in definition.reads]
    try:
        periods = periods_of(pages.here(request), definition)
    except WarehouseUnavailable:  # what is declared can still be read
        periods = None
    return pages.page(request, "return.html", definition=definition, reads=reads, periods=periods)


@router.get("/{slug}/cells/{cell}")
def show_derivation(request: Request, slug: str, cell: str) -> HTMLResponse:
    """Show how a cell of the form is derived, whatever the period."""
    definition = declared_return(slug)
    declared = declared_cell(definition, cell)
    return pages.page(
        request,
        "derivation.html",
        definition=definition,
        cell=declared,
        derivation=derivation(definition, declared),
        standard=standard(definition.standard),
    )


@router.get("/{slug}/{period}")
def show_period(
    request: Request, slug: str, period: str, as_known: AsKnown = None, version: Version = None
) -> HTMLResponse:
    """Show the national picture of a period, as known on a day."""
    shown = released_period(request, slug, period, as_known, version)
    known = revisions(pages.here(request), shown)
    return pages.page(
        request,
        "period.html",
        shown=shown,
        signs=SIGNS,
        origins=list(reversed(Origin)),
        rates=national.rates_of(shown),
        reasons=national.reasons_of(shown),
        coverage=national.coverage_of(shown),
        revisions=known,
        revised=next((one.revised for one in known if one.knowing == shown.knowing), None),
        choices=_listed(shown.figures.manifest["switches"]),
        standards=_listed(shown.figures.manifest["versions"]["standards"]),
    )


@router.get("/{slug}/{period}/files/{receipt}/{name}")
def give_file(request: Request, slug: str, period: str, receipt: str, name: str) -> Response:
    """Give one file of a release as it was published."""
    definition = declared_return(slug)
    for knowing in released_period(request, slug, period).all_knowings:
        outputs = figures_of(pages.here(request).archive, knowing).manifest["outputs"]
        if knowing.short_receipt == receipt and name in {"manifest.json", *(one["file"] for one in outputs)}:
            prefix = release_prefix(definition.slug, period, knowing.as_known.isoformat(), knowing.receipt)
            kept = name if name.startswith(f"{definition.slug}-{period}") else f"{slug}-{period}-{name}"
            return give(request, f"{prefix}/{name}", kept)
    raise HTTPException(404, f"no release of {definition.title} for {period} has such a file")


@router.get("/{slug}/{period}/{gss}")
def show_authority(
    request: Request, slug: str, period: str, gss: str, as_known: AsKnown = None, version: Version = None
) -> HTMLResponse:
    """Show the form of one authority."""
    shown = released_period(request, slug, period, as_known, version)
    cells = cells_of(shown, gss)
    over = national.by_period(pages.here(request), shown, gss)
    charts = [(one, {name: rates.get(one.name) for name, rates in over.items()}) for one in shown.definition.indicators]
    origins = {name: figure.origin for name, figure in cells.items()}
    return pages.page(
        request,
        "authority.html",
        shown=shown,
        gss=gss,
        signs=SIGNS,
        cells=cells,
        beside=one_authority.like_authorities(shown, gss),
        alike=one_authority.alike_in_words(gss),
        charts=[(one, shares, line_chart(shares, one.threshold_pct)) for one, shares in charts],
        exceptions=one_authority.listed_of(shown, gss),
        has_data=any(one.value is not None for one in cells.values()),
        sentences=national.reason_sentences(shown.definition),
        rest=unfilled(shown.definition, origins, standard(shown.definition.standard).title),
        listed=LISTED,
    )


@router.get("/{slug}/{period}/{gss}/records")
def show_record(
    request: Request,
    slug: str,
    period: str,
    gss: str,
    reference: str,
    as_known: AsKnown = None,
    version: Version = None,
) -> HTMLResponse:
    """Show which cells of an authority's form count one record."""
    shown = released_period(request, slug, period, as_known, version)
    figures = cells_of(shown, gss)
    counting = cells_that_count(pages.here(request), shown, gss, reference)
    cells = [shown.definition.cell(name) for name in counting]
    return pages.page(request, "record.html", shown=shown, gss=gss, reference=reference, cells=cells, figures=figures)


@router.get("/{slug}/{period}/{gss}/{cell}")
def show_cell(
    request: Request,
    slug: str,
    period: str,
    gss: str,
    cell: str,
    page: PageNumber = 1,
    as_known: AsKnown = None,
    version: Version = None,
) -> HTMLResponse:
    """Show how a cell is derived, and the records behind it or, for England, the authorities that it adds up."""
    shown = released_period(request, slug, period, as_known, version)
    declared, figure = declared_cell(shown.definition, cell), cells_of(shown, gss)[cell]
    data = standard(shown.definition.standard)
    reasons = unfilled(shown.definition, {cell: figure.origin}, data.title)
    is_england = gss == ENGLAND
    return pages.page(
        request,
        "cell.html",
        shown=shown,
        gss=gss,
        cell=declared,
        figure=figure,
        figures=cells_of(shown, gss),
        why=next((one.reason for one in reasons if cell in one.cells), ""),
        derivation=derivation(shown.definition, declared, shown.period),
        standard=data,
        bodies=sorted((one for one in shown.figures.cells if one != ENGLAND), key=body_name) if is_england else (),
        followed=None if is_england or figure.value is None else follow(pages.here(request), shown, gss, cell, page),
    )


def _listed(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())


def declared_return(slug: str) -> StatutoryReturn:
    """Return the return called `slug`, or say that there is none."""
    try:
        return statutory_return(slug)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error


def released_period(
    request: Request, slug: str, period: str, as_known: date | None = None, version: int | None = None
) -> Released:
    """Return a period as known on a day, or say that nothing was released of it."""
    definition = declared_return(slug)
    shown = released(pages.here(request), definition, period, as_known, version)
    if shown is None:
        by_then = f" by {pages.day_in_words(as_known)}" if as_known else ""
        raise HTTPException(404, f"nothing was released of {definition.title} for {period}{by_then}")
    return shown


def declared_cell(definition: StatutoryReturn, name: str) -> Cell:
    """Return a cell of the form, or say that there is none."""
    for cell in definition.cells:
        if cell.name == name:
            return cell
    raise HTTPException(404, f"{definition.title} has no cell {name}")


def cells_of(shown: Released, gss: str) -> Mapping[str, Figure]:
    """Return the cells of an authority of the release, or say that it is not among them."""
    if gss not in shown.figures.cells:
        raise HTTPException(404, f"{body_name(gss)} was not asked for {shown.definition.title}, {shown.period}")
    return shown.figures.cells[gss]
