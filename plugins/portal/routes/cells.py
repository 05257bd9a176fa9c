"""Cells of returns: how each is derived, what was assembled for it, and the records and published lines behind it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import deployment_of, render_page
from plugins.portal.routes.returns import (
    AsKnown,
    Version,
    cells_of,
    declared_cell,
    declared_return,
    requested_assembly,
)
from plugins.portal.sorting import headings, requested_order, sort_rows
from plugins.portal.views.assemblies import AssemblyView, authority_name
from plugins.portal.views.authority_return import exceptions_of
from plugins.portal.views.fields_used import datasets_in_words, fields_used
from plugins.portal.views.figures import Figure
from plugins.portal.views.trace import find_record, trace_cell
from transforms.domain.total_area import TotalArea
from transforms.render.cells_not_filled import unfilled
from transforms.render.derivations import derivation

router = APIRouter(prefix="/returns")
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


@dataclass(frozen=True)
class Summand:
    """One authority's part in a cell of England."""

    gss: str
    name: str
    figure: Figure

    def value_of(self, column: str) -> str | Decimal | None:
        """Return what the table has in a column."""
        if column == "name":
            return self.name
        return None if self.figure.value is None else Decimal(self.figure.value)


def summands(assembly: AssemblyView, area: TotalArea, cell: str) -> list[Summand]:
    """Return what every authority adds to a cell of a total area, by name."""
    rows = [
        Summand(gss, authority_name(gss), cells[cell])
        for gss, cells in assembly.figures.cells.items()
        if assembly.definition.total_area(gss) is None and gss.startswith(area.gss_prefixes)
    ]
    return sorted(rows, key=lambda row: row.name)


@router.get("/{slug}/cells/{cell}")
def derivation_page(request: Request, slug: str, cell: str) -> HTMLResponse:
    """Show how a cell of the form is derived, in any period."""
    definition = declared_return(slug)
    declared = declared_cell(definition, cell)
    words = derivation(definition, declared)
    return render_page(
        request,
        "derivation.html",
        definition=definition,
        cell=declared,
        derivation=words,
        used=fields_used(definition, declared, words),
    )


@router.get("/{slug}/{period}/{gss}/records")
def record_page(
    request: Request,
    slug: str,
    period: str,
    gss: str,
    reference: str,
    as_known: AsKnown = None,
    version: Version = None,
) -> HTMLResponse:
    """Show which cells of an authority's form count one record."""
    assembly = requested_assembly(request, slug, period, as_known, version, gss)
    figures = cells_of(assembly, gss)
    cells, record = find_record(deployment_of(request), assembly, gss, reference)
    return render_page(
        request,
        "record.html",
        assembly=assembly,
        gss=gss,
        reference=reference,
        cells=[assembly.definition.cell(name) for name in cells],
        figures=figures,
        record=record,
        address=record.address if record else "",
        exceptions=[row for row in exceptions_of(assembly, gss) if row.reference == reference],
    )


@router.get("/{slug}/{period}/{gss}/{cell}")
def cell_page(
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
    assembly = requested_assembly(request, slug, period, as_known, version, gss)
    declared, figure = declared_cell(assembly.definition, cell), cells_of(assembly, gss)[cell]
    words = derivation(assembly.definition, declared, assembly.period)
    reasons = unfilled(assembly.definition, {cell: figure.origin}, datasets_in_words(assembly.definition))
    area = assembly.definition.total_area(gss)
    has_records = area is None and figure.value is not None
    columns = {"name": "Authority", "value": "Value"}
    sort = requested_order(request, columns)
    return render_page(
        request,
        "cell.html",
        assembly=assembly,
        gss=gss,
        cell=declared,
        figure=figure,
        figures=cells_of(assembly, gss),
        reason=next((row.reason for row in reasons if cell in row.cells), ""),
        derivation=words,
        used=fields_used(assembly.definition, declared, words),
        area=area,
        summands=sort_rows(summands(assembly, area, cell), sort, Summand.value_of) if area else (),
        headings=headings(request, columns, sort, "authorities"),
        trace=trace_cell(deployment_of(request), assembly, gss, cell, page) if has_records else None,
    )
