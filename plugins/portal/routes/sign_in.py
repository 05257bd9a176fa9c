"""Signing in and out. The public half of the portal goes on while the identity provider is away."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from plugins.portal.accounts.caller import known_caller
from plugins.portal.accounts.provider import ProviderUnavailable
from plugins.portal.accounts.sessions import (
    SIGN_IN_COOKIE,
    PostedForm,
    clear_session,
    set_cookie,
    set_session,
)
from plugins.portal.accounts.sign_in import MINUTES_TO_SIGN_IN, SignInRefused, SignIns
from plugins.portal.pages import deployment_of, render_page
from plugins.portal.upload_checks.rate_limits import visitor_at

router = APIRouter()
SEE_OTHER, REFUSED, UNAVAILABLE = 303, 400, 503
WORK = "/work"


@router.get("/sign-in")
def begin_sign_in(request: Request, target: str = WORK) -> Response:
    """Lead a visitor to the identity provider."""
    sign_ins = _sign_ins(request)
    visitor = visitor_at(request.client.host if request.client else "")
    try:
        address, browser = sign_ins.begin(visitor, _way_back(request), _own_address(target))
    except (ProviderUnavailable, SignInRefused) as error:
        return _not_signed_in(request, error)
    response = RedirectResponse(address, SEE_OTHER, {"Cache-Control": "no-store"})
    set_cookie(response, SIGN_IN_COOKIE, browser, MINUTES_TO_SIGN_IN * 60)
    return response


@router.get("/signed-in")
def finish_sign_in(request: Request, state: str = "", code: str = "", error: str = "") -> Response:
    """Take a visitor back from the identity provider, and start their session."""
    sign_ins = _sign_ins(request)
    try:
        if error:
            raise SignInRefused("You did not sign in. Start again if you want to.")
        identity, target = sign_ins.finish(state, code, request.cookies.get(SIGN_IN_COOKIE, ""))
    except (ProviderUnavailable, SignInRefused) as reason:
        return _not_signed_in(request, reason)
    caller = known_caller(request, identity)
    response = RedirectResponse(target, SEE_OTHER, {"Cache-Control": "no-store"})
    with deployment_of(request).transaction() as connection:
        caller.access(connection)
        set_session(connection, response, caller.person.id)
    response.delete_cookie(SIGN_IN_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return response


@router.post("/sign-out")
def sign_out(request: Request, _: PostedForm) -> Response:
    """End the session."""
    response = RedirectResponse("/", SEE_OTHER)
    with deployment_of(request).transaction() as connection:
        clear_session(connection, request, response)
    return response


def _sign_ins(request: Request) -> SignIns:
    sign_ins: SignIns | None = request.app.state.sign_ins
    if sign_ins is None:
        raise HTTPException(404, "nobody signs in to this service: it has no identity provider")
    return sign_ins


def _way_back(request: Request) -> str:
    base = deployment_of(request).settings.portal or str(request.base_url)
    return f"{base.rstrip('/')}/signed-in"


def _own_address(target: str) -> str:
    """Return where a visitor wanted to go, if that is a page of ours; else where their work is."""
    is_own = target.startswith(WORK) and "\\" not in target and "//" not in target
    return target if is_own else WORK


def _not_signed_in(request: Request, reason: Exception) -> HTMLResponse:
    is_away = isinstance(reason, ProviderUnavailable)
    words = "Signing in is not possible at the moment. Everything public goes on." if is_away else str(reason)
    return render_page(request, "not_signed_in.html", UNAVAILABLE if is_away else REFUSED, words=words)
