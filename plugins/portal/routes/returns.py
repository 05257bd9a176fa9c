"""Returns: what each is, and what was assembled for it: nationally, by authority, and its indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from plugins.faults import WarehouseUnavailable
from plugins.portal import pages
from plugins.portal.accounts.reader import reader_of
from plugins.portal.addresses_in_text import split_addresses
from plugins.portal.downloads import download
from plugins.portal.line_chart import LineChart, line_chart
from plugins.portal.pages import PageNotFound, deployment_of, render_page
from plugins.portal.sorting import headings, requested_order, sort_rows
from plugins.portal.views import authority_return, national
from plugins.portal.views.assemblies import (
    AssemblyView,
    authority_name,
    list_vintages,
    load_assembly,
    newest_vintages,
)
from plugins.portal.views.assembly_files import list_downloads
from plugins.portal.views.fields_used import datasets_in_words
from plugins.portal.views.figures import Figure, load_figures
from plugins.portal.views.releases import load_release_note
from plugins.portal.views.today import today
from plugins.submissions.assembly_reader import EVERYTHING
from transforms.domain.origins import MARKERS, Origin
from transforms.domain.period import parse_period
from transforms.domain.statutory_return import ENGLAND, Cell, Indicator, StatutoryReturn
from transforms.render.cells_not_filled import unfilled
from transforms.render.exception_words import detail_in_words
from transforms.render.total_pages import pages_of_totals
from transforms.returns import RETURNS, statutory_return
from transforms.standards import standard

router = APIRouter(prefix="/returns")
AsKnown = Annotated[date | None, Query(alias="as-known")]
Version = Annotated[int | None, Query(ge=1)]
EXCEPTIONS_LISTED = 60  # on a page; all of them are in the downloads


@dataclass(frozen=True)
class IndicatorChart:
    """One indicator over periods: an authority's rates and England's by period, and a chart if there are enough."""

    indicator: Indicator
    rates: Mapping[str, float | None]
    england: Mapping[str, float | None]
    drawing: LineChart | None


@router.get("")
def returns_page(request: Request) -> HTMLResponse:
    """List every return."""
    return render_page(request, "returns.html", returns=RETURNS)


@router.get("/{slug}")
def return_page(request: Request, slug: str) -> HTMLResponse:
    """Show a return: what it is, what it reads, its assembled periods, and its cells in the order of the form."""
    definition = declared_return(slug)
    reads = [standard(dataset) for dataset in definition.all_standards]
    try:
        periods = newest_vintages(deployment_of(request), reader_of(request), definition)
    except WarehouseUnavailable:  # the definition can still be read
        periods = None
    source = split_addresses(definition.department_source)
    return render_page(
        request, "return.html", definition=definition, reads=reads, periods=periods, department_source=source
    )


@router.get("/{slug}/{period}")
def period_page(
    request: Request, slug: str, period: str, as_known: AsKnown = None, version: Version = None
) -> HTMLResponse:
    """Show the national figures of a period, as known on a day."""
    assembly = requested_assembly(request, slug, period, as_known, version)
    vintages = list_vintages(deployment_of(request), assembly)
    origins = list(reversed(Origin))
    words = {
        origin.value: f"{origin.replace('-', ' ').capitalize()} {MARKERS.get(origin, '')}".strip() for origin in origins
    }
    columns = {"name": "Authority"} | words | {"exceptions": "Exceptions"}
    sort = requested_order(request, columns)
    return render_page(
        request,
        "period.html",
        assembly=assembly,
        note=load_release_note(deployment_of(request), assembly.vintage),
        origins=origins,
        pages=pages_of_totals(assembly.definition),
        areas=[
            area for area in assembly.definition.totals if area.gss != ENGLAND and area.gss in assembly.figures.cells
        ],
        rates=national.indicator_rates(assembly),
        below=national.count_below_threshold(assembly),
        reasons=national.count_reasons(assembly.definition, assembly.figures.exceptions),
        filled=sort_rows(national.count_filled_cells(assembly), sort, _filled_column),
        headings=headings(request, columns, sort, "authorities"),
        vintages=vintages,
        difference=next((row.difference for row in vintages if row.vintage == assembly.vintage), None),
        downloads=list_downloads(assembly),
        choices=_choices(assembly),
        standards=", ".join(f"{name} {number}" for name, number in _versions(assembly)["standards"].items()),
    )


@router.get("/{slug}/{period}/files/{receipt}/{name:path}")
def download_file(request: Request, slug: str, period: str, receipt: str, name: str) -> Response:
    """Download one file of an assembly, whether or not it lies in a folder of its files."""
    definition = declared_return(slug)
    for vintage in requested_assembly(request, slug, period).vintages:
        outputs = load_figures(deployment_of(request).archive, vintage).public_outputs
        names = {"manifest.json", *(output["file"] for output in outputs)}
        if vintage.short_receipt == receipt and name in names:
            flat = name.replace("/", "-")
            saved_as = flat if flat.startswith(f"{definition.slug}-{period}") else f"{slug}-{period}-{flat}"
            return download(request, f"{vintage.prefix}/{name}", saved_as)
    raise HTTPException(404, f"no assembly of {definition.title} for {period} has such a file")


@router.get("/{slug}/{period}/indicators")
def indicators_page(
    request: Request, slug: str, period: str, as_known: AsKnown = None, version: Version = None
) -> HTMLResponse:
    """Show the indicators of England over periods, and those of every authority in one table."""
    assembly = requested_assembly(request, slug, period, as_known, version)
    definition = assembly.definition
    if not definition.indicators:
        raise PageNotFound(f"{definition.title} has no indicators", _link_to_period(assembly))
    columns = {"name": "Authority"} | {indicator.name: indicator.label for indicator in definition.indicators}
    sort = requested_order(request, columns)
    return render_page(
        request,
        "indicators.html",
        assembly=assembly,
        rates=national.indicator_rates(assembly),
        below=national.count_below_threshold(assembly),
        charts=_charts(request, assembly, ENGLAND),
        authorities=sort_rows(national.list_authority_indicators(assembly), sort, _indicator_column),
        headings=headings(request, columns, sort, "table"),
    )


@router.get("/{slug}/{period}/{gss}")
def authority_page(
    request: Request, slug: str, period: str, gss: str, as_known: AsKnown = None, version: Version = None
) -> Response:
    """Show the form of one authority; England’s is the page of the period."""
    assembly = requested_assembly(request, slug, period, as_known, version, gss)
    if gss == ENGLAND:
        return RedirectResponse(f"/returns/{slug}/{period}{assembly.query}")
    reads_all = reader_of(request).reads(assembly.vintage)
    cells = cells_of(assembly, gss)
    origins = {name: figure.origin for name, figure in cells.items()}
    exceptions = authority_return.exceptions_of(assembly, gss)
    is_area = assembly.definition.total_area(gss) is not None
    return render_page(
        request,
        "authority.html",
        assembly=assembly,
        note=load_release_note(deployment_of(request), assembly.vintage),
        gss=gss,
        signs=MARKERS,
        pages=pages_of_totals(assembly.definition) if is_area else assembly.definition.pages,
        cells=cells,
        peers=[row for row in authority_return.peer_indicators(assembly, gss) if reads_all or row.is_subject],
        peer_group=authority_return.peers_in_words(gss),
        charts=_charts(request, assembly, gss) if reads_all else [],
        exceptions=exceptions,
        reasons=national.count_reasons(assembly.definition, exceptions),
        in_words=partial(detail_in_words, assembly.definition),
        has_data=any(figure.value is not None for figure in cells.values()),
        unfilled=unfilled(
            assembly.definition,
            origins,
            datasets_in_words(assembly.definition),
            authority_return.fields_missing(exceptions),
        ),
        datasets=[standard(slug) for slug in assembly.definition.all_standards],
        listed=EXCEPTIONS_LISTED,
    )


def _filled_column(row: national.FilledCells, column: str) -> str | int:
    """Return what the table of authorities has in a column."""
    if column in ("name", "exceptions"):
        return row.name if column == "name" else row.exceptions
    return row.cells.get(Origin(column), 0)


def _indicator_column(row: national.AuthorityIndicators, column: str) -> str | float | None:
    """Return what the table of indicators has in a column."""
    return row.name if column == "name" else row.values.get(column)


def _charts(request: Request, assembly: AssemblyView, gss: str) -> Sequence[IndicatorChart]:
    """Return every indicator of an authority, or of England, over periods."""
    deployment = deployment_of(request)
    reader = reader_of(request)
    rates = national.rates_by_period(deployment, reader, assembly, gss)
    england = national.rates_by_period(deployment, reader, assembly, ENGLAND)
    charts = []
    for indicator in assembly.definition.indicators:
        own = {period: by_name.get(indicator.name) for period, by_name in rates.items()}
        national_rates = {period: by_name.get(indicator.name) for period, by_name in england.items()}
        charts.append(IndicatorChart(indicator, own, national_rates, line_chart(own, indicator.threshold_pct)))
    return charts


def _versions(assembly: AssemblyView) -> Mapping[str, Mapping[str, str]]:
    versions: Mapping[str, Mapping[str, str]] = assembly.figures.manifest["versions"]
    return versions


def _choices(assembly: AssemblyView) -> list[str]:
    """Return how the choices were made that the form leaves open, in words."""
    words = {switch.name: switch.description for switch in assembly.definition.switches}
    return [f"{words.get(name, name)}: {value}" for name, value in assembly.figures.manifest["switches"].items()]


def declared_return(slug: str) -> StatutoryReturn:
    """Return the return called `slug`; raise 404 where there is none."""
    try:
        return statutory_return(slug)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error


def requested_assembly(
    request: Request, slug: str, period: str, as_known: date | None = None, version: int | None = None, gss: str = ""
) -> AssemblyView:
    """Return a period as known on a day; raise PageNotFound, with the reason, where the visitor sees none.

    With `gss` it is read for what it says of that authority, which its own people see before the release.
    """
    definition = declared_return(slug)
    deployment, reader = deployment_of(request), reader_of(request)
    assembly = load_assembly(deployment, reader, definition, period, as_known, version, gss)
    if assembly is None:
        reason = reason_missing(definition, period, as_known, today(deployment), is_hidden=reader is not EVERYTHING)
        raise PageNotFound(reason, (f"All assembled {definition.period_kind}s", f"/returns/{slug}"))
    return assembly


def reason_missing(
    definition: StatutoryReturn, period: str, as_known: date | None, day: date, *, is_hidden: bool
) -> str:
    """Return why there is nothing to see of a period, without a full stop; the same whether or not it is hidden."""
    try:
        parsed = parse_period(period)
    except ValueError as error:
        return str(error)
    words = definition.period_in_words(parsed)
    if parsed.last >= day:
        return f"{words[0].upper()}{words[1:]} is not over yet; {definition.title} is due {definition.deadline.words}"
    done = "released" if is_hidden and definition.kind == "return" else "assembled"
    if as_known:
        return f"{definition.title} had not been {done} for {words} by {pages.day_in_words(as_known)}"
    return f"{definition.title} has not been {done} for {words}"


def declared_cell(definition: StatutoryReturn, name: str) -> Cell:
    """Return a cell of the form; raise PageNotFound where there is none."""
    for cell in definition.cells:
        if cell.name == name:
            return cell
    raise PageNotFound(f"{definition.title} has no cell {name}", ("All its cells", f"/returns/{definition.slug}#cells"))


def cells_of(assembly: AssemblyView, gss: str) -> Mapping[str, Figure]:
    """Return the cells of an authority; raise PageNotFound where the return was not asked of it."""
    if gss not in assembly.figures.cells:
        raise PageNotFound(
            f"{authority_name(gss)} was not asked for {assembly.definition.title}, {assembly.period_in_words}",
            _link_to_period(assembly),
        )
    return assembly.figures.cells[gss]


def _link_to_period(assembly: AssemblyView) -> tuple[str, str]:
    """Return the words and the address of a link to the page of a period."""
    address = f"/returns/{assembly.definition.slug}/{assembly.period}{assembly.query}"
    return f"{assembly.definition.title}, {assembly.period_in_words}", address
