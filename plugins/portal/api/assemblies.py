"""Assemblies: periods of returns, their cells, indicators and exceptions as known on a day, the records of a cell."""

from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, HTTPException, Request

from plugins.portal import pages
from plugins.portal.accounts.reader import reader_of
from plugins.portal.api.responses import REFUSALS
from plugins.portal.routes.cells import PageNumber
from plugins.portal.routes.returns import AsKnown, Version, cells_of, declared_cell, declared_return, requested_assembly
from plugins.portal.views import trace
from plugins.portal.views.assemblies import newest_vintages
from plugins.storage.warehouse.vintages import Vintage

router = APIRouter(prefix="/api/v1/returns/{slug}", tags=["Returns"], responses=REFUSALS)


@dataclass(frozen=True)
class VintageFact:
    """One assembly of a period: what was known on a day. `frozen_on` is set on the deadline version alone."""

    return_slug: str
    period: str
    as_known: date
    version: int
    assembled_at: datetime
    frozen_on: date | None
    receipt: str
    definition_version: str
    rules_versions: list[str]
    switches: dict[str, str]
    authorities_owing: int
    authorities_asked: int
    authorities_with_data: int
    declared: int
    response_rate_pct: float | None
    computed: int
    inferred: int
    not_derivable: int
    no_data: int
    exceptions: int
    checks_failed: bool
    page: str


@dataclass(frozen=True)
class FileFact:
    """A file of an assembly."""

    name: str
    bytes: int
    sha256: str
    address: str


@dataclass(frozen=True)
class PeriodFact:
    """A period as known on a day: that vintage, its files, and every vintage of the period, the newest first."""

    vintage: VintageFact
    files: list[FileFact]
    vintages: list[VintageFact]


@dataclass(frozen=True)
class FigureFact:
    """A cell as assembled: its exact value as text, null unless its origin is computed, inferred or declared."""

    cell: str
    value: str | None
    origin: str


@dataclass(frozen=True)
class ExceptionFact:
    """A record or an authority that somebody should look at, the reason, also as a sentence, and what to do."""

    reason: str
    sentence: str
    fix: str
    reference: str
    detail: str


@dataclass(frozen=True)
class AuthorityFact:
    """The return of one authority, or of England."""

    return_slug: str
    period: str
    as_known: date
    gss: str
    cells: list[FigureFact]
    indicators: dict[str, float | None]
    exceptions: list[ExceptionFact]
    page: str


@dataclass(frozen=True)
class RecordFact:
    """A record behind a cell: the address of its published line, if it is on one, and what the cell's rule read."""

    authority: str
    reference: str
    standard: str
    fetched: date | None  # none where it is on no line of a file
    sha256: str
    line: str
    part: str
    values: dict[str, str | None]
    address: str


@dataclass(frozen=True)
class TraceFact:
    """One page of the records behind a cell."""

    cell: str
    value: str | None
    origin: str
    total: int
    page: int
    pages: int
    records: list[RecordFact]


@router.get("/periods")
def list_periods(request: Request, slug: str) -> list[VintageFact]:
    """List the assembled periods of a return, each as its newest vintage."""
    vintages = newest_vintages(pages.deployment_of(request), reader_of(request), declared_return(slug))
    return [_vintage_fact(vintage) for vintage in vintages]


@router.get("/periods/{period}")
def get_period(
    request: Request, slug: str, period: str, as_known: AsKnown = None, version: Version = None
) -> PeriodFact:
    """Get a period as known on a day, with its files and all its vintages."""
    assembly = requested_assembly(request, slug, period, as_known, version)
    base = f"/returns/{slug}/{period}/files/{assembly.vintage.short_receipt}"
    files = [
        FileFact(output["file"], output["bytes"], output["sha256"], f"{base}/{output['file']}")
        for output in assembly.figures.public_outputs
    ]
    return PeriodFact(_vintage_fact(assembly.vintage), files, [_vintage_fact(vintage) for vintage in assembly.vintages])


@router.get("/periods/{period}/{gss}")
def get_authority(
    request: Request, slug: str, period: str, gss: str, as_known: AsKnown = None, version: Version = None
) -> AuthorityFact:
    """Get the cells, indicators and exceptions of one authority, or of England under E92000001."""
    assembly = requested_assembly(request, slug, period, as_known, version, gss)
    cells = [FigureFact(name, figure.value, figure.origin) for name, figure in cells_of(assembly, gss).items()]
    exceptions = [
        ExceptionFact(exception.reason, reason.sentence, reason.fix, exception.reference, exception.detail)
        for exception in assembly.figures.exceptions
        if exception.authority == gss
        for reason in (assembly.definition.reason(exception.reason),)
    ]
    return AuthorityFact(
        slug, period, assembly.vintage.as_known, gss, cells, dict(assembly.figures.indicators.get(gss, {})),
        exceptions, f"/returns/{slug}/{period}/{gss}{assembly.query}",
    )  # fmt: skip


@router.get("/periods/{period}/{gss}/records")
def list_cells_of_record(
    request: Request,
    slug: str,
    period: str,
    gss: str,
    reference: str,
    as_known: AsKnown = None,
    version: Version = None,
) -> list[str]:
    """List the cells of one authority that count the record with a reference."""
    assembly = requested_assembly(request, slug, period, as_known, version, gss)
    cells_of(assembly, gss)
    cells, _ = trace.find_record(pages.deployment_of(request), assembly, gss, reference)
    return list(cells)


@router.get("/periods/{period}/{gss}/{cell}")
def trace_cell(
    request: Request,
    slug: str,
    period: str,
    gss: str,
    cell: str,
    page: PageNumber = 1,
    as_known: AsKnown = None,
    version: Version = None,
) -> TraceFact:
    """Get the records behind a cell of one authority, page by page."""
    assembly = requested_assembly(request, slug, period, as_known, version, gss)
    declared, figure = declared_cell(assembly.definition, cell), cells_of(assembly, gss)[cell]
    if area := assembly.definition.total_area(gss):
        raise HTTPException(404, f"the records of {area.name} are those of its authorities: ask for one of them")
    if figure.value is None:
        return TraceFact(declared.name, None, figure.origin, 0, 1, 1, [])
    traced = trace.trace_cell(pages.deployment_of(request), assembly, gss, cell, page)
    records = [
        RecordFact(
            record.authority, record.reference, record.standard, record.fetched, record.sha256, record.line,
            record.part, dict(record.values), record.address,
        )
        for record in traced.records
    ]  # fmt: skip
    return TraceFact(cell, figure.value, figure.origin, traced.total, traced.page, traced.pages, records)


def _vintage_fact(vintage: Vintage) -> VintageFact:
    return VintageFact(
        return_slug=vintage.return_slug,
        period=vintage.period,
        as_known=vintage.as_known,
        version=vintage.version,
        assembled_at=vintage.assembled_at,
        frozen_on=vintage.frozen_on,
        receipt=vintage.receipt,
        definition_version=vintage.definition_version,
        rules_versions=list(vintage.rules_versions),
        switches=dict(vintage.switches),
        authorities_owing=vintage.authorities_owing,
        authorities_asked=vintage.authorities_asked,
        authorities_with_data=vintage.authorities_with_data,
        declared=vintage.declared,
        response_rate_pct=vintage.response_rate_pct,
        computed=vintage.computed,
        inferred=vintage.inferred,
        not_derivable=vintage.not_derivable,
        no_data=vintage.no_data,
        exceptions=vintage.exceptions,
        checks_failed=vintage.checks_failed,
        page=f"/returns/{vintage.return_slug}/{vintage.period}?as-known={vintage.as_known}&version={vintage.version}",
    )
