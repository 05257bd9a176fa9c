"""Check a file before it is published: upload it or say where it is, and read the same report as on any other."""

import asyncio
from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from plugins.pipeline.schedules.deadlines import LONDON
from plugins.portal import report_pages
from plugins.portal.pages import day_in_words, here, page, sentence
from plugins.portal.report_pages import XLSX, Place
from plugins.portal.routes.reports import number_asked
from plugins.portal.upload_checks import receive, worker_tasks
from plugins.portal.upload_checks.form import LINKED, Form, FormError, filled_in
from plugins.portal.upload_checks.queue import KEPT, CheckQueue
from plugins.portal.upload_checks.rate_limits import Busy, visitor_at
from plugins.portal.upload_checks.upload_check import Stage, UploadCheck
from plugins.portal.views.findings import Choice
from plugins.portal.views.published_rows import rows_around
from plugins.portal.views.reports import ReportView
from plugins.portal.views.today import today
from transforms import registers
from transforms.snapshots.linking import linked_standards
from transforms.standards import STANDARDS, standard

router = APIRouter(prefix="/check")
SEE_OTHER, BAD_REQUEST, FORBIDDEN, TOO_LARGE, UNPROCESSABLE, TOO_MANY, BUSY = 303, 400, 403, 413, 422, 429, 503
OWN = ("same-origin", "none")  # what a browser says of a form of our own
REFRESH_SECONDS = 3
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
MEGABYTE = 1_000_000


@router.get("")
def show_form(request: Request, standard: str = "", authority: str = "") -> HTMLResponse:
    """Show the form."""
    return _form(request, Form(standard, authority))


@router.post("")
async def take_file(request: Request) -> Response:
    """Take a file or the address of one."""
    _only_own(request)
    visitor = visitor_at(request.client.host if request.client else "")
    try:
        with desk(request).arriving(visitor):
            async with asyncio.timeout(receive.SECONDS):
                sent = await receive.receive(request)
            try:
                asked = await run_in_threadpool(filled_in, sent, today(here(request)))
                one = await run_in_threadpool(desk(request).take, visitor, *asked)
            finally:
                await sent.close()
    except Busy as busy:
        await receive.drop(request)
        answer = _form(request, Form(), "", str(busy), TOO_MANY if busy.is_too_many else BUSY)
        answer.headers["Retry-After"] = str(busy.seconds)
        return answer
    except receive.TooLarge:
        words = f"The file is larger than {_limit()}. Send fewer rows, or check it on your own computer"
        return _form(request, Form(), "file", words, TOO_LARGE)
    except (receive.NotAForm, TimeoutError):
        return _form(request, Form(), "file", "The file did not arrive whole: send it again", BAD_REQUEST)
    except FormError as amiss:
        said = Form(*(str(sent.get(name) or "") for name in ("standard", "authority", "address")))
        return _form(request, said, amiss.field, amiss.words, UNPROCESSABLE)
    return RedirectResponse(f"/check/{one.token}", SEE_OTHER, headers=PRIVATE)


@router.get("/{token}")
def show_check(request: Request, token: str) -> Response:
    """Show how far a check is, or its report."""
    one = _check(request, token)
    if one.at is Stage.READY:
        shown = desk(request).shown(one)
        return report_pages.show_report(request, _place(one, shown), shown)
    if one.at is Stage.FAILED:
        return _said(page(request, "check_failed.html", check=one))
    if one.at is Stage.CHOOSING:
        return _choose(request, one)
    answer = page(request, "check_waiting.html", check=one, before=desk(request).before(one), seconds=REFRESH_SECONDS)
    answer.headers["Refresh"] = str(REFRESH_SECONDS)
    return _said(answer)


@router.post("/{token}")
async def choose_standard(request: Request, token: str) -> Response:
    """Go on with a file whose standard the visitor has now chosen."""
    _only_own(request)
    one = _check(request, token)
    try:
        slug = (await receive.receive_words(request)).get("standard", "")
    except receive.TooLarge as error:
        raise HTTPException(TOO_LARGE, "more was sent than the form holds") from error
    if slug not in {known.slug for known in STANDARDS}:
        return _choose(request, one, "Select the standard that the file should follow")
    desk(request).choose(one, slug)
    return RedirectResponse(f"/check/{token}", SEE_OTHER, headers=PRIVATE)


@router.get("/{token}/findings")
def show_findings(
    request: Request, token: str, severity: str = "", code: str = "", column: str = "", page: str = "1"
) -> HTMLResponse:
    """Show the findings, chosen by severity, code and column."""
    place, shown, _ = _report(request, token)
    return report_pages.show_findings(request, place, shown, Choice(severity, code, column), number_asked(page))


@router.get("/{token}/rows")
def show_rows(request: Request, token: str, line: str = "") -> HTMLResponse:
    """Show the published rows around a line."""
    place, shown, one = _report(request, token)
    sheet = desk(request).rows(one)
    if sheet is None:
        raise HTTPException(404, "the file holds no table, so there are no rows to show")
    around = rows_around(sheet, shown.report, shown.findings, number_asked(line))
    return report_pages.show_rows(request, place, shown, around)


@router.get("/{token}/rules")
def show_outcomes(request: Request, token: str) -> HTMLResponse:
    """Show what became of every rule."""
    place, shown, _ = _report(request, token)
    return report_pages.show_outcomes(request, place, shown)


