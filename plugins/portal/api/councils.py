"""Councils: who they are, and how each of their datasets stands."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request

from plugins.portal import pages
from plugins.portal.api.responses import REFUSALS
from plugins.portal.routes.councils import known_authority
from plugins.portal.views.completeness import filled_by
from plugins.portal.views.council import Dataset, datasets_of
from plugins.portal.views.today import today
from transforms.domain.authority import Authority
from transforms.registers import authorities

router = APIRouter(prefix="/api/v1/councils", tags=["Councils"], responses=REFUSALS)


@dataclass(frozen=True)
class CouncilFact:
    """An authority; in being from `start` up to, but not on, `end`."""

    gss: str
    name: str
    authority_class: str
    region: str
    nation: str
    start: date | None
    end: date | None
    former_gss: list[str]
    successors: list[str]
    predecessors: list[str]
    page: str


@dataclass(frozen=True)
class DatasetFact:
    """How one dataset of a council stands today; `report` is the address of the report of the last file."""

    standard: str
    why_expected: str
    source_url: str
    licence: str
    state: str
    state_in_words: str
    in_use_day: date | None
    failing_since: date | None
    last_tried: date | None
    last_changed: date | None
    sha256: str | None
    records: int | None
    records_usable: int | None
    findings: dict[str, int]
    report: str | None


@dataclass(frozen=True)
class FilledFact:
    """How many cells of a return a council's data fills, by origin."""

    return_slug: str
    period: str
    as_known: date
    cells: dict[str, int]
    page: str


@dataclass(frozen=True)
class CouncilWithDatasets:
    """An authority, its datasets and its returns."""

    council: CouncilFact
    datasets: list[DatasetFact]
    returns: list[FilledFact]


@router.get("")
def list_councils() -> list[CouncilFact]:
    """List every authority of the register, those that have ended among them."""
    return [_council(one) for one in authorities().values()]


@router.get("/{gss}")
def give_council(request: Request, gss: str) -> CouncilWithDatasets:
    """Give an authority, under any of its codes, with how its datasets and returns stand."""
    body, here = known_authority(gss), pages.here(request)
    filled = [
        FilledFact(
            one.definition.slug, one.period, one.as_known, {str(origin): n for origin, n in one.cells.items()},
            f"/returns/{one.definition.slug}/{one.period}/{body.gss}",
        )
        for one in filled_by(here, body.gss)
    ]  # fmt: skip
    day = today(here)
    datasets = [_dataset(one, body.gss, day) for one in datasets_of(here, body.gss, day)]
    return CouncilWithDatasets(_council(body), datasets, filled)


def _council(body: Authority) -> CouncilFact:
    return CouncilFact(
        body.gss, body.name, body.authority_class, body.region, body.nation, body.start_date, body.end_date,
        list(body.former_gss), list(body.successors), list(body.predecessors), f"/councils/{body.gss}",
    )  # fmt: skip


def _dataset(one: Dataset, gss: str, day: date) -> DatasetFact:
    found, file = one.findings, one.file
    changed = file.changed_on if file else None
    slug = one.standard.slug
    return DatasetFact(
        standard=slug,
        why_expected=one.why_expected,
        source_url=one.source.url if one.source else "",
        licence=one.source.licence if one.source else "",
        state=one.state.state,
        state_in_words=one.state.in_full(day, changed),
        in_use_day=one.state.standing.in_use_day if one.state.standing else None,
        failing_since=one.state.since,
        last_tried=one.tried_on,
        last_changed=changed,
        sha256=file.sha256 if file else None,
        records=found.rows if found else None,
        records_usable=found.rows_usable if found else None,
        findings=dict(found.found) if found else {},
        report=f"/api/v1/reports/{slug}/{found.sha256}/{found.rules_version}/{gss}" if found else None,
    )
