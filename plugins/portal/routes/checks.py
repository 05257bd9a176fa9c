"""Check a file before it is published: upload it or give its address, and read the same report as on any other file."""

import asyncio
from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from plugins.portal import report_pages
from plugins.portal.pages import day_in_words, deployment_of, render_page, sentence
from plugins.portal.report_pages import XLSX, ReportLocation
from plugins.portal.routes.reports import number_in
from plugins.portal.upload_checks import receive, worker_tasks
from plugins.portal.upload_checks.form import LINKED_STANDARDS, Form, FormError, parse_form
from plugins.portal.upload_checks.queue import KEEP_REPORT, CheckQueue
from plugins.portal.upload_checks.rate_limits import Busy, visitor_at
from plugins.portal.upload_checks.upload_check import Stage, UploadCheck
from plugins.portal.views.findings import FindingFilter
from plugins.portal.views.published_rows import rows_around
from plugins.portal.views.reports import ReportView
from plugins.portal.views.today import today
from transforms import registers
from transforms.render.report_words.counts import counted
from transforms.rounds.deadlines import LONDON
from transforms.snapshots.linking import linked_standards
from transforms.standards import STANDARDS, standard

router = APIRouter(prefix="/check")
SEE_OTHER, BAD_REQUEST, TOO_LARGE, UNPROCESSABLE, TOO_MANY, BUSY = 303, 400, 413, 422, 429, 503
REFRESH_SECONDS = 3
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
MEGABYTE = 1_000_000


@router.get("")
def form_page(request: Request, standard: str = "", authority: str = "") -> HTMLResponse:
    """Show the form."""
    return _form(request, Form(standard, authority))


@router.post("")
async def submit_file(request: Request) -> Response:
    """Accept a file, or the address of one."""
    visitor = visitor_at(request.client.host if request.client else "")
    try:
        with check_queue(request).sending(visitor):
            async with asyncio.timeout(receive.SECONDS):
                form_data = await receive.receive(request)
            try:
                parsed = await run_in_threadpool(parse_form, form_data, today(deployment_of(request)))
                check = await run_in_threadpool(check_queue(request).submit, visitor, *parsed)
            finally:
                await form_data.close()
    except Busy as busy:
        await receive.drain(request)
        response = _form(request, Form(), "", str(busy), TOO_MANY if busy.is_too_many else BUSY)
        response.headers["Retry-After"] = str(busy.seconds)
        return response
    except receive.TooLarge:
        words = f"The file must be {_limit()} or smaller. Send fewer rows, or check it on your own computer"
        return _form(request, Form(), "file", words, TOO_LARGE)
    except (receive.NotAForm, TimeoutError):
        return _form(request, Form(), "file", "The whole file did not arrive. Send it again", BAD_REQUEST)
    except FormError as error:
        filled_in = Form(*(str(form_data.get(name) or "") for name in ("standard", "authority", "address")))
        return _form(request, filled_in, error.field, error.words, UNPROCESSABLE)
    return RedirectResponse(f"/check/{check.token}", SEE_OTHER, headers=PRIVATE)


@router.get("/{token}")
def check_page(request: Request, token: str) -> Response:
    """Show how far a check has got, or its report."""
    check = _requested_check(request, token)
    if check.reached is Stage.READY:
        view = check_queue(request).view(check)
        return report_pages.report_page(request, _location(check, view), view)
    if check.reached is Stage.FAILED:
        return _private(render_page(request, "check_failed.html", check=check))
    if check.reached is Stage.CHOOSING:
        return _choice_page(request, check)
    before = check_queue(request).number_before(check)
    response = render_page(request, "check_waiting.html", check=check, before=before, seconds=REFRESH_SECONDS)
    response.headers["Refresh"] = str(REFRESH_SECONDS)
    return _private(response)


