"""Metrics: the figures of the portal and of collections, for a Prometheus server that has the token of the settings."""

import secrets

from fastapi import APIRouter, HTTPException, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from plugins.portal.pages import deployment_of

router = APIRouter(prefix="/metrics")
NOT_FOUND = 404


@router.get("")
def metrics(request: Request) -> Response:
    """Return all figures in Prometheus' text format; whoever has no token sees no page."""
    token = deployment_of(request).settings.metrics_token
    authorization = request.headers.get("authorization", "")
    if not token or not secrets.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
        raise HTTPException(NOT_FOUND)
    body = generate_latest(request.app.state.metrics.registry)
    return Response(body, media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
