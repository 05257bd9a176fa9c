"""Cells of returns: how each is derived, what was assembled of it, and the records and published lines behind it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from plugins.portal import pages
from plugins.portal.routes.returns import (
    AsKnown,
    Version,
    assembled_period,
    cells_of,
    declared_cell,
    declared_return,
)
from plugins.portal.sorting import headings, order_asked, ordered
from plugins.portal.views import authority_return, national
from plugins.portal.views.assemblies import AssemblyView, body_name
from plugins.portal.views.figures import Figure
from plugins.portal.views.trace import follow, look_up
from transforms.domain.statutory_return import ENGLAND
from transforms.render.cells_not_filled import unfilled
from transforms.render.derivations import derivation
from transforms.standards import standard

router = APIRouter(prefix="/returns")
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


@dataclass(frozen=True)
class Summand:
    """One authority's part in a cell of England."""

    gss: str
    name: str
    figure: Figure

    def value_of(self, column: str) -> str | Decimal | None:
        """Return what stands in a column."""
        if column == "name":
            return self.name
        return None if self.figure.value is None else Decimal(self.figure.value)


def summands(shown: AssemblyView, cell: str) -> list[Summand]:
    """Return what every authority adds to a cell of England, by name."""
    found = [Summand(gss, body_name(gss), cells[cell]) for gss, cells in shown.figures.cells.items() if gss != ENGLAND]
    return sorted(found, key=lambda one: one.name)


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
    shown = assembled_period(request, slug, period, as_known, version)
    figures = cells_of(shown, gss)
    counting, record = look_up(pages.here(request), shown, gss, reference)
    return pages.page(
        request,
        "record.html",
        shown=shown,
        gss=gss,
        reference=reference,
        cells=[shown.definition.cell(name) for name in counting],
        figures=figures,
        record=record,
        address=record.address(shown.definition.standard) if record else "",
        listed=[one for one in authority_return.listed_of(shown, gss) if one.reference == reference],
        sentences=national.reason_sentences(shown.definition),
    )


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
    shown = assembled_period(request, slug, period, as_known, version)
    declared, figure = declared_cell(shown.definition, cell), cells_of(shown, gss)[cell]
    data = standard(shown.definition.standard)
    reasons = unfilled(shown.definition, {cell: figure.origin}, data.title)
    is_england = gss == ENGLAND
    columns = {"name": "Authority", "value": "Value"}
    sort = order_asked(request, columns)
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
        bodies=ordered(summands(shown, cell), sort, Summand.value_of) if is_england else (),
        headings=headings(request, columns, sort, "authorities"),
        followed=None if is_england or figure.value is None else follow(pages.here(request), shown, gss, cell, page),
    )
