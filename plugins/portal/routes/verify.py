"""Verify a package: whoever has one sends it, and reads what the command says of it; nothing of it is kept."""

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse

from plugins.portal.pages import deployment_of, render_page
from plugins.portal.routes.checks import (
    BAD_REQUEST,
    BUSY,
    MEGABYTE,
    PRIVATE,
    TOO_LARGE,
    TOO_MANY,
    UNPROCESSABLE,
    check_queue,
)
from plugins.portal.upload_checks import receive
from plugins.portal.upload_checks.form import MAX_NAME, base_name
from plugins.portal.upload_checks.package_check import PackageCheck
from plugins.portal.upload_checks.rate_limits import Busy, visitor_at
from plugins.submissions.signing_keys import load_key_register

router = APIRouter(prefix="/verify")
FIELD = "package"
LISTED = 20  # sentences of one check


@router.get("")
def form_page(request: Request) -> HTMLResponse:
    """Show the form."""
    return _page(request)


@router.post("")
async def verify_package(request: Request) -> HTMLResponse:
    """Verify the package that was sent, and show a line for each check."""
    visitor = visitor_at(request.client.host if request.client else "")
    try:
        with check_queue(request).sending(visitor):
            async with asyncio.timeout(receive.SECONDS):
                form_data = await receive.receive(request)
            try:
                check = await run_in_threadpool(_verify, request, visitor, form_data)
            finally:
                await form_data.close()
    except Busy as busy:
        await receive.drain(request)
        response = _page(request, [str(busy)], TOO_MANY if busy.is_too_many else BUSY)
        response.headers["Retry-After"] = str(busy.seconds)
        return response
    except receive.TooLarge:
        words = f"The package must be {receive.MAX_BYTES // MEGABYTE:,} MB or smaller. Use the command instead"
        return _page(request, [words], TOO_LARGE)
    except (receive.NotAForm, TimeoutError):
        return _page(request, ["The whole package did not arrive. Send it again"], BAD_REQUEST)
    if check is None:
        return _page(request, ["Select a package"], UNPROCESSABLE)
    response = render_page(request, "verified.html", check=check, listed=LISTED)
    response.headers.update(PRIVATE)
    return response


def _verify(request: Request, visitor: str, form_data: FormData) -> PackageCheck | None:
    """Return what verifying the file of a form came to; None where there is no file."""
    upload = form_data.get(FIELD)
    if not isinstance(upload, UploadFile) or not upload.filename:
        return None
    keys = load_key_register(deployment_of(request).archive)
    name = base_name(upload.filename)[:MAX_NAME]
    return check_queue(request).verify(visitor, name, upload.file, keys)


def _page(request: Request, problems: Sequence[str] = (), status: int = 200) -> HTMLResponse:
    limit = f"{receive.MAX_BYTES // MEGABYTE:,} MB"
    return render_page(request, "verify.html", status=status, field=FIELD, problems=problems, limit=limit)
