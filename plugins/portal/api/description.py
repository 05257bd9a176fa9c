"""The description of the API: a page, and OpenAPI of these addresses alone."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, JSONResponse

from plugins.faults import WarehouseUnavailable
from plugins.portal import pages
from plugins.portal.views.national_datasets import NationalDataset, national_dataset
from transforms.standards import STANDARDS

INTRODUCTION = (
    "Everything on these pages as data: what councils publish, what we found in it and the returns assembled from it. "
    "You do not need a key, but for the rounds and releases of returns, which need an access token."
)

ListedAddress = tuple[str, str, list[str]]  # address, description, parameters


def create_router(routers: Sequence[APIRouter]) -> APIRouter:
    """Return the routes that describe those of other routers."""
    router = APIRouter()

    @cache
    def description() -> dict[str, Any]:
        routes = [route for router in routers for route in router.routes]
        return get_openapi(title="Council returns", version="1", description=INTRODUCTION, routes=routes)

    @router.get("/api")
    def api_page(request: Request) -> HTMLResponse:
        """Show what data there is and how to get it."""
        return pages.render_page(
            request,
            "api.html",
            addresses=_list_addresses(description()),
            introduction=INTRODUCTION,
            datasets=_list_published(request),
        )

    @router.get("/api/v1/openapi.json")
    def get_openapi_description() -> JSONResponse:
        """Get the description as OpenAPI."""
        return JSONResponse(description())

    return router


def _list_published(request: Request) -> list[NationalDataset] | None:
    """Return the national datasets that somebody publishes; None while the database is unavailable."""
    try:
        datasets = [national_dataset(pages.deployment_of(request), declared) for declared in STANDARDS]
    except WarehouseUnavailable:  # the rest of the page can still be read
        return None
    return [dataset for dataset in datasets if dataset.files]


def _list_addresses(description: dict[str, Any]) -> dict[str, list[ListedAddress]]:
    """Return the addresses by the heading under which the page lists them."""
    addresses: dict[str, list[ListedAddress]] = {}
    for path, methods in description["paths"].items():
        if "get" in methods:
            operation = methods["get"]
            parameters = [
                parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"
            ]
            addresses.setdefault(operation["tags"][0], []).append((path, operation["description"], parameters))
    return addresses
