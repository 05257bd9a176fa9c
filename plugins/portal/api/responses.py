"""Answers: what all for machines have in common, as OpenAPI describes it, and the address that stands before them."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request

from plugins.portal import pages


@dataclass(frozen=True)
class Refusal:
    """Why there is no answer, in a sentence."""

    detail: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Refusal, "description": "What was asked is not there (404) or can’t be read (422)"},
    "5XX": {"model": Refusal, "description": "The service could not answer, or not yet (503 with Retry-After)"},
}


def portal_address(request: Request) -> str:
    """Return the address of the portal: as the deployment names it, so that it is the same for every reader."""
    return (pages.here(request).settings.portal or str(request.base_url)).rstrip("/")
