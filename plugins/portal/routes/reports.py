"""Reports on collected files: the newest of a source, and exactly one by the hash of its file."""

import tempfile
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.background import BackgroundTask
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from plugins.portal import report_pages
from plugins.portal.cache import SizedCache
from plugins.portal.pages import day_in_words, deployment_of, render_page
from plugins.portal.report_pages import XLSX, ReportLocation
from plugins.portal.routes.standards import declared_standard
from plugins.portal.views.changes_since_last_file import (
    changes_since_last_file,
    issues_between_files,
    new_findings,
    opening_days,
    statuses_between_files,
)
from plugins.portal.views.collected_reports import (
    CollectedReport,
    load_collected_report,
    load_sheet,
    newest_report_key,
    save_workbook,
)
from plugins.portal.views.finding_statuses import FindingStatuses, load_finding_statuses, load_in_force
from plugins.portal.views.findings import FindingFilter
from plugins.portal.views.published_rows import rows_around
from plugins.portal.views.today import today
from plugins.reading.limited_process import JobFailed, ProcessDied
from plugins.reading.run_limited import reason_of
from plugins.storage.warehouse.reports import ReportKey
from transforms import registers
from transforms.domain.authority import Authority

router = APIRouter()
SMALL = 20_000  # rows and findings: their workbook takes a second or two
CHUNK = 256 * 1024
PAGE_CACHE: SizedCache[bytes] = SizedCache(50_000_000, len)
_WORKBOOK_TURNS = BoundedSemaphore(3)
ONE_REPORT = "/reports/{standard}/{sha256}/{rules_version}/{gss}"


@router.get("/councils/{gss}/{standard}")
def newest_report_page(request: Request, gss: str, standard: str) -> Response:
    """Show the report on a source's newest file."""
    council, declared = _council(gss), declared_standard(standard)
    if council.gss != gss:
        return RedirectResponse(f"/councils/{council.gss}/{standard}")
    deployment = deployment_of(request)
    key = newest_report_key(deployment, standard, council.gss)
    report = load_collected_report(deployment, key) if key else None
    if report is None:
        return render_page(request, "no_report.html", council=council, standard=declared)
    return _first_page(
        request, report, _location(report, council, has_accounts=deployment_of(request).settings.sign_in is not None)
    )


