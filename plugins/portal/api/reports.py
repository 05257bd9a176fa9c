"""Reports: the report on one file, its findings page by page, and what changed since the previous file."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request

from plugins.portal import pages
from plugins.portal.api.responses import REFUSALS
from plugins.portal.routes.reports import finding_statuses
from plugins.portal.views.changes_since_last_file import (
    changes_since_last_file,
    issues_between_files,
    statuses_between_files,
)
from plugins.portal.views.collected_reports import CollectedReport, load_collected_report
from plugins.portal.views.finding_statuses import FindingStatuses, RowStatus
from plugins.portal.views.findings import FindingFilter, Findings, FindingsPage
from plugins.storage.warehouse.reports import ReportKey

router = APIRouter(
    prefix="/api/v1/reports/{standard}/{sha256}/{rules_version}/{gss}", tags=["Reports"], responses=REFUSALS
)


@dataclass(frozen=True)
class OutcomeFact:
    """The outcome of one rule: passed, failed, or not-applicable with a reason."""

    rule: str
    outcome: str
    reason: str | None
    tested: int
    failed: int


@dataclass(frozen=True)
class ReportFact:
    """The report on one file: `columns` gives the published header of each field.

    `findings` counts all findings by severity, `explained` and `waived` those of them that are explained or waived
    today; waived ones do not count against the publisher.
    """

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
    explained: dict[str, int]
    waived: dict[str, int]
    outcomes: list[OutcomeFact]
    page: str


@dataclass(frozen=True)
class ExplanationFact:
    """What somebody wrote about a finding; a waiver holds once a second person, `approved_by`, has approved it."""

    kind: str
    why: str
    proposed_by: str
    proposed_on: date
    until: date
    approved_by: str | None


@dataclass(frozen=True)
class FindingFact:
    """One finding; `line` is null where it is about a column or the file.

    `status` is explained or waived where somebody has explained or waived it, otherwise open.
    """

    severity: str
    code: str
    column: str | None
    line: int | None
    value: str | None
    message: str
    fix: str
    fingerprint: str | None
    status: str
    explanation: ExplanationFact | None


@dataclass(frozen=True)
class FindingsFact:
    """One page of findings, most severe first, then by line."""

    total: int
    page: int
    pages: int
    findings: list[FindingFact]


@dataclass(frozen=True)
class FindingChangeFact:
    """How many findings of one code in one column were open in the previous file, and how many are in this one.

    `by_rules` is the part of the difference that comes from a change of our rules.
    """

    severity: str
    code: str
    column: str | None
    before: int
    after: int
    by_rules: int


@dataclass(frozen=True)
class ChangesFact:
    """What changed since the previous file in use: the numbers of open findings, and the issues between the two files.

    `previous_file_day` is null where there is none. A `line` is of the previous file where a record is no longer there.
    """

    previous_file_day: date | None
    changes: list[FindingChangeFact]
    issues: FindingsFact


@router.get("")
def get_report(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> ReportFact:
    """Get the report on one file."""
    collected = _requested_report(request, ReportKey(standard, sha256, rules_version, gss))
    file, report = collected.file, collected.view.report
    statuses = finding_statuses(request, collected.key)
    outcomes = [
        OutcomeFact(outcome.rule, str(outcome.outcome), outcome.reason, outcome.tested, outcome.failed)
        for outcome in report.outcomes
    ]
    return ReportFact(
        standard, sha256, rules_version, gss, file.edition, file.file_name, file.url, file.first_on, file.last_on,
        file.rows, file.rows_usable, dict(file.columns), collected.view.counts,
        dict(statuses.explained), dict(statuses.waived), outcomes,
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
    """List the findings of one report, filtered by severity, code and column."""
    collected = _requested_report(request, ReportKey(standard, sha256, rules_version, gss))
    findings = collected.view.findings.page(FindingFilter(severity, code, column), page)
    return _findings(findings, finding_statuses(request, collected.key))


@router.get("/since")
def get_changes(
    request: Request,
    standard: str,
    sha256: str,
    rules_version: str,
    gss: str,
    page: Annotated[int, Query(ge=1)] = 1,
) -> ChangesFact:
    """Get what changed since the previous file, with the issues between the two files page by page."""
    key, deployment = ReportKey(standard, sha256, rules_version, gss), pages.deployment_of(request)
    _requested_report(request, key)
    since = changes_since_last_file(deployment, key)
    issues = Findings.of(issues_between_files(deployment, key)).page(FindingFilter(), page)
    statuses = statuses_between_files(deployment, key, finding_statuses(request, key).explanations)
    changes = [
        FindingChangeFact(
            change.severity, change.code, change.column or None, change.before, change.after, change.by_rules
        )
        for change in since.changes
    ]
    return ChangesFact(since.previous.day if since.previous else None, changes, _findings(issues, statuses))


def _requested_report(request: Request, key: ReportKey) -> CollectedReport:
    report = load_collected_report(pages.deployment_of(request), key)
    if report is None:
        raise HTTPException(404, "there is no such report")
    return report


def _findings(findings: FindingsPage, statuses: FindingStatuses) -> FindingsFact:
    facts = [
        FindingFact(**row, status=row_status.status, explanation=_explanation(row_status))
        for row, row_status in zip(findings.rows, statuses.of_rows(findings.rows), strict=True)
    ]
    return FindingsFact(findings.total, findings.number, findings.pages, facts)


def _explanation(row_status: RowStatus) -> ExplanationFact | None:
    explanation = row_status.explanation
    if explanation is None:
        return None
    return ExplanationFact(
        explanation.kind, explanation.why, explanation.proposed_by, explanation.proposed_on, explanation.until,
        explanation.approved_by or None,
    )  # fmt: skip