@router.post("/{token}")
async def choose_standard(request: Request, token: str) -> Response:
    """Continue with a file whose standard the visitor has now finding_filter."""
    check = _requested_check(request, token)
    try:
        slug = (await receive.receive_words(request)).get("standard", "")
    except receive.TooLarge as error:
        raise HTTPException(TOO_LARGE, "the request is larger than this form can be") from error
    if slug not in {declared.slug for declared in STANDARDS}:
        return _choice_page(request, check, "Select the standard that the file should follow")
    check_queue(request).choose_standard(check, slug)
    return RedirectResponse(f"/check/{token}", SEE_OTHER, headers=PRIVATE)


@router.get("/{token}/findings")
def findings_page(
    request: Request,
    token: str,
    severity: str = "",
    code: str = "",
    column: str = "",
    sort: str = "kind",
    page: str = "1",
) -> HTMLResponse:
    """List the findings, filtered by severity, code and column."""
    location, view, _ = requested_report(request, token)
    finding_filter = FindingFilter(severity, code, column, sort=sort)
    return report_pages.findings_page(request, location, view, finding_filter, number_in(page))


@router.get("/{token}/rows")
def rows_page(request: Request, token: str, line: str = "", column: str = "") -> HTMLResponse:
    """Show the published rows around a line."""
    location, view, check = requested_report(request, token)
    sheet = check_queue(request).sheet(check)
    if sheet is None:
        raise HTTPException(404, "the file has no table, so there are no rows to show")
    rows = rows_around(sheet, view.report, view.findings, number_in(line), column, view.key_column)
    return report_pages.rows_page(request, location, view, rows)


@router.get("/{token}/map")
def points_page(request: Request, token: str) -> HTMLResponse:
    """Show the points of the file on a map."""
    location, view, _ = requested_report(request, token)
    return report_pages.points_page(request, location, view)


@router.get("/{token}/rules")
def outcomes_page(request: Request, token: str) -> HTMLResponse:
    """Show the outcome of every rule."""
    location, view, _ = requested_report(request, token)
    return report_pages.outcomes_page(request, location, view)


@router.get("/{token}/report.csv")
def download_csv(request: Request, token: str, severity: str = "", code: str = "", column: str = "") -> Response:
    """Download the findings as CSV, all or filtered."""
    location, view, check = requested_report(request, token)
    return report_pages.findings_csv(location, view, check.request.standard, FindingFilter(severity, code, column))


@router.get("/{token}/report.json")
def download_json(request: Request, token: str) -> Response:
    """Download the report as JSON."""
    location, view, check = requested_report(request, token)
    return report_pages.whole_report_json(location, view, check.request.standard)


@router.get("/{token}/report.xlsx")
def download_workbook(request: Request, token: str) -> Response:
    """Download the workbook once it has been made; until then, show that it is being made."""
    _, _, check = requested_report(request, token)
    if check.has_no_workbook:
        raise HTTPException(404, "the file is too large for a workbook: download the findings as CSV instead")
    if not check.has_workbook:
        response = render_page(request, "check_workbook.html", check=check)
        response.headers["Refresh"] = str(REFRESH_SECONDS)
        return _private(response)
    name = f"{check.request.standard}.xlsx"
    return FileResponse(check.folder / worker_tasks.WORKBOOK, media_type=XLSX, filename=name, headers=PRIVATE)


def check_queue(request: Request) -> CheckQueue:
    """Return the queue that files are submitted to."""
    queue: CheckQueue = request.app.state.check_queue
    return queue


def _requested_check(request: Request, token: str) -> UploadCheck:
    check = check_queue(request).find(token)
    if check is None:
        detail = "a report on a file that you check is deleted after an hour, or when the service restarts"
        raise HTTPException(404, detail, PRIVATE)
    return check


def requested_report(request: Request, token: str) -> tuple[ReportLocation, ReportView, UploadCheck]:
    """Return the report of a check that is ready, and where its pages are."""
    check = _requested_check(request, token)
    if check.reached is not Stage.READY:
        raise HTTPException(404, "the report is not ready yet", PRIVATE)
    view = check_queue(request).view(check)
    return _location(check, view), view, check


