"""Work: the pages of those who are signed in: councils, the data team and departments.

Every form works without scripts; what is refused is said at the top of the same page, and everything typed stays.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from plugins.portal.accounts.caller import today
from plugins.portal.accounts.sessions import PostedForm, SignedIn, SignedInNow
from plugins.portal.downloads import download
from plugins.portal.pages import deployment_of, render_page
from plugins.portal.views.work import TAGS, list_work, view_part, view_round
from plugins.storage.archive import package_key
from plugins.storage.warehouse.audit_trail import lock_trail
from plugins.storage.warehouse.messages import load_bounces
from plugins.storage.warehouse.people import is_subscribed, record_subscription
from plugins.submissions import parts, releases, rounds
from plugins.submissions.people import load_grants
from plugins.submissions.refusals import ActRefused
from transforms.rounds.roles import Access, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(prefix="/work")
SEE_OTHER, NO_STORE = 303, {"Cache-Control": "no-store"}
Act = Callable[["Connection", Access], object]


@router.get("")
def work_page(request: Request, person: SignedInNow) -> Response:
    """Show what the rounds ask of who is signed in, and the roles that they hold."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        access = person.access(connection)
        views = list_work(connection, deployment.archive, access, today())
        grants = load_grants(connection, person.person.key)
        gets_messages = is_subscribed(connection, person.person.id)
        bounces = load_bounces(connection) if access.has(Role.COLLECTOR) else []
    return _page(request, person, "work.html", views=views, grants=grants, gets_messages=gets_messages, bounces=bounces)


@router.post("/messages")
def change_messages(request: Request, person: SignedInNow, form: PostedForm) -> Response:
    """Stop the messages of who is signed in, or start them again."""
    stopped_on = today() if _text(form, "messages") == "stop" else None
    with deployment_of(request).transaction() as connection:
        record_subscription(connection, person.person.id, stopped_on)
    return _back("/work")


@router.get("/rounds/{slug}/{period}")
def round_page(request: Request, person: SignedInNow, slug: str, period: str) -> Response:
    """Show a round: its days, the state of every part, and its releases."""
    return _round_page(request, person, (slug, period))


@router.post("/rounds/{slug}/{period}/{act}")
def act_on_round(request: Request, person: SignedInNow, form: PostedForm, slug: str, period: str, act: str) -> Response:
    """Freeze a round, or propose its release."""
    archive, address = deployment_of(request).archive, (slug, period)
    acts: dict[str, Act] = {
        "freeze": lambda connection, access: rounds.freeze_round(
            connection, archive, access, address, _text(form, "why"), today()
        ),
        "propose": lambda connection, access: releases.propose_release(
            connection, archive, access, address, _answers(form), today()
        ),
    }
    refusal = _carry_out(request, person, acts, act)
    return _round_page(request, person, address, refusal, form) if refusal else _back(f"/work/rounds/{slug}/{period}")


@router.post("/rounds/{slug}/{period}/releases/{version}/{act}")
def act_on_release(
    request: Request, person: SignedInNow, form: PostedForm, slug: str, period: str, version: int, act: str
) -> Response:
    """Agree to a release, refuse, withdraw or acknowledge it."""
    archive, address = deployment_of(request).archive, (slug, period, version)
    why = _text(form, "why")
    acts: dict[str, Act] = {
        "agree": lambda connection, access: releases.agree_to_release(connection, archive, access, address, why),
        "refuse": lambda connection, access: releases.refuse_release(connection, access, address, why),
        "withdraw": lambda connection, access: releases.withdraw_release(connection, access, address, why),
        "acknowledge": lambda connection, access: releases.acknowledge_release(
            connection, access, address, _text(form, "receipt")
        ),
    }
    refusal = _carry_out(request, person, acts, act)
    if refusal:
        return _round_page(request, person, (slug, period), refusal, form)
    return _back(f"/work/rounds/{slug}/{period}")


@router.get("/rounds/{slug}/{period}/releases/{version}/package.zip")
def package_file(request: Request, person: SignedInNow, slug: str, period: str, version: int) -> Response:
    """Get the signed package of a release."""
    with deployment_of(request).transaction() as connection:
        releases.read_release(connection, person.access(connection), (slug, period, version))
    return download(request, package_key(slug, period, version), f"{slug}-{period}-v{version}.zip", "private, no-cache")


