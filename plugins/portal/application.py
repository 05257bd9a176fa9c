"""The portal as an ASGI application, whose public half needs no account.

Source: docs/architecture.md, "The portal"; GOV.UK Frontend 6.3.0 without crown and typeface, for this is not GOV.UK.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response

from plugins.faults import ArchiveUnavailable, WarehouseUnavailable
from plugins.portal.accounts.act_limits import ActLimits
from plugins.portal.accounts.provider import ProviderMetadata
from plugins.portal.accounts.reader import is_personal
from plugins.portal.accounts.sessions import NotSignedIn
from plugins.portal.accounts.sign_in import SignIns
from plugins.portal.api import ROUTERS as API_ROUTERS
from plugins.portal.api.dataset_builder import DatasetBuilder
from plugins.portal.api.problems import problem_response
from plugins.portal.pages import deployment_of, render_page
from plugins.portal.request_guard import refusal_of
from plugins.portal.routes import ROUTERS
from plugins.portal.upload_checks.queue import CheckQueue
from plugins.portal.views.metrics import PortalMetrics
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from plugins.submissions.refusals import ActRefused, InvalidInput

STATIC = Path(__file__).parent / "static"
# No script and no style from elsewhere, and none written into a page but the one line that says scripts run.
SCRIPT_HASH = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' {script_hash}; style-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors {framed_by}; object-src 'none'"
    ),
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), "
        "payment=(), usb=()"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
BY_TLS_ALONE = "max-age=31536000"  # a browser that came by TLS comes by nothing else for a year
SEE_OTHER, NOT_FOUND, UNREADABLE, SERVER_ERROR, UNAVAILABLE = 303, 404, 422, 500, 503
PLACES_AND_TYPES = ("body", "query", "path", "header", "str", "int", "float")
# Downloads are sent as they are stored: their length, ranges and ETag are those of the bytes themselves.
NOT_COMPRESSED = ("text/csv", "application/*", "image/*")


def create_application(settings: Settings | None = None) -> FastAPI:
    """Return the portal of a deployment: that of `settings`, or the one that the environment names."""

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        with (
            open_deployment(settings) as deployment,
            closing(CheckQueue(deployment.settings)) as check_queue,
            closing(DatasetBuilder(deployment.settings)) as dataset_builder,
        ):
            application.state.deployment = deployment
            sign_in = deployment.settings.sign_in
            provider = ProviderMetadata(sign_in) if sign_in else None
            application.state.provider = provider
            application.state.sign_ins = SignIns(provider) if provider else None
            application.state.act_limits = ActLimits()
            application.state.check_queue = check_queue
            application.state.dataset_builder = dataset_builder
            application.state.metrics = PortalMetrics(deployment, check_queue.number_busy)
            yield

    application = FastAPI(
        title="council-returns", version="1", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    for router in (*API_ROUTERS, *ROUTERS):  # /councils/{gss}/feed.atom before /councils/{gss}/{standard}
        application.include_router(router)
    for route in application.routes:
        if isinstance(route, APIRoute) and "GET" in route.methods:
            route.methods.add("HEAD")
    application.mount("/static", StaticFiles(directory=STATIC), name="static")
    application.middleware("http")(_with_headers)
    application.add_middleware(GZipMiddleware, compresslevel=5, exclude_content_types=NOT_COMPRESSED)
    application.exception_handler(HTTPException)(_error_response)
    application.exception_handler(RequestValidationError)(_unreadable_response)
    application.exception_handler(NotSignedIn)(_sign_in_response)
    application.exception_handler(ActRefused)(_refused_response)
    application.exception_handler(WarehouseUnavailable)(_unavailable_response)
    application.exception_handler(ArchiveUnavailable)(_unavailable_response)
    application.exception_handler(Exception)(_fault_response)
    return application


async def _with_headers(request: Request, respond: Callable[[Request], Awaitable[Response]]) -> Response:
    if refusal := refusal_of(request):
        response = await _error_response(request, HTTPException(*refusal))
    else:
        response = await respond(request)
    route = getattr(request.scope.get("route"), "path", "other")
    request.app.state.metrics.count_request(route, response.status_code)
    return _add_headers(request, response)


def _add_headers(request: Request, response: Response) -> Response:
    """Add the headers of every response; only Airflow, where its address is known, may show a page in a frame."""
    framed_by = deployment_of(request).settings.airflow_pages or "'none'"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value.format(script_hash=SCRIPT_HASH, framed_by=framed_by))
    if request.url.scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", BY_TLS_ALONE)
    if is_personal(request):  # what somebody sees because of who they are is nobody else's, nor any cache's
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/v1/")


async def _error_response(request: Request, error: Exception) -> Response:
    """Return what is wrong with a request, on a page that leads on."""
    status = error.status_code if isinstance(error, HTTPException) else SERVER_ERROR
    detail = error.detail if isinstance(error, HTTPException) else ""
    if _is_api(request):
        return problem_response(status, detail, getattr(error, "headers", None))
    template = "not_found.html" if status == NOT_FOUND else "error.html"
    response = render_page(request, template, status=status, detail=detail, instead=getattr(error, "instead", ()))
    response.headers.update(getattr(error, "headers", None) or {})
    return response


async def _unreadable_response(request: Request, error: Exception) -> Response:
    """Name the parts of a request that can't be read."""
    problems = error.errors() if isinstance(error, RequestValidationError) else ()
    names = dict.fromkeys(_field(problem["loc"]).rpartition(".")[2] for problem in problems)
    detail = f"there is a problem with {', '.join(names) or 'the address'}: check what you entered"
    if _is_api(request):
        fields = {_field(problem["loc"]): str(problem["msg"]) for problem in problems}
        return problem_response(UNREADABLE, detail, members={"fields": fields})
    return await _error_response(request, HTTPException(UNREADABLE, detail))


def _field(location: Sequence[object]) -> str:
    """Return the name of what can't be read, such as cells.0.why, without where it stands and what it could be."""
    parts = [str(part) for part in location if part not in PLACES_AND_TYPES]
    return ".".join(parts) or "body"


async def _sign_in_response(request: Request, _: Exception) -> Response:
    """Lead a visitor who is not signed in to signing in, and back to the page that they asked for."""
    target = request.url.path if request.method == "GET" else "/work"
    return RedirectResponse(f"/sign-in?{urlencode({'target': target})}", SEE_OTHER, {"Cache-Control": "no-store"})


async def _refused_response(request: Request, error: Exception) -> Response:
    """Say why an act is refused; nothing was recorded."""
    if not isinstance(error, ActRefused):
        raise error
    if not _is_api(request):
        return await _error_response(request, HTTPException(error.status, error.sentence))
    members = dict(error.facts)
    if isinstance(error, InvalidInput):
        members["fields"] = error.fields
    return problem_response(error.status, error.sentence, members=members)


async def _unavailable_response(request: Request, error: Exception) -> Response:
    """Say that the database or the store does not answer, and which pages need neither."""
    if _is_api(request):
        response: Response = problem_response(UNAVAILABLE, "this is not available at the moment")
    else:
        is_database = isinstance(error, WarehouseUnavailable)
        subject = "The results of collections" if is_database else "Published files and figures"
        response = render_page(request, "unavailable.html", status=UNAVAILABLE, subject=subject)
    response.headers["Retry-After"] = "60"
    return response


async def _fault_response(request: Request, _: Exception) -> Response:
    if _is_api(request):
        return _add_headers(request, problem_response(SERVER_ERROR, "the service failed to respond"))
    return _add_headers(request, render_page(request, "error.html", status=SERVER_ERROR, detail=""))
