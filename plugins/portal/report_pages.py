"""The pages of one report, the same for a collected file and for one that somebody checks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import HTTPException, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from plugins.portal.pages import render_page
from plugins.portal.views.finding_statuses import NO_STATUSES, FindingStatuses, StatusCounts
from plugins.portal.views.findings import NO_COLUMN, SORTS, FindingFilter, FindingsPage
from plugins.portal.views.points_map import has_points, points_map
from plugins.portal.views.published_rows import PublishedRowsView
from plugins.portal.views.reports import FindingGroupView, ReportView, workbook_of
from transforms.domain.issue import ISSUE_TYPES, Severity
from transforms.domain.report import STANDARD_MISMATCH, Outcome
from transforms.priorities import FixPriority
from transforms.render.issues_csv import report_csv
from transforms.render.report_json import report_json
from transforms.render.report_words.verdict import Verdict, verdict

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.portal.views.changes_since_last_file import ChangesSinceLastFile
    from transforms.domain.sheet import Sheet

CSV, JSON = "text/csv; charset=utf-8", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALL = FindingFilter()
GROUPS_LISTED = 40  # of one severity, on the first page
PAGES_AROUND = 2  # page numbers named on each side of the current one

OpeningDays = Callable[["pa.Table"], Mapping[str, date]]
GroupWithStatus = tuple[FindingGroupView, StatusCounts]


@dataclass(frozen=True)
class ReportLocation:
    """Where the pages of one report are, and what is known of its file beside the findings."""

    base: str  # the address of the first page
    publisher: str
    file_name: str
    crumbs: tuple[Mapping[str, str], ...]
    facts: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)  # further context of the first page's template
    explain: str = ""  # where an officer explains findings; blank where nobody can sign in, or nothing is collected

    def crumbs_below(self) -> list[Mapping[str, str]]:
        """Return the breadcrumbs of a page below the first."""
        return [*self.crumbs, {"text": "Report", "href": self.base}]


def report_page(
    request: Request,
    location: ReportLocation,
    view: ReportView,
    since: "ChangesSinceLastFile | None" = None,
    statuses: FindingStatuses = NO_STATUSES,
    statuses_between_files: FindingStatuses = NO_STATUSES,
) -> HTMLResponse:
    """Show the report: verdict, what to fix first, what changed since the previous file, downloads."""
    to_fix, waived = _split_waived(view, statuses)
    more_kinds = _leave_only_mismatch(to_fix) if view.report.is_of_another_standard else 0
    return _page(
        request, "report.html", location, view, crumbs=list(location.crumbs), since=since, statuses=statuses,
        statuses_between_files=statuses_between_files, verdict=_verdict(view, statuses), to_fix=to_fix, waived=waived,
        more_kinds=more_kinds,
        rules_over_time=_rules_over_time(view, since), kinds=ISSUE_TYPES, codes_over_time=_codes_over_time(view),
        has_map=has_points(view),
        previous_base=_previous_base(location, view, since), most=GROUPS_LISTED, **location.notes,
    )  # fmt: skip


def findings_page(
    request: Request,
    location: ReportLocation,
    view: ReportView,
    finding_filter: FindingFilter,
    number: int,
    opening_days: OpeningDays | None = None,
    statuses: FindingStatuses = NO_STATUSES,
    new: "pa.Array | None" = None,
) -> HTMLResponse:
    """List one page of the filtered findings, each with its line and its record's key.

    `new` has the fingerprints of those that this file opened; None where there is no file before it.
    """
    findings = view.findings.page(finding_filter, number, new if finding_filter.new else None)
    priorities = view.fix_priorities
    return _page(
        request, "findings.html", location, view, crumbs=location.crumbs_below(), findings=findings,
        finding_filter=finding_filter, sorts=SORTS, keys=view.keys_on(row["line"] for row in findings.rows),
        fields=view.fields, has_new=new is not None, query=_query(finding_filter),
        no_column=NO_COLUMN, opened_on=opening_days(findings.table) if opening_days else {},
        pagination=_pagination(location.base, finding_filter, findings), row_statuses=statuses.of_rows(findings.rows),
        titles={code: kind.title for code, kind in ISSUE_TYPES.items()},
        codes=sorted({priority.code for priority in priorities}, key=lambda code: ISSUE_TYPES[code].title),
        columns=sorted({priority.column for priority in priorities if priority.column}),
        rules={
            (group.priority.code, group.priority.column): group.rules
            for groups in view.groups.values()
            for group in groups
        },
        has_file_findings=any(priority.column is None for priority in priorities),
    )  # fmt: skip


def rows_page(
    request: Request,
    location: ReportLocation,
    view: ReportView,
    rows: PublishedRowsView,
    statuses: FindingStatuses = NO_STATUSES,
) -> HTMLResponse:
    """Show the published rows around a line."""
    row_statuses = statuses.of_rows(rows.findings)
    return _page(
        request, "rows.html", location, view, crumbs=location.crumbs_below(), around=rows, row_statuses=row_statuses
    )


def points_page(request: Request, location: ReportLocation, view: ReportView) -> HTMLResponse:
    """Show the points of a file on a map."""
    drawing = points_map(view)
    if drawing is None:
        raise HTTPException(404, "the file has no points to show on a map", dict(location.headers))
    return _page(request, "points.html", location, view, crumbs=location.crumbs_below(), map=drawing)


def outcomes_page(request: Request, location: ReportLocation, view: ReportView) -> HTMLResponse:
    """Show the outcome of every rule."""
    return _page(request, "outcomes.html", location, view, crumbs=location.crumbs_below())


def findings_csv(
    location: ReportLocation,
    view: ReportView,
    name: str,
    finding_filter: FindingFilter = ALL,
    new: "pa.Array | None" = None,
) -> Response:
    """Return the findings as `council-returns check --format csv` writes them, all or those of a filter."""
    issues = view.report.issues
    if finding_filter != ALL:
        issues = view.findings.table(finding_filter, new if finding_filter.new else None)
    return _download(report_csv(issues, view.fields), CSV, f"{name}.csv", location)


def issues_between_files_csv(location: ReportLocation, view: ReportView, issues: "pa.Table", name: str) -> Response:
    """Return what was found between a file and the previous one as CSV, in the columns of the findings."""
    return _download(report_csv(issues, view.fields), CSV, f"{name}-since.csv", location)


def whole_report_json(location: ReportLocation, view: ReportView, name: str) -> Response:
    """Return the report as `council-returns check --format json` writes it."""
    content = report_json(view.report, view.fix_priorities, is_read=view.is_read)
    return _download(content, JSON, f"{name}.json", location)


def workbook(location: ReportLocation, view: ReportView, name: str, sheet: "Sheet | None") -> Response:
    """Return the workbook of the report, with the findings marked in the published rows."""
    return _download(iter([workbook_of(view, sheet)]), XLSX, f"{name}.xlsx", location)


def _page(
    request: Request, template: str, location: ReportLocation, view: ReportView, **context: object
) -> HTMLResponse:
    response = render_page(request, template, 200, location=location, view=view, **context)
    response.headers.update(location.headers)
    return response


def _download(chunks: Iterator[bytes], kind: str, name: str, location: ReportLocation) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **location.headers}
    return StreamingResponse(chunks, media_type=kind, headers=headers)


def _split_waived(
    view: ReportView, statuses: FindingStatuses
) -> tuple[dict[str, list[GroupWithStatus]], list[GroupWithStatus]]:
    """Return the groups that count against the publisher, by severity, and those of which every finding is waived."""
    to_fix: dict[str, list[GroupWithStatus]] = {}
    waived: list[GroupWithStatus] = []
    for severity, groups in view.groups.items():
        to_fix[str(severity)] = []
        for group in groups:
            counts = statuses.of_group(*_group_key(group.priority))
            is_waived = counts.waived >= group.priority.count
            (waived if is_waived else to_fix[str(severity)]).append((group, counts))
    return to_fix, waived


def _leave_only_mismatch(to_fix: dict[str, list[GroupWithStatus]]) -> int:
    """Leave, of a file of another standard, only the finding that says so; return how many kinds may come of it."""
    count = 0
    for severity, listed in to_fix.items():
        to_fix[severity] = [pair for pair in listed if pair[0].priority.code == STANDARD_MISMATCH]
        count += len(listed) - len(to_fix[severity])
    return count


def _verdict(view: ReportView, statuses: FindingStatuses) -> Verdict:
    """Return the verdict on the file without waived warnings; critical findings exclude records, waived or not."""
    if not statuses.waived[Severity.WARNING]:
        return view.verdict
    counting = [
        replace(priority, count=priority.count - statuses.of_group(*_group_key(priority)).waived)
        if priority.severity is Severity.WARNING
        else priority
        for priority in view.fix_priorities
    ]
    return verdict(view.report, counting, is_read=view.is_read, blank=view.blank)


def _group_key(priority: FixPriority) -> tuple[str, str, str | None]:
    return str(priority.severity), priority.code, priority.column


def _rules_over_time(view: ReportView, since: "ChangesSinceLastFile | None") -> list[tuple[str, Outcome]]:
    """Return the rules over time with their outcomes, each by its sentence."""
    if since is None:
        return []
    from expectations.history_rules import history_rules

    sentences = {rule.name: rule.sentence for rule in history_rules(view.standard)}
    return [(sentences.get(outcome.rule, outcome.rule), outcome) for outcome in since.outcomes]


def _codes_over_time(view: ReportView) -> set[str]:
    """Return the issue codes of the rules over time."""
    from expectations.history_rules import history_rules

    return {rule.code for rule in history_rules(view.standard)}


def _previous_base(location: ReportLocation, view: ReportView, since: "ChangesSinceLastFile | None") -> str:
    """Return the address of the report on the previous file, which was checked under the same rules."""
    if since is None or since.comparison is None:
        return ""
    return location.base.replace(view.report.sha256, since.comparison.before_sha256)


def _query(finding_filter: FindingFilter, **more: str) -> str:
    """Return a filter as the query of an address."""
    return urlencode({name: word for name, word in vars(finding_filter).items() if word} | more)


def _pagination(base: str, finding_filter: FindingFilter, findings: FindingsPage) -> dict[str, object]:
    """Return what GOV.UK's pagination needs; nothing where there is one page."""
    if findings.pages == 1:
        return {}

    def address(number: int) -> str:
        return f"{base}/findings?{_query(finding_filter, page=str(number))}"

    around = range(max(findings.number - PAGES_AROUND, 1), min(findings.number + PAGES_AROUND, findings.pages) + 1)
    items: list[dict[str, object]] = []
    last = 0
    for number in sorted({1, *around, findings.pages}):
        if number > last + 1:
            items.append({"ellipsis": True})
        items.append({"number": f"{number:,}", "href": address(number), "current": number == findings.number})
        last = number
    links: dict[str, object] = {"items": items, "landmarkLabel": "Pages of findings"}
    if findings.number > 1:
        links["previous"] = {"href": address(findings.number - 1)}
    if findings.number < findings.pages:
        links["next"] = {"href": address(findings.number + 1)}
    return links
