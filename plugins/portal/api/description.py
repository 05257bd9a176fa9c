"""What there is for machines: in words, and as OpenAPI of just these addresses."""

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

WORDS = (
    "What councils publish, what was found in it and what is returned of it: the same facts as on the pages. "
    "No key is needed."
)

Listed = tuple[str, str, list[str]]  # address, what it gives, what may be asked


def router_of(described: Sequence[APIRouter]) -> APIRouter:
    """Return the routes that describe what other routers give."""
    router = APIRouter()

    @cache
    def description() -> dict[str, Any]:
        routes = [route for one in described for route in one.routes]
        return get_openapi(title="Council returns", version="1", description=WORDS, routes=routes)

    @router.get("/api")
    def show_description(request: Request) -> HTMLResponse:
        """Show what there is for machines."""
        return pages.page(
            request, "machines.html", paths=_listed(description()), words=WORDS, datasets=_published(request)
        )

    @router.get("/api/v1/openapi.json")
    def give_description() -> JSONResponse:
        """Give the same as OpenAPI."""
        return JSONResponse(description())

    return router


def _published(request: Request) -> list[NationalDataset] | None:
    """Return the national datasets that somebody publishes; None where the warehouse can't say."""
    try:
        found = [national_dataset(pages.here(request), one) for one in STANDARDS]
    except WarehouseUnavailable:  # what there is can still be read
        return None
    return [one for one in found if one.files]


def _listed(described: dict[str, Any]) -> dict[str, list[Listed]]:
    """Return what there is, by the heading under which it stands."""
    found: dict[str, list[Listed]] = {}
    for path, ways in described["paths"].items():
        if "get" in ways:
            way = ways["get"]
            asked = [one["name"] for one in way.get("parameters", ()) if one["in"] == "query"]
            found.setdefault(way["tags"][0], []).append((path, way["description"], asked))
    return found
