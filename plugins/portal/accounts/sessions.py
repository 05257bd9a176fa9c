"""Who is signed in: the session behind a browser's cookie, and the token that its forms have to carry.

Known   the cookie is `__Host-`, secure, http-only and same-site: no other site and no script has it. On this machine
        browsers take a secure cookie over plain http too.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from plugins.portal.accounts.caller import Caller
from plugins.portal.pages import deployment_of
from plugins.storage.warehouse.sessions import end_session, load_session, start_session

if TYPE_CHECKING:
    from sqlalchemy import Connection

COOKIE, SIGN_IN_COOKIE = "__Host-session", "__Host-signing-in"
FORBIDDEN = 403


class NotSignedIn(Exception):
    """Raised when a page needs somebody who is signed in, and nobody is."""


@dataclass(frozen=True)
class SignedIn(Caller):
    """Somebody who is signed in, with the token of their forms."""

    form_token: str


def signed_in(request: Request) -> SignedIn:
    """Return who is signed in; raise NotSignedIn where nobody is, or for too long nothing was heard."""
    key, deployment = request.cookies.get(COOKIE, ""), deployment_of(request)
    if not key or request.app.state.provider is None:
        raise NotSignedIn
    with deployment.transaction() as connection:
        session = load_session(connection, key, datetime.now(UTC))
    if session is None:
        raise NotSignedIn
    return SignedIn(session.person, deployment.settings.administrator, session.form_token)


SignedInNow = Annotated[SignedIn, Depends(signed_in)]


async def posted_form(request: Request, person: SignedInNow) -> FormData:
    """Return a form that this session's own page has sent; answer 403 to one from elsewhere."""
    form = await request.form()
    origin = request.headers.get("origin")
    is_foreign = origin is not None and urlsplit(origin).netloc != request.url.netloc
    if is_foreign or not secrets.compare_digest(str(form.get("form_token") or ""), person.form_token):
        raise HTTPException(FORBIDDEN, "this form was not sent from a page of your session: open the page again")
    request.app.state.act_limits.count(person.person.id)
    return form


PostedForm = Annotated[FormData, Depends(posted_form)]


def set_session(connection: "Connection", response: Response, person_id: int) -> None:
    """Start a session, and give the browser its key."""
    set_cookie(response, COOKIE, start_session(connection, person_id, datetime.now(UTC)))


def clear_session(connection: "Connection", request: Request, response: Response) -> None:
    """End the browser's session."""
    end_session(connection, request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")


def set_cookie(response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Give the browser a cookie that only we get back."""
    response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
