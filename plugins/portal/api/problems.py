"""Problems: what is wrong with a request, as data that every program reads the same way.

Source: RFC 9457.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from starlette.responses import JSONResponse

PROBLEM = "application/problem+json"


class Problem(BaseModel):
    """What is wrong with a request (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


def described_problem(words: str) -> dict[str, Any]:
    """Return how OpenAPI describes a problem."""
    return {"description": words, "content": {PROBLEM: {"schema": Problem.model_json_schema()}}}


def problem_response(
    status: int, detail: str, headers: Mapping[str, str] | None = None, members: Mapping[str, object] | None = None
) -> JSONResponse:
    """Return a problem: its status, a sentence, and what a program needs to know besides."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **(members or {}),
    }
    return JSONResponse(body, status, headers, media_type=PROBLEM)
