"""Check a file before it is published: upload it or say where it is, and read the same report as on any other."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from plugins.deadlines import LONDON
from plugins.faults import SourceRefused
from plugins.fetching.addresses import endpoint
from plugins.portal import report_pages
from plugins.portal.checking import receive, work
from plugins.portal.checking.desk import KEPT, Busy, Desk
from plugins.portal.checking.one_check import OneCheck, Stage
from plugins.portal.checking.work import Asked
from plugins.portal.pages import day_in_words, here, page
from plugins.portal.report_pages import XLSX, Place
from plugins.portal.routes.reports import number_asked
from plugins.portal.shown.findings import Choice
from plugins.portal.shown.published_rows import rows_around
from plugins.portal.shown.reports import ShownReport
from plugins.portal.shown.today import today
from transforms import registers
from transforms.registers.finding import find
from transforms.standards import STANDARDS, standard

router = APIRouter(prefix="/check")
BAD_REQUEST, SEE_OTHER, TOO_LARGE, UNPROCESSABLE, BUSY = 400, 303, 413, 422, 503
REFRESH_SECONDS = 3
LONGEST_ADDRESS, LONGEST_NAME = 2000, 120
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Form:
    """What a visitor filled in."""

    standard: str = ""
    authority: str = ""
    address: str = ""


class Amiss(Exception):
    """Raised when a form can't be gone on with: the field, and what to do about it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


@router.get("")
def show_form(request: Request, standard: str = "", authority: str = "") -> HTMLResponse:
    """Show the form."""
    return _form(request, Form(standard, authority))


@router.post("")
async def take_file(request: Request) -> Response:
    """Take a file or the address of one."""
    visitor = request.client.host if request.client else ""
    try:
        with desk(request).arriving(visitor):
            async with asyncio.timeout(receive.SECONDS):
                sent = await receive.receive(request)
            try:
                one = await run_in_threadpool(_take, request, visitor, sent)
            finally:
                await sent.close()
    except Busy as busy:
        return _form(request, Form(), "", str(busy), BUSY)
    except receive.TooLarge:
        words = f"The file is larger than {_limit()}. Send fewer rows, or check it on your own computer"
        return _form(request, Form(), "file", words, TOO_LARGE)
    except (receive.NotAForm, TimeoutError):
        return _form(request, Form(), "file", "The file did not arrive whole: send it again", BAD_REQUEST)
    except Amiss as amiss:
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
    one = _check(request, token)
    async with request.form(max_files=0, max_fields=5) as sent:
        slug = str(sent.get("standard") or "")
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
        one.folder / work.WORKBOOK, media_type=XLSX, filename=f"{one.asked.standard}.xlsx", headers=PRIVATE
    )


def desk(request: Request) -> Desk:
    """Return the desk that takes files."""
    found: Desk = request.app.state.desk
    return found


def _take(request: Request, visitor: str, sent: Any) -> OneCheck:  # noqa: ANN401 - a form's values are text or files
    """Hand in what was sent; raise Amiss where something is wanting."""
    file, address = sent.get("file"), str(sent.get("address") or "").strip()
    has_file = isinstance(file, UploadFile) and bool(file.filename)
    slug = str(sent.get("standard") or "")
    if slug and slug not in {known.slug for known in STANDARDS}:
        raise Amiss("standard", "Select a standard from the list")
    gss = _authority(str(sent.get("authority") or ""))
    if has_file and address:
        raise Amiss("address", "Choose a file or give an address, not both")
    if not has_file and not address:
        raise Amiss("file", "Choose a file, or give the address of one")
    day = today(here(request))
    if has_file:
        name = file.filename.replace("\\", "/").rpartition("/")[2][:LONGEST_NAME]
        return desk(request).take(visitor, Asked(name, slug, gss, day), file.file)
    try:
        endpoint(address)
    except SourceRefused as error:
        raise Amiss("address", "Write an address that starts with http:// or https://") from error
    if len(address) > LONGEST_ADDRESS:
        raise Amiss("address", f"Write an address of at most {LONGEST_ADDRESS:,} letters")
    name = address.partition("?")[0].rstrip("/").rpartition("/")[2][:LONGEST_NAME]
    return desk(request).take(visitor, Asked(name or address[:LONGEST_NAME], slug, gss, day), None, address)


def _authority(words: str) -> str | None:
    """Return the GSS code of the council that somebody named, None where nobody was."""
    if not words.strip():
        return None
    try:
        return registers.authority(words).gss
    except LookupError:
        found = [one.authority for one in find(words) if one.authority.end_date is None]
    exact = [one for one in found if one.name.casefold() == words.strip().casefold()] or found
    if len(exact) == 1:
        return exact[0].gss
    if not exact:
        raise Amiss("authority", "We know no council of this name: write part of its name or its GSS code, or nothing")
    some = ", ".join(one.name for one in exact[:4]) + (" and others" if len(exact) > 4 else "")
    raise Amiss("authority", f"Several councils are called so ({some}): write the whole name or the GSS code")


def _check(request: Request, token: str) -> OneCheck:
    one = desk(request).find(token)
    if one is None:
        raise HTTPException(404, "there is no such report; a report on a checked file is deleted after an hour")
    return one


def _report(request: Request, token: str) -> tuple[Place, ShownReport, OneCheck]:
    """Return the report of a check that is ready, with where its pages are."""
    one = _check(request, token)
    if one.at is not Stage.READY:
        raise HTTPException(404, "the report is not there yet")
    shown = desk(request).shown(one)
    return _place(one, shown), shown, one


def _place(one: OneCheck, shown: ShownReport) -> Place:
    """Return where the pages of a checked file are, and what they say of it."""
    council = registers.authority(one.asked.authority_gss).name if one.asked.authority_gss else ""
    title = shown.standard.title
    recognised = ""
    if one.was_recognised and (best := one.candidates[0]):
        recognised = f"We took it for {title}: {best.recognised} of its {best.columns} columns are fields of it."
    return Place(
        base=f"/check/{one.token}", whose=council or "A file that you check", file_name=one.asked.name,
        crumbs=({"text": "Home", "href": "/"}, {"text": "Check a file", "href": "/check"}),
        facts=(("Address", one.address),) * bool(one.address) + (("Checked as at", day_in_words(one.asked.as_at)),),
        headers=PRIVATE,
        notes={"recognised": recognised, "check": "/check", "until": _until(one.deleted_at)},
    )  # fmt: skip


def _choose(request: Request, one: OneCheck, amiss: str = "") -> HTMLResponse:
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
    return page(
        request, "check.html", status=status, form=form, field=field, words=words, standards=STANDARDS,
        limit=_limit(), minutes=round(KEPT.total_seconds() / 60),
    )  # fmt: skip


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
