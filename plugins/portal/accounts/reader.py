"""Who reads a public page or address: nobody in particular, or somebody who is signed in and sees more.

Known:  what somebody sees because of who they are is never kept by a cache that others read from.
"""

from fastapi import Request
from fastapi.security import HTTPAuthorizationCredentials

from plugins.portal.accounts.caller import Caller, authenticated_caller, today
from plugins.portal.accounts.sessions import COOKIE, NotSignedIn, signed_in
from plugins.portal.pages import deployment_of
from plugins.submissions.assembly_reader import EVERYTHING, AssemblyReader, assembly_reader

SCHEME = "bearer "


def reader_of(request: Request) -> AssemblyReader:
    """Return what the visitor of a public address reads of assemblies; a token that is refused is answered 401."""
    if not hasattr(request.state, "assembly_reader"):
        request.state.assembly_reader = _reader(request)
    reader: AssemblyReader = request.state.assembly_reader
    return reader


def is_personal(request: Request) -> bool:
    """Whether a response shows more, or could, because of who asked for it."""
    return bool(getattr(request.state, "is_personal", False))


def _reader(request: Request) -> AssemblyReader:
    deployment = deployment_of(request)
    if not deployment.settings.hides_unreleased:
        return EVERYTHING
    caller = _caller(request)
    request.state.is_personal = caller is not None
    with deployment.transaction() as connection:
        return assembly_reader(connection, caller.access(connection) if caller else None, today())


def _caller(request: Request) -> Caller | None:
    """Return who asks, by the session of a browser or the access token of a program; None for anybody."""
    authorization = request.headers.get("authorization", "")
    if authorization.lower().startswith(SCHEME):
        return authenticated_caller(
            request, HTTPAuthorizationCredentials(scheme="Bearer", credentials=authorization[len(SCHEME) :].strip())
        )
    if not request.cookies.get(COOKIE):
        return None
    try:
        return signed_in(request)
    except NotSignedIn:
        return None
