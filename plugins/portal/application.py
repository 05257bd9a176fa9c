"""The portal as an ASGI application, without accounts: everything in it is public.

Source: docs/architecture.md, "The portal"; GOV.UK Frontend 6.3.0 without crown and typeface, for this is not GOV.UK.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response

from plugins.faults import ArchiveUnavailable, WarehouseUnavailable
from plugins.portal import pages
from plugins.portal.api import ROUTERS as MACHINES
from plugins.portal.api.dataset_builder import Maker
from plugins.portal.routes import ROUTERS
from plugins.portal.upload_checks.queue import CheckQueue
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment

STATIC = Path(__file__).parent / "static"
# No script and no style from elsewhere, and none written into a page but the one line that says scripts run.
SCRIPT_HASH = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' {script_hash}; style-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors {framed_by}; object-src 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
NOT_FOUND, UNREADABLE, SERVER_ERROR, AWAY = 404, 422, 500, 503
# What is downloaded comes as it is kept: its length, its ranges and its ETag are those of the bytes themselves.
NOT_COMPRESSED = ("text/csv", "application/*", "image/*")


def create_application(settings: Settings | None = None) -> FastAPI:
    """Return the portal of a deployment: that of `settings`, or the one that the environment names."""

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        with (
            open_deployment(settings) as here,
            closing(CheckQueue(here.settings)) as desk,
            closing(Maker(here.settings)) as maker,
        ):
            application.state.here, application.state.desk, application.state.maker = here, desk, maker
            yield

    application = FastAPI(
        title="council-returns", version="1", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    for router in (*MACHINES, *ROUTERS):  # /councils/{gss}/feed.atom before /councils/{gss}/{standard}
        application.include_router(router)
    for route in application.routes:
        if isinstance(route, APIRoute) and "GET" in route.methods:
            route.methods.add("HEAD")
    application.mount("/static", StaticFiles(directory=STATIC), name="static")
    application.middleware("http")(_with_headers)
    application.add_middleware(GZipMiddleware, compresslevel=5, exclude_content_types=NOT_COMPRESSED)
    application.exception_handler(HTTPException)(_say_error)
    application.exception_handler(RequestValidationError)(_say_unreadable)
    application.exception_handler(WarehouseUnavailable)(_say_away)
    application.exception_handler(ArchiveUnavailable)(_say_away)
    application.exception_handler(Exception)(_say_fault)
    return application


async def _with_headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    return _headed(request, response)


def _headed(request: Request, response: Response) -> Response:
    """Give an answer the headers of every answer; nobody but Airflow, where it is known, may show it in a frame."""
    framed_by = pages.here(request).settings.airflow_pages or "'none'"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value.format(script_hash=SCRIPT_HASH, framed_by=framed_by))
    return response


async def _say_error(request: Request, error: Exception) -> Response:
    """Say what is not there or can't be done, on a page that helps on."""
    status = error.status_code if isinstance(error, HTTPException) else SERVER_ERROR
    detail = error.detail if isinstance(error, HTTPException) else ""
    if request.url.path.startswith("/api/v1/"):
        return JSONResponse({"detail": detail}, status, getattr(error, "headers", None))
    template = "not_found.html" if status == NOT_FOUND else "error.html"
    answer = pages.page(request, template, status=status, detail=detail, instead=getattr(error, "instead", ()))
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


async def _say_unreadable(request: Request, error: Exception) -> Response:
    """Say which part of what was asked can't be read."""
    places = error.errors() if isinstance(error, RequestValidationError) else ()
    names = dict.fromkeys(str(one["loc"][-1]) for one in places)
    asked = HTTPException(UNREADABLE, f"what was asked can’t be read: look at {', '.join(names) or 'the address'}")
    return await _say_error(request, asked)


async def _say_away(request: Request, error: Exception) -> Response:
    """Say that what is collected and returned can't be read for the moment, and what can be."""
    if request.url.path.startswith("/api/v1/"):
        answer: Response = JSONResponse({"detail": "what is asked for can't be read at the moment"}, AWAY)
    else:
        what = "What was collected" if isinstance(error, WarehouseUnavailable) else "Published files and figures"
        answer = pages.page(request, "away.html", status=AWAY, what=what)
    answer.headers["Retry-After"] = "60"
    return answer


async def _say_fault(request: Request, _: Exception) -> Response:
    if request.url.path.startswith("/api/v1/"):
        return _headed(request, JSONResponse({"detail": "the service could not answer"}, SERVER_ERROR))
    return _headed(request, pages.page(request, "error.html", status=SERVER_ERROR, detail=""))
