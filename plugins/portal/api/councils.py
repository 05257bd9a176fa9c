"""Councils: who they are, and the state of each of their datasets."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request

from plugins.portal import pages
from plugins.portal.accounts.reader import reader_of
from plugins.portal.api.responses import REFUSALS
from plugins.portal.routes.councils import known_authority
from plugins.portal.views.completeness import list_completeness
from plugins.portal.views.council import DatasetView, list_datasets
from plugins.portal.views.today import today
from transforms.domain.authority import Authority
from transforms.registers import authorities

router = APIRouter(prefix="/api/v1/councils", tags=["Councils"], responses=REFUSALS)


@dataclass(frozen=True)
class CouncilFact:
    """An authority, which exists from `start` up to, but not on, `end`."""

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
    """The state of one dataset of a council today; `report` is the address of the report on the last file.

    `findings` counts all findings by severity, `explained` and `waived` those of them that somebody has explained or
    waived; waived ones do not count against the publisher.
    """

    standard: str
    why_expected: str
    source_url: str
    licence: str
    state: str
    state_in_words: str
    file_in_use_day: date | None
    failing_since: date | None
    last_tried: date | None
    last_changed: date | None
    sha256: str | None
    records: int | None
    records_usable: int | None
    findings: dict[str, int]
    explained: dict[str, int]
    waived: dict[str, int]
    report: str | None


@dataclass(frozen=True)
class CompletenessFact:
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
    returns: list[CompletenessFact]


@router.get("")
def list_councils() -> list[CouncilFact]:
    """List every authority of the register, including those that have ended."""
    return [_council(council) for council in authorities().values()]


@router.get("/{gss}")
def get_council(request: Request, gss: str) -> CouncilWithDatasets:
    """Get an authority, under any of its codes, with the state of its datasets and returns."""
    council, deployment = known_authority(gss), pages.deployment_of(request)
    returns = [
        CompletenessFact(
            row.definition.slug, row.period, row.as_known, {str(origin): n for origin, n in row.cells.items()},
            f"/returns/{row.definition.slug}/{row.period}/{council.gss}",
        )
        for row in list_completeness(deployment, reader_of(request), council.gss)
    ]  # fmt: skip
    day = today(deployment)
    datasets = [_dataset(row, council.gss, day) for row in list_datasets(deployment, council.gss, day)]
    return CouncilWithDatasets(_council(council), datasets, returns)


def _council(council: Authority) -> CouncilFact:
    return CouncilFact(
        council.gss, council.name, council.authority_class, council.region, council.nation, council.start_date,
        council.end_date, list(council.former_gss), list(council.successors), list(council.predecessors),
        f"/councils/{council.gss}",
    )  # fmt: skip


def _dataset(dataset: DatasetView, gss: str, day: date) -> DatasetFact:
    findings, file = dataset.findings, dataset.file
    changed = file.changed_on if file else None
    slug = dataset.standard.slug
    return DatasetFact(
        standard=slug,
        why_expected=dataset.why_expected,
        source_url=dataset.source.url if dataset.source else "",
        licence=dataset.source.licence if dataset.source else "",
        state=dataset.state.state,
        state_in_words=dataset.state.in_full(day, changed),
        file_in_use_day=dataset.state.status.in_use_day if dataset.state.status else None,
        failing_since=dataset.state.since,
        last_tried=dataset.tried_on,
        last_changed=changed,
        sha256=file.sha256 if file else None,
        records=findings.rows if findings else None,
        records_usable=findings.rows_usable if findings else None,
        findings=dict(findings.counts) if findings else {},
        explained={str(count.severity): count.explained for count in dataset.counts},
        waived={str(count.severity): count.waived for count in dataset.counts},
        report=f"/api/v1/reports/{slug}/{findings.sha256}/{findings.rules_version}/{gss}" if findings else None,
    )