@router.get("/{token}/report.csv")
def give_csv(request: Request, token: str) -> Response:
    """Give the findings as CSV."""
    place, shown, one = _report(request, token)
    return report_pages.give_csv(place, shown, one.asked.standard)


@router.get("/{token}/report.json")
def give_json(request: Request, token: str) -> Response:
    """Give the report as JSON."""
    place, shown, one = _report(request, token)
    return report_pages.give_json(place, shown, one.asked.standard)


@router.get("/{token}/report.xlsx")
def give_workbook(request: Request, token: str) -> Response:
    """Give the workbook once it has been made; until then, say that it is being made."""
    _, _, one = _report(request, token)
    if one.has_no_workbook:
        raise HTTPException(404, "no workbook could be made of so large a file: download the findings as CSV instead")
    if not one.has_workbook:
        answer = page(request, "check_workbook.html", check=one)
        answer.headers["Refresh"] = str(REFRESH_SECONDS)
        return _said(answer)
    return FileResponse(
        one.folder / worker_tasks.WORKBOOK, media_type=XLSX, filename=f"{one.asked.standard}.xlsx", headers=PRIVATE
    )


def desk(request: Request) -> CheckQueue:
    """Return the desk that takes files."""
    found: CheckQueue = request.app.state.desk
    return found


def _only_own(request: Request) -> None:
    """Refuse what another web site makes a visitor's browser send, in her name and to her account of files."""
    if request.headers.get("sec-fetch-site", OWN[0]) not in OWN:
        raise HTTPException(FORBIDDEN, "this was sent from another web site: fill in the form here")


def _check(request: Request, token: str) -> UploadCheck:
    one = desk(request).find(token)
    if one is None:
        words = "a report on a checked file is deleted after an hour, or when the service is started again"
        raise HTTPException(404, words, PRIVATE)
    return one


def _report(request: Request, token: str) -> tuple[Place, ReportView, UploadCheck]:
    """Return the report of a check that is ready, with where its pages are."""
    one = _check(request, token)
    if one.at is not Stage.READY:
        raise HTTPException(404, "the report is not there yet", PRIVATE)
    shown = desk(request).shown(one)
    return _place(one, shown), shown, one


def _place(one: UploadCheck, shown: ReportView) -> Place:
    """Return where the pages of a checked file are, and what they say of it."""
    council = registers.authority(one.asked.authority_gss).name if one.asked.authority_gss else ""
    title = shown.standard.title
    recognised = ""
    if one.was_recognised and (best := one.candidates[0]):
        recognised = f"We took it for {title}: {best.recognised} of its {best.columns} columns are fields of it."
    return Place(
        base=f"/check/{one.token}", whose=council or "A file that you check", file_name=one.asked.name,
        crumbs=({"text": "Home", "href": "/"}, {"text": "Check a file", "href": "/check"}),
        facts=(
            *(("Address", one.address),) * bool(one.address), ("Checked as at", day_in_words(one.asked.as_at)),
            *((f"References held against {standard(slug).title}", name) for slug, name in _linked_with(one)),
        ),
        headers=PRIVATE,
        notes={"recognised": recognised, "check": "/check", "until": _until(one.deleted_at)},
    )  # fmt: skip


def _linked_with(one: UploadCheck) -> list[tuple[str, str]]:
    """Return the linked files that a check used, with their standards."""
    wanted = linked_standards(standard(one.asked.standard))
    return [(slug, name) for slug, name in one.asked.linked.items() if slug in wanted]


def _choose(request: Request, one: UploadCheck, amiss: str = "") -> HTMLResponse:
    """Show the standards, the likeliest first, for the visitor to choose from."""
    known = {found.standard: found for found in one.candidates}
    others = [other for other in STANDARDS if other.slug not in known]
    ordered = [*(standard(slug) for slug in known), *sorted(others, key=lambda other: other.title)]
    answer = page(
        request, "check_choose.html", status=UNPROCESSABLE if amiss else 200, check=one, ordered=ordered, known=known,
        amiss=amiss, until=_until(one.deleted_at),
    )  # fmt: skip
    return _said(answer)


def _form(request: Request, form: Form, field: str = "", words: str = "", status: int = 200) -> HTMLResponse:
    known = {one.slug: one for one in STANDARDS}
    linked = linked_standards(known[form.standard]) if form.standard in known else LINKED
    return page(
        request, "check.html", status=status, form=form, field=field, words=words, standards=STANDARDS,
        limit=_limit(), minutes=round(KEPT.total_seconds() / 60),
        linked=[(worker_tasks.linked_file(slug), known[slug], _referring(slug)) for slug in linked],
        is_linking=form.standard in known or field.startswith("linked-"),
    )  # fmt: skip


def _referring(slug: str) -> str:
    """Return the titles of the standards whose records name records of one."""
    return sentence(one.title for one in STANDARDS if slug in linked_standards(one))


def _said(answer: HTMLResponse) -> HTMLResponse:
    answer.headers.update(PRIVATE)
    return answer


def _limit() -> str:
    return f"{receive.LIMIT // MEGABYTE:,} MB"


def _until(moment: datetime | None) -> str:
    """Return a time as people in England read it: 3:05pm."""
    if moment is None:
        return ""
    there = moment.astimezone(LONDON)
    return f"{there:%I:%M%p}".lstrip("0").lower()
