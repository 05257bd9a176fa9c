"""Reports on collected files: always the latest of a source, and exactly one by the hash of its file."""

import tempfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.background import BackgroundTask
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from plugins.portal import report_pages
from plugins.portal.cache import SizedCache
from plugins.portal.pages import day_in_words, here, page
from plugins.portal.report_pages import XLSX, Place
from plugins.portal.routes.standards import declared_standard
from plugins.portal.views.changes_since_last_file import beside_before, issues_between_files, opened_on
from plugins.portal.views.collected_reports import Collected, bind_collected, collected, latest, published
from plugins.portal.views.findings import Choice
from plugins.portal.views.published_rows import rows_around
from plugins.storage.warehouse.reports import ReportKey
from transforms import registers
from transforms.domain.authority import Authority

router = APIRouter()
SMALL = 20_000  # rows and findings: their workbook takes a second or two
PIECE = 256 * 1024
PAGES: SizedCache[bytes] = SizedCache(50_000_000, len)
_BINDING = BoundedSemaphore(3)
ONE = "/reports/{standard}/{sha256}/{rules_version}/{gss}"


@router.get("/councils/{gss}/{standard}")
def show_latest(request: Request, gss: str, standard: str) -> Response:
    """Show the newest report of a source."""
    council, declared = _council(gss), declared_standard(standard)
    if council.gss != gss:
        return RedirectResponse(f"/councils/{council.gss}/{standard}")
    key = latest(here(request), standard, council.gss)
    one = collected(here(request), key) if key else None
    if one is None:
        return page(request, "no_report.html", council=council, standard=declared)
    return _first_page(request, one, _place(one, council))


@router.get(ONE)
def show_exactly(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> HTMLResponse:
    """Show exactly one report."""
    one, place = _one(request, standard, sha256, rules_version, gss)
    return _first_page(request, one, place)


@router.get(ONE + "/findings")
def show_findings(
    request: Request, standard: str, sha256: str, rules_version: str, gss: str,
    severity: str = "", code: str = "", column: str = "", page: str = "1",
) -> HTMLResponse:  # fmt: skip
    """Show the findings of a report, chosen by severity, code and column."""
    one, place = _one(request, standard, sha256, rules_version, gss)
    return report_pages.show_findings(
        request, place, one.shown, Choice(severity, code, column), number_asked(page),
        lambda found: opened_on(here(request), one.key, found),
    )  # fmt: skip


@router.get(ONE + "/rows")
def show_rows(
    request: Request, standard: str, sha256: str, rules_version: str, gss: str, line: str = ""
) -> HTMLResponse:
    """Show the published rows around a line."""
    one, place = _one(request, standard, sha256, rules_version, gss)
    sheet = published(here(request), one)
    if sheet is None:
        raise HTTPException(404, "the file holds no table, so there are no rows to show")
    asked = number_asked(line)
    return report_pages.show_rows(
        request, place, one.shown, rows_around(sheet, one.shown.report, one.shown.findings, asked)
    )


@router.get(ONE + "/rules")
def show_outcomes(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> HTMLResponse:
    """Show what became of every rule."""
    one, place = _one(request, standard, sha256, rules_version, gss)
    return report_pages.show_outcomes(request, place, one.shown)


@router.get(ONE + "/report.csv")
def give_csv(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> Response:
    """Give the findings as CSV."""
    one, place = _one(request, standard, sha256, rules_version, gss)
    return report_pages.give_csv(place, one.shown, _name(one))


@router.get(ONE + "/since.csv")
def give_between(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> Response:
    """Give as CSV what the rules over time found between a file and the one before it."""
    one, place = _one(request, standard, sha256, rules_version, gss)
    return report_pages.give_between(place, issues_between_files(here(request), one.key), _name(one))


@router.get(ONE + "/report.json")
def give_json(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> Response:
    """Give the report as JSON."""
    one, place = _one(request, standard, sha256, rules_version, gss)
    return report_pages.give_json(place, one.shown, _name(one))


@router.get(ONE + "/report.xlsx")
def give_workbook(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> Response:
    """Give the report as a workbook with the cells marked."""
    one, place = _one(request, standard, sha256, rules_version, gss)
    if len(one.shown.report.issues) + one.shown.report.rows <= SMALL:
        return report_pages.give_workbook(place, one.shown, _name(one), published(here(request), one))
    file = _bound(request, one)
    said = {"Content-Disposition": f'attachment; filename="{_name(one)}.xlsx"'}
    pieces = iter(lambda: file.read(PIECE), b"")
    return StreamingResponse(pieces, media_type=XLSX, headers=said, background=BackgroundTask(file.close))


def number_asked(text: str) -> int:
    """Return a number from an address; 1 where it is none, since people edit addresses."""
    return int(text) if text.isdecimal() and len(text) < 12 else 1


def _first_page(request: Request, one: Collected, place: Place) -> HTMLResponse:
    """Return the report's first page, put into words once for as long as nothing of it has changed."""
    beside = beside_before(here(request), one.key)
    named = (here(request).settings.database, request.url.path, one.key, one.file.last_on, beside)
    return HTMLResponse(
        PAGES.get(named, lambda: bytes(report_pages.show_report(request, place, one.shown, beside).body))
    )


def _bound(request: Request, one: Collected) -> IO[bytes]:
    """Return the workbook of a large report, made by a process of its own, in a file that is gone once it is closed."""
    if not _BINDING.acquire(blocking=False):
        raise HTTPException(503, "Many workbooks are being made just now. Try again in a few minutes.")
    binder = request.app.state.desk.binder
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.xlsx"
            binder.do(bind_collected, here(request).settings, one.key, path)
            return path.open("rb")
    except BrokenProcessPool as error:
        binder.end()
        raise HTTPException(503, "No workbook could be made of so large a file: download the CSV instead.") from error
    finally:
        _BINDING.release()


def _one(request: Request, standard: str, sha256: str, rules_version: str, gss: str) -> tuple[Collected, Place]:
    """Return a report and where it is, or say that there is none."""
    declared_standard(standard)
    council = _council(gss)
    one = collected(here(request), ReportKey(standard, sha256, rules_version, gss))
    if one is None:
        raise HTTPException(404, "there is no such report")
    return one, _place(one, council)


def _council(gss: str) -> Authority:
    try:
        return registers.authority(gss)
    except LookupError as error:
        raise HTTPException(404, f"there is no authority {gss}") from error


def _place(one: Collected, council: Authority) -> Place:
    key, file = one.key, one.file
    source = f"/councils/{council.gss}/{key.standard}"
    parts = "/".join(quote(part, safe="") for part in (key.standard, key.sha256, key.rules_version, key.authority_gss))
    days = day_in_words(file.first_on)
    if file.last_on != file.first_on:
        days += f", last seen on {day_in_words(file.last_on)}"
    return Place(
        base=f"/reports/{parts}", whose=council.name, file_name=file.file_name,
        crumbs=(
            {"text": "Home", "href": "/"}, {"text": "Councils", "href": "/councils"},
            {"text": council.name, "href": f"/councils/{council.gss}"},
            {"text": one.shown.standard.title, "href": source},
        ),
        facts=(("Address", file.url), ("First collected", days)),
        notes={"latest": source, "check": f"/check?standard={key.standard}&authority={council.gss}"},
    )  # fmt: skip


def _name(one: Collected) -> str:
    return f"{one.key.standard}-{one.key.authority_gss}-{one.key.sha256[:8]}"