@router.get("/rounds/{slug}/{period}/parts/{gss}")
def part_page(request: Request, person: SignedInNow, slug: str, period: str, gss: str) -> Response:
    """Show an authority's part: what is proposed, what asks, and what changed since it was confirmed."""
    return _part_page(request, person, (slug, period, gss))


@router.post("/rounds/{slug}/{period}/parts/{gss}/{act}")
def act_on_part(
    request: Request, person: SignedInNow, form: PostedForm, slug: str, period: str, gss: str, act: str
) -> Response:
    """Confirm, dispute, declare or explain."""
    archive, address = deployment_of(request).archive, (slug, period, gss)
    why, cell = _text(form, "why"), _text(form, "cell")
    declaration = {"cell": cell, "value": _text(form, "value"), "why": why, "until": _text(form, "until")}
    disputed = [{"cell": cell, "why": why, "value": _text(form, "value") or None}]
    acts: dict[str, Act] = {
        "confirm": lambda connection, access: parts.confirm_cells(
            connection, archive, access, address, _text(form, "cells_sha256"), _left_out(form), today()
        ),
        "dispute": lambda connection, access: parts.dispute_cells(
            connection, archive, access, address, disputed, today()
        ),
        "withdraw-dispute": lambda connection, access: parts.withdraw_dispute(
            connection, archive, access, address, cell, why, today()
        ),
        "declare": lambda connection, access: parts.declare_cell(
            connection, archive, access, address, declaration, today()
        ),
        "explain": lambda connection, access: parts.explain_check(
            connection, archive, access, address, _text(form, "check"), why, today()
        ),
    }
    refusal = _carry_out(request, person, acts, act)
    if refusal:
        return _part_page(request, person, address, refusal, form)
    return _back(f"/work/rounds/{slug}/{period}/parts/{gss}")


def _carry_out(request: Request, person: SignedIn, acts: Mapping[str, Act], name: str) -> ActRefused | None:
    """Do an act, and return why it was refused, or None; what isn't theirs is no page."""
    if name not in acts:
        raise HTTPException(404, "there is nothing here")
    try:
        with deployment_of(request).transaction() as connection:
            lock_trail(connection)
            acts[name](connection, person.access(connection))
    except ActRefused as refusal:
        if refusal.status == 404:
            raise
        return refusal
    return None


def _round_page(
    request: Request,
    person: SignedIn,
    address: tuple[str, str],
    refusal: ActRefused | None = None,
    form: Any = None,  # noqa: ANN401
) -> Response:
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        view = view_round(connection, deployment.archive, person.access(connection), address, today())
    state = request.query_params.get("state", "")
    rows = [row for row in view.rows if not state or row.part.state == state]
    return _page(request, person, "work_round.html", refusal, view=view, rows=rows, chosen=state, form=form or {})


def _part_page(
    request: Request,
    person: SignedIn,
    address: tuple[str, str, str],
    refusal: ActRefused | None = None,
    form: Any = None,  # noqa: ANN401
) -> Response:
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        view = view_part(connection, deployment.archive, person.access(connection), address, today())
    return _page(request, person, "work_part.html", refusal, view=view, form=form or {})


def _page(
    request: Request, person: SignedIn, template: str, refusal: ActRefused | None = None, **context: object
) -> Response:
    response = render_page(
        request, template, refusal.status if refusal else 200, person=person, refusal=refusal, tags=TAGS,
        is_demonstration=deployment_of(request).settings.is_demonstration, **context,
    )  # fmt: skip
    response.headers.update(NO_STORE)
    return response


def _back(address: str) -> Response:
    return RedirectResponse(address, SEE_OTHER, NO_STORE)


def _text(form: Any, name: str) -> str:  # noqa: ANN401 - a form, or the values of one
    return str(form.get(name) or "").replace("\0", "").strip()


def _left_out(form: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Return the cells to leave out, each on a line of its own with the reason after an equals sign."""
    lines = [line.partition("=") for line in _text(form, "except").splitlines() if line.strip()]
    return [{"cell": cell.strip(), "why": why} for cell, _, why in lines]


def _answers(form: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Return the answers that are filled in: to a check, or for every part in a state."""
    answers = []
    for name, text in form.items():
        kind, _, subject = name.partition(":")
        if kind in ("check", "part") and str(text).strip():
            answers.append({kind: subject, "why": str(text).replace("\0", "")})
    return answers
