"""The public keys that sign packages, at the address that every package's reader knows."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.portal import pages
from plugins.submissions.signing_keys import load_key_register
from transforms.release_package.key_register import ADDRESS, render_keys

router = APIRouter()


@router.get(ADDRESS)
def signing_keys(request: Request) -> Response:
    """Return every public key with its first and last day and its SHA-256 fingerprint."""
    register = load_key_register(pages.deployment_of(request).archive)
    return Response(render_keys(register), media_type="application/json")
