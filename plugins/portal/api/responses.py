"""Responses: what all of the API's have in common in OpenAPI, and the address of the portal that they begin with."""

from typing import Any

from fastapi import Request

from plugins.portal import pages
from plugins.portal.api.problems import described_problem

REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": described_problem("There is nothing at this address (404), or a parameter can’t be read (422)"),
    "5XX": described_problem("The service failed, or is not ready yet (503 with Retry-After)"),
}


def portal_address(request: Request) -> str:
    """Return the address of the portal, that of the settings if they have one, so that every reader sees the same."""
    return (pages.deployment_of(request).settings.portal or str(request.base_url)).rstrip("/")