def _location(check: UploadCheck, view: ReportView) -> ReportLocation:
    """Return where the pages of a checked file are, and what they show of the file."""
    authority_gss = check.request.authority_gss
    return ReportLocation(
        base=f"/check/{check.token}",
        publisher=registers.authority(authority_gss).name if authority_gss else "A file that you are checking",
        file_name=check.request.name,
        crumbs=({"text": "Home", "href": "/"}, {"text": "Check a file", "href": "/check"}),
        facts=(
            *(("Address", check.address),) * bool(check.address),
            ("Checked as at", day_in_words(check.request.as_at)),
            *(("Columns as you said", _mapping_in_words(check)),) * bool(check.request.columns),
            *((f"References compared with {standard(slug).title}", name) for slug, name in _linked_files(check)),
        ),
        headers=PRIVATE,
        notes={
            "recognised": _recognised(check, view),
            "check": "/check",
            "until": _until(check.deleted_at),
            "has_file": check.has_file,
        },
    )


def _recognised(check: UploadCheck, view: ReportView) -> str:
    """Return how the standard of a file was recognised, in words; blank where a visitor chose another."""
    if not check.was_recognised:
        return ""
    best = check.candidates[0]
    return (
        f"We recognised this as a {view.standard.title} file: "
        f"{best.recognised} of its {counted(best.columns, 'column')} match the standard."
    )


def _mapping_in_words(check: UploadCheck) -> str:
    """Return the fields that a visitor has chosen for columns."""
    return "; ".join(f"“{name}” is {field}" for name, field in check.request.columns.items())


def _linked_files(check: UploadCheck) -> list[tuple[str, str]]:
    """Return the linked files that a check used: the standard and the name of each."""
    slugs = linked_standards(standard(check.request.standard))
    return [(slug, name) for slug, name in check.request.linked.items() if slug in slugs]


def _choice_page(request: Request, check: UploadCheck, error: str = "") -> HTMLResponse:
    """List the standards, the likeliest first, for the visitor to choose from."""
    candidates = {candidate.standard: candidate for candidate in check.candidates}
    others = [other for other in STANDARDS if other.slug not in candidates]
    choices = [*(standard(slug) for slug in candidates), *sorted(others, key=lambda other: other.title)]
    response = render_page(
        request, "check_choose.html", status=UNPROCESSABLE if error else 200, check=check, choices=choices,
        candidates=candidates, error=error, until=_until(check.deleted_at),
    )  # fmt: skip
    return _private(response)


def _form(request: Request, form: Form, field: str = "", words: str = "", status: int = 200) -> HTMLResponse:
    by_slug = {declared.slug: declared for declared in STANDARDS}
    linked = linked_standards(by_slug[form.standard]) if form.standard in by_slug else LINKED_STANDARDS
    return render_page(
        request, "check.html", status=status, form=form, field=field, words=words, standards=STANDARDS,
        limit=_limit(), minutes=round(KEEP_REPORT.total_seconds() / 60),
        linked=[(worker_tasks.linked_file(slug), by_slug[slug], _referring_standards(slug)) for slug in linked],
        is_linking=form.standard in by_slug or field.startswith("linked-"),
    )  # fmt: skip


def _referring_standards(slug: str) -> str:
    """Return the titles of the standards whose records refer to records of one."""
    return sentence(declared.title for declared in STANDARDS if slug in linked_standards(declared))


def _private(response: HTMLResponse) -> HTMLResponse:
    """Keep a response out of caches and search engines: only people with its address may see it."""
    response.headers.update(PRIVATE)
    return response


def _limit() -> str:
    return f"{receive.MAX_BYTES // MEGABYTE:,} MB"


def _until(moment: datetime | None) -> str:
    """Return a time in England as GOV.UK writes it: 3:05pm."""
    if moment is None:
        return ""
    in_london = moment.astimezone(LONDON)
    return f"{in_london:%I:%M%p}".lstrip("0").lower()
