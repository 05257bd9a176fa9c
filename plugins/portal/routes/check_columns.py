"""The columns of a file that somebody checks: say which is which field, see the report again, download the mapping."""

import asyncio

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from plugins.portal.pages import render_page
from plugins.portal.report_pages import CSV
from plugins.portal.routes.checks import (
    PRIVATE,
    SEE_OTHER,
    TOO_LARGE,
    TOO_MANY,
    UNPROCESSABLE,
    check_queue,
    requested_report,
)
from plugins.portal.upload_checks import receive
from plugins.portal.upload_checks.rate_limits import Busy
from plugins.portal.upload_checks.upload_check import UploadCheck
from plugins.portal.views.column_choices import ColumnChoices, column_choices
from transforms.standardise import write_mapping

router = APIRouter(prefix="/check")


@router.get("/{token}/columns")
def columns_page(request: Request, token: str) -> HTMLResponse:
    """Show the columns, each with the field that it is read as or may be."""
    check, choices = _requested_choices(request, token)
    return _page(request, check, choices)


@router.post("/{token}/columns")
async def choose_columns(request: Request, token: str) -> Response:
    """Check the file again, its columns read as the visitor says."""
    check, choices = await run_in_threadpool(_requested_choices, request, token)
    try:
        async with asyncio.timeout(receive.SECONDS):
            words = await receive.receive_words(request)
        mapping = choices.mapping(words)
        with check_queue(request).sending(check.visitor):
            again = await run_in_threadpool(check_queue(request).check_again, check, mapping)
    except (receive.TooLarge, TimeoutError) as error:
        raise HTTPException(TOO_LARGE, "the request is larger than this form can be") from error
    except ValueError as error:
        return _page(request, check, choices, str(error), UNPROCESSABLE)
    except Busy as busy:
        return _page(request, check, choices, str(busy), TOO_MANY)
    except FileNotFoundError as error:
        raise HTTPException(404, "the file has been deleted: send it again", PRIVATE) from error
    return RedirectResponse(f"/check/{again.token}", SEE_OTHER, headers=PRIVATE)


@router.get("/{token}/columns.csv")
def download_columns(request: Request, token: str) -> Response:
    """Download which column is read as which field, as `council-returns check --columns` takes it."""
    _, view, check = requested_report(request, token)
    headers = {"Content-Disposition": f'attachment; filename="{check.request.standard}-columns.csv"', **PRIVATE}
    columns = {published: field for field, published in view.report.columns.items()}
    return Response(write_mapping(columns), media_type=CSV, headers=headers)


@router.post("/{token}/deletion")
def delete_check(request: Request, token: str) -> Response:
    """Delete a file and its report before their hour is over."""
    _, _, check = requested_report(request, token)
    check_queue(request).delete(check)
    return RedirectResponse("/check", SEE_OTHER, headers=PRIVATE)


def _requested_choices(request: Request, token: str) -> tuple[UploadCheck, ColumnChoices]:
    """Return a check that is ready and whose file is kept, and what a visitor may choose for its columns."""
    _, view, check = requested_report(request, token)
    if not check.has_file:
        raise HTTPException(404, "the file has been deleted: send it again", PRIVATE)
    return check, column_choices(view, check_queue(request).sheet(check))


def _page(
    request: Request, check: UploadCheck, choices: ColumnChoices, error: str = "", status: int = 200
) -> HTMLResponse:
    response = render_page(request, "check_columns.html", status=status, check=check, choices=choices, error=error)
    response.headers.update(PRIVATE)
    return response