@router.get(ONE_REPORT)
def report_page(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> HTMLResponse:
    """Show exactly one report."""
    report, location = _requested_report(request, standard, sha256, rules_version, gss)
    return _first_page(request, report, location)


@router.get(ONE_REPORT + "/findings")
def findings_page(
    request: Request, standard: str, sha256: str, rules_version: str, gss: str,
    severity: str = "", code: str = "", column: str = "", new: str = "", sort: str = "kind", page: str = "1",
) -> HTMLResponse:  # fmt: skip
    """List the findings of a report, filtered by severity, code, column and whether this file opened them."""
    report, location = _requested_report(request, standard, sha256, rules_version, gss)
    return report_pages.findings_page(
        request, location, report.view, FindingFilter(severity, code, column, new, sort), number_in(page),
        lambda findings: opening_days(deployment_of(request), report.key, findings),
        finding_statuses(request, report.key), new_findings(deployment_of(request), report.key, report.view),
    )  # fmt: skip


@router.get(ONE_REPORT + "/rows")
def rows_page(
    request: Request, standard: str, sha256: str, rules_version: str, gss: str, line: str = "", column: str = ""
) -> HTMLResponse:
    """Show the published rows around a line."""
    report, location = _requested_report(request, standard, sha256, rules_version, gss)
    sheet = load_sheet(deployment_of(request), report)
    if sheet is None:
        raise HTTPException(404, "the file has no table, so there are no rows to show")
    view = report.view
    rows = rows_around(sheet, view.report, view.findings, number_in(line), column, view.key_column)
    return report_pages.rows_page(request, location, report.view, rows, finding_statuses(request, report.key))


@router.get(ONE_REPORT + "/map")
def points_page(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> HTMLResponse:
    """Show the points of a file on a map."""
    report, location = _requested_report(request, standard, sha256, rules_version, gss)
    return report_pages.points_page(request, location, report.view)


@router.get(ONE_REPORT + "/rules")
def outcomes_page(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> HTMLResponse:
    """Show the outcome of every rule."""
    report, location = _requested_report(request, standard, sha256, rules_version, gss)
    return report_pages.outcomes_page(request, location, report.view)


@router.get(ONE_REPORT + "/report.csv")
def download_csv(
    request: Request, standard: str, sha256: str, rules_version: str, gss: str,
    severity: str = "", code: str = "", column: str = "", new: str = "",
) -> Response:  # fmt: skip
    """Download the findings as CSV, all or filtered."""
    report, location = _requested_report(request, standard, sha256, rules_version, gss)
    only = FindingFilter(severity, code, column, new)
    opened = new_findings(deployment_of(request), report.key, report.view) if new else None
    return report_pages.findings_csv(location, report.view, _file_name(report), only, opened)


@router.get(ONE_REPORT + "/since.csv")
def download_issues_between_files(
    request: Request, standard: str, sha256: str, rules_version: str, gss: str
) -> Response:
    """Download what the rules over time found between a file and the previous one, as CSV."""
    report, location = _requested_report(request, standard, sha256, rules_version, gss)
    issues = issues_between_files(deployment_of(request), report.key)
    return report_pages.issues_between_files_csv(location, report.view, issues, _file_name(report))


@router.get(ONE_REPORT + "/report.json")
def download_json(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> Response:
    """Download the report as JSON."""
    report, location = _requested_report(request, standard, sha256, rules_version, gss)
    return report_pages.whole_report_json(location, report.view, _file_name(report))


@router.get(ONE_REPORT + "/report.xlsx")
def download_workbook(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> Response:
    """Download the report as a workbook with the cells marked."""
    report, location = _requested_report(request, standard, sha256, rules_version, gss)
    if len(report.view.report.issues) + report.view.report.rows <= SMALL:
        sheet = load_sheet(deployment_of(request), report)
        return report_pages.workbook(location, report.view, _file_name(report), sheet)
    file = _large_workbook(request, report)
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(report)}.xlsx"'}
    chunks = iter(lambda: file.read(CHUNK), b"")
    return StreamingResponse(chunks, media_type=XLSX, headers=headers, background=BackgroundTask(file.close))


def finding_statuses(request: Request, key: ReportKey) -> FindingStatuses:
    """Return which findings of a report are explained or waived today."""
    deployment = deployment_of(request)
    in_force = load_in_force(deployment, key.authority_gss, today(deployment))
    return load_finding_statuses(deployment, key, in_force.get(key.standard, ()))


def number_in(text: str) -> int:
    """Return the number in an address; 1 where it is not a number, since people edit addresses."""
    return int(text) if text.isdecimal() and len(text) < 12 else 1


def _first_page(request: Request, report: CollectedReport, location: ReportLocation) -> HTMLResponse:
    """Return the report's first page, rendered once for as long as nothing in it changes."""
    deployment = deployment_of(request)
    since = changes_since_last_file(deployment, report.key)
    statuses = finding_statuses(request, report.key)
    state = (report.key, report.file.last_on, since, statuses.explanations)
    cache_key = (deployment.settings.database, request.url.path, state)

    def render() -> bytes:
        between_files = statuses_between_files(deployment, report.key, statuses.explanations)
        page = report_pages.report_page(request, location, report.view, since, statuses, between_files)
        return bytes(page.body)

    return HTMLResponse(PAGE_CACHE.get(cache_key, render))


def _large_workbook(request: Request, report: CollectedReport) -> IO[bytes]:
    """Return the workbook of a large report, made by another process, in a file that is deleted once it is closed."""
    if not _WORKBOOK_TURNS.acquire(blocking=False):
        raise HTTPException(503, "several workbooks are being made at the moment: try again in a few minutes")
    maker = request.app.state.check_queue.workbook_maker
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.xlsx"
            maker.run(save_workbook, deployment_of(request).settings, report.key, path)
            return path.open("rb")
    except (ProcessDied, JobFailed) as error:
        if reason_of(error) is None:
            raise
        raise HTTPException(503, "the file is too large for a workbook: download the CSV instead") from error
    finally:
        _WORKBOOK_TURNS.release()


def _requested_report(
    request: Request, standard: str, sha256: str, rules_version: str, gss: str
) -> tuple[CollectedReport, ReportLocation]:
    """Return a report and where its pages are; raise 404 where there is none."""
    declared_standard(standard)
    council = _council(gss)
    report = load_collected_report(deployment_of(request), ReportKey(standard, sha256, rules_version, gss))
    if report is None:
        raise HTTPException(404, "there is no such report")
    return report, _location(report, council, has_accounts=deployment_of(request).settings.sign_in is not None)


def _council(gss: str) -> Authority:
    try:
        return registers.authority(gss)
    except LookupError as error:
        raise HTTPException(404, f"there is no authority {gss}") from error


def _location(report: CollectedReport, council: Authority, *, has_accounts: bool) -> ReportLocation:
    key, file = report.key, report.file
    source = f"/councils/{council.gss}/{key.standard}"
    parts = "/".join(quote(part, safe="") for part in (key.standard, key.sha256, key.rules_version, key.authority_gss))
    days = day_in_words(file.first_on)
    if file.last_on != file.first_on:
        days += f", last seen on {day_in_words(file.last_on)}"
    return ReportLocation(
        base=f"/reports/{parts}", publisher=council.name, file_name=file.file_name,
        crumbs=(
            {"text": "Home", "href": "/"}, {"text": "Councils", "href": "/councils"},
            {"text": council.name, "href": f"/councils/{council.gss}"},
            {"text": report.view.standard.title, "href": source},
        ),
        facts=(("Address", file.url), ("First collected", days)),
        notes={"newest": source, "check": f"/check?standard={key.standard}&authority={council.gss}"},
        explain=f"/work/sources/{key.standard}/{council.gss}/explain" if has_accounts else "",
    )  # fmt: skip


def _file_name(report: CollectedReport) -> str:
    return f"{report.key.standard}-{report.key.authority_gss}-{report.key.sha256[:8]}"
