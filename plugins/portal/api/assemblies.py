"""Assemblies: periods of returns, their cells, indicators and exceptions as known on a day, the records of a cell."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, HTTPException, Request

from plugins.portal import pages
from plugins.portal.api.responses import REFUSALS
from plugins.portal.routes.cells import PageNumber
from plugins.portal.routes.returns import AsKnown, Version, cells_of, declared_cell, declared_return
from plugins.portal.routes.returns import assembled_period as find_period
from plugins.portal.views.assemblies import periods_of
from plugins.portal.views.trace import follow, look_up
from plugins.storage.warehouse.vintages import Vintage
from transforms.domain.statutory_return import ENGLAND

router = APIRouter(prefix="/api/v1/returns/{slug}", tags=["Returns"], responses=REFUSALS)


@dataclass(frozen=True)
class VintageFact:
    """One assembly of a period: what was known on a day. `frozen_on` is set on the one that is owed."""

    return_slug: str
    period: str
    as_known: date
    version: int
    receipt: str
    definition_version: str
    rules_versions: list[str]
    switches: dict[str, str]
    authorities: int
    authorities_with_data: int
    response_rate_pct: float | None
    computed: int
    inferred: int
    not_derivable: int
    no_data: int
    exceptions: int
    checks_failed: bool
    frozen_on: date | None
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
    """A period as known on a day, its files, and every other vintage of it, the newest first."""

    shown: VintageFact
    files: list[FileFact]
    vintages: list[VintageFact]


@dataclass(frozen=True)
class FigureFact:
    """A cell as assembled: exact, as text; blank unless it is computed or inferred."""

    cell: str
    value: str | None
    origin: str


@dataclass(frozen=True)
class ExceptionFact:
    """A record or an authority that someone should look at."""

    reason: str
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
    """A record behind a cell: its published line, and what the cell's rule read of it."""

    authority: str
    reference: str
    fetched: date
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
    """List the periods assembled of a return, each as last known."""
    return [_knowing(one) for one in periods_of(pages.here(request), declared_return(slug))]


@router.get("/periods/{period}")
def give_period(
    request: Request, slug: str, period: str, as_known: AsKnown = None, version: Version = None
) -> PeriodFact:
    """Give a period as known on a day, and when else it was known."""
    shown = find_period(request, slug, period, as_known, version)
    base = f"/returns/{slug}/{period}/files/{shown.vintage.short_receipt}"
    files = [
        FileFact(one["file"], one["bytes"], one["sha256"], f"{base}/{one['file']}")
        for one in shown.figures.manifest["outputs"]
    ]
    return PeriodFact(_knowing(shown.vintage), files, [_knowing(one) for one in shown.all_knowings])


@router.get("/periods/{period}/{gss}")
def give_authority(
    request: Request, slug: str, period: str, gss: str, as_known: AsKnown = None, version: Version = None
) -> AuthorityFact:
    """Give the cells, indicators and exceptions of one authority, or of England under E92000001."""
    shown = find_period(request, slug, period, as_known, version)
    cells = [FigureFact(name, one.value, one.origin) for name, one in cells_of(shown, gss).items()]
    listed = [
        ExceptionFact(one.reason, one.reference, one.detail) for one in shown.figures.exceptions if one.authority == gss
    ]
    return AuthorityFact(
        slug, period, shown.vintage.as_known, gss, cells, dict(shown.figures.indicators.get(gss, {})), listed,
        f"/returns/{slug}/{period}/{gss}{shown.query}",
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
    shown = find_period(request, slug, period, as_known, version)
    cells_of(shown, gss)
    return list(look_up(pages.here(request), shown, gss, reference)[0])


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
    """Give the records behind a cell of one authority, page by page."""
    shown = find_period(request, slug, period, as_known, version)
    declared, figure = declared_cell(shown.definition, cell), cells_of(shown, gss)[cell]
    if gss == ENGLAND:
        raise HTTPException(404, "the records of England are those of its authorities: ask for one of them")
    if figure.value is None:
        return TraceFact(declared.name, None, figure.origin, 0, 1, 1, [])
    found = follow(pages.here(request), shown, gss, cell, page)
    records = [
        RecordFact(
            one.authority, one.reference, one.fetched, one.sha256, one.line, one.part, dict(one.values),
            one.address(shown.definition.standard),
        )
        for one in found.records
    ]  # fmt: skip
    return TraceFact(cell, figure.value, figure.origin, found.total, found.page, found.pages, records)


def _knowing(one: Vintage) -> VintageFact:
    return VintageFact(
        one.return_slug, one.period, one.as_known, one.version, one.receipt, one.definition_version,
        list(one.rules_versions), dict(one.switches), len(one.authorities), one.authorities_with_data,
        one.response_rate_pct, one.computed, one.inferred, one.not_derivable, one.no_data, one.exceptions,
        one.checks_failed, one.frozen_on,
        f"/returns/{one.return_slug}/{one.period}?as-known={one.as_known}&version={one.version}",
    )  # fmt: skip
