"""Reports: what was found in one file, and every finding, page by page."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request

from plugins.portal import pages
from plugins.portal.api.responses import REFUSALS
from plugins.portal.views.collected_reports import Collected, collected
from plugins.portal.views.findings import Choice
from plugins.storage.warehouse.reports import ReportKey

router = APIRouter(
    prefix="/api/v1/reports/{standard}/{sha256}/{rules_version}/{gss}", tags=["Reports"], responses=REFUSALS
)


@dataclass(frozen=True)
class OutcomeFact:
    """What became of one rule: passed, failed, or not-applicable with a reason."""

    rule: str
    outcome: str
    reason: str | None
    tested: int
    failed: int


@dataclass(frozen=True)
class ReportFact:
    """What checking one file found; `findings` are counts by severity, `columns` our field: the header as published."""

    standard: str
    sha256: str
    rules_version: str
    gss: str
    edition: str
    file_name: str
    url: str
    first_fetched: date
    last_fetched: date
    rows: int
    rows_usable: int
    columns: dict[str, str]
    findings: dict[str, int]
    outcomes: list[OutcomeFact]
    page: str


@dataclass(frozen=True)
class FindingFact:
    """One finding; `line` is blank where it is about the column or the file."""

    severity: str
    code: str
    column: str | None
    line: int | None
    value: str | None
    message: str
    fix: str
    fingerprint: str | None


@dataclass(frozen=True)
class FindingsFact:
    """One page of findings, most severe first, then by line."""

    total: int
    page: int
    pages: int
    findings: list[FindingFact]


@router.get("")
def give_report(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> ReportFact:
    """Give what checking one file found."""
    one = _collected(request, ReportKey(standard, sha256, rules_version, gss))
    file, report = one.file, one.shown.report
    return ReportFact(
        standard, sha256, rules_version, gss, file.edition, file.file_name, file.url, file.first_on, file.last_on,
        file.rows, file.rows_usable, dict(file.columns), one.shown.counts,
        [OutcomeFact(it.rule, str(it.outcome), it.reason, it.tested, it.failed) for it in report.outcomes],
        f"/reports/{standard}/{sha256}/{rules_version}/{gss}",
    )  # fmt: skip


@router.get("/findings")
def list_findings(
    request: Request,
    standard: str,
    sha256: str,
    rules_version: str,
    gss: str,
    severity: str = "",
    code: str = "",
    column: str = "",
    page: Annotated[int, Query(ge=1)] = 1,
) -> FindingsFact:
    """List the findings of one report: all, or those of a severity, a code, a column."""
    one = _collected(request, ReportKey(standard, sha256, rules_version, gss))
    found = one.shown.findings.page(Choice(severity, code, column), page)
    return FindingsFact(found.total, found.number, found.pages, [FindingFact(**row) for row in found.rows])


def _collected(request: Request, key: ReportKey) -> Collected:
    found = collected(pages.here(request), key)
    if found is None:
        raise HTTPException(404, "there is no such report")
    return found
