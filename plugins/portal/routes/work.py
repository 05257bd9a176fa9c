"""Work: the pages of those who are signed in: councils, the data team and departments."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.portal.accounts.caller import today
from plugins.portal.accounts.sessions import PostedForm, SignedIn, SignedInNow
from plugins.portal.downloads import download
from plugins.portal.pages import PageNotFound, deployment_of
from plugins.portal.views.work import list_work, view_part, view_round
from plugins.portal.views.work_calendar import draw_calendar
from plugins.portal.views.work_destinations import list_destinations, sees_destinations
from plugins.portal.views.work_people import grant_in_words
from plugins.portal.views.work_reminders import draft_reminders
from plugins.portal.views.work_tasks import list_tasks
from plugins.portal.views.work_threads import list_threads
from plugins.portal.work_pages import Act, carry_out_form, lead_back, render_work_page, text_of
from plugins.storage.archive import package_key
from plugins.storage.warehouse.messages import load_bounces
from plugins.storage.warehouse.people import is_subscribed, record_subscription
from plugins.submissions import parts, releases, rounds
from plugins.submissions.chases import chase_round
from plugins.submissions.delivery.logins import Logins
from plugins.submissions.people import load_grants, sees_people
from plugins.submissions.refusals import ActRefused, NotVisible
from plugins.submissions.signing_keys import load_key_register
from plugins.submissions.visibility import NOTHING
from transforms.render.exception_words import detail_in_words
from transforms.rounds.roles import Access, Role

router = APIRouter(prefix="/work")


@router.get("")
def work_page(request: Request, person: SignedInNow) -> Response:
    """Show what the rounds ask of who is signed in, and the roles that they hold."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        access = person.access(connection)
        views = list_work(connection, deployment.archive, access, today())
        tasks = list_tasks(deployment.archive, access, views, today())
        grants = load_grants(connection, person.person.key)
        gets_messages = is_subscribed(connection, person.person.id)
        bounces = load_bounces(connection) if access.has(Role.COLLECTOR) else []
    return render_work_page(
        request, person, "work.html", views=views, tasks=tasks, grants=grants, gets_messages=gets_messages,
        bounces=bounces, in_words=grant_in_words, pages=_pages_of(access),
    )  # fmt: skip


def _pages_of(access: Access) -> list[tuple[str, str]]:
    """Return the address and title of each further page that somebody sees."""
    pages = [("/work/calendar", "Calendar of rounds")]
    if sees_people(access):
        pages.append(("/work/people", "People and roles"))
    if sees_destinations(access):
        pages.append(("/work/destinations", "Destinations and keys"))
    return pages


@router.post("/messages")
def change_messages(request: Request, person: SignedInNow, form: PostedForm) -> Response:
    """Stop the messages of who is signed in, or start them again."""
    stopped_on = today() if text_of(form, "messages") == "stop" else None
    with deployment_of(request).transaction() as connection:
        record_subscription(connection, person.person.id, stopped_on)
    return lead_back("/work")


@router.get("/calendar")
def calendar_page(request: Request, person: SignedInNow) -> Response:
    """Show the days of every round, as a timeline and as a table."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        rounds_seen = rounds.list_rounds(connection, deployment.archive, person.access(connection), today())
    return render_work_page(request, person, "work_calendar.html", calendar=draw_calendar(rounds_seen, today()))


@router.get("/destinations")
def destinations_page(request: Request, person: SignedInNow) -> Response:
    """Show where packages are delivered, and the keys that sign them."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        rows = list_destinations(connection, person.access(connection), Logins.from_environment().register, today())
    keys = load_key_register(deployment.archive).keys
    return render_work_page(request, person, "work_destinations.html", rows=rows, keys=keys)


@router.get("/rounds/{slug}/{period}")
def round_page(request: Request, person: SignedInNow, slug: str, period: str) -> Response:
    """Show a round: its days, the state of every part, and its releases."""
    return _round_page(request, person, (slug, period))


@router.get("/rounds/{slug}/{period}/reminders")
def reminders_page(request: Request, person: SignedInNow, slug: str, period: str) -> Response:
    """Show a collector who has not confirmed, and a draft of what to write to them."""
    deployment = deployment_of(request)
    base = (deployment.settings.portal or str(request.base_url)).rstrip("/")
    with deployment.transaction() as connection:
        access = person.access(connection)
        if not access.has(Role.COLLECTOR):
            raise NotVisible(NOTHING)
        view = view_round(connection, deployment.archive, access, (slug, period), today())
        reminders = draft_reminders(connection, view, base, today())
    return render_work_page(request, person, "work_reminders.html", view=view, reminders=reminders)


@router.post("/rounds/{slug}/{period}/{act}")
def act_on_round(request: Request, person: SignedInNow, form: PostedForm, slug: str, period: str, act: str) -> Response:
    """Freeze a round, propose its release, or have people reminded."""
    archive, address = deployment_of(request).archive, (slug, period)
    acts: dict[str, Act] = {
        "freeze": lambda connection, access: rounds.freeze_round(
            connection, archive, access, address, text_of(form, "why"), today()
        ),
        "propose": lambda connection, access: releases.propose_release(
            connection, archive, access, address, _answers(form), today()
        ),
        "reminders": lambda connection, access: chase_round(
            connection, archive, access, address, text_of(form, "why"), today()
        ),
    }
    refusal = carry_out_form(request, person, acts, act)
    return (
        _round_page(request, person, address, refusal, form) if refusal else lead_back(f"/work/rounds/{slug}/{period}")
    )


@router.post("/rounds/{slug}/{period}/releases/{version}/{act}")
def act_on_release(
    request: Request, person: SignedInNow, form: PostedForm, slug: str, period: str, version: int, act: str
) -> Response:
    """Agree to a release, refuse, withdraw or acknowledge it."""
    archive, address = deployment_of(request).archive, (slug, period, version)
    why = text_of(form, "why")
    acts: dict[str, Act] = {
        "agree": lambda connection, access: releases.agree_to_release(connection, archive, access, address, why),
        "refuse": lambda connection, access: releases.refuse_release(connection, access, address, why),
        "withdraw": lambda connection, access: releases.withdraw_release(connection, access, address, why),
        "acknowledge": lambda connection, access: releases.acknowledge_release(
            connection, access, address, text_of(form, "receipt")
        ),
    }
    refusal = carry_out_form(request, person, acts, act)
    if refusal:
        return _round_page(request, person, (slug, period), refusal, form)
    return lead_back(f"/work/rounds/{slug}/{period}")


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


@router.get("/rounds/{slug}/{period}/parts/{gss}/confirmation")
def confirmation_page(request: Request, person: SignedInNow, slug: str, period: str, gss: str) -> Response:
    """Show what was confirmed last, to print and to keep."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        view = view_part(connection, deployment.archive, person.access(connection), (slug, period, gss), today())
    if view.visible.part.confirmation is None:
        raise PageNotFound(f"{view.name} has not confirmed yet", ("What is proposed", view.address))
    certifying = view.visible.opened.definition.round_rules.certifying_words
    return render_work_page(request, person, "work_confirmation.html", view=view, certifying=certifying)


@router.post("/rounds/{slug}/{period}/parts/{gss}/{act}")
def act_on_part(
    request: Request, person: SignedInNow, form: PostedForm, slug: str, period: str, gss: str, act: str
) -> Response:
    """Confirm, dispute, declare or explain."""
    archive, address = deployment_of(request).archive, (slug, period, gss)
    why, cell = text_of(form, "why"), text_of(form, "cell")
    declaration = {"cell": cell, "value": text_of(form, "value"), "why": why, "until": text_of(form, "until")}
    disputed = [{"cell": cell, "why": why, "value": text_of(form, "value") or None}]
    acts: dict[str, Act] = {
        "confirm": lambda connection, access: parts.confirm_cells(
            connection, archive, access, address, text_of(form, "cells_sha256"), _left_out(form), today()
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
            connection, archive, access, address, text_of(form, "check"), why, today()
        ),
    }
    refusal = carry_out_form(request, person, acts, act)
    if refusal:
        return _part_page(request, person, address, refusal, form)
    return lead_back(f"/work/rounds/{slug}/{period}/parts/{gss}")


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
    return render_work_page(
        request, person, "work_round.html", refusal, view=view, rows=rows, chosen=state, form=form or {},
        threads=list_threads(view.opened.definition, view.releases),
    )  # fmt: skip


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
    definition = view.visible.opened.definition
    threads = list_threads(definition, releases.read_releases(view.visible.opened).values(), view.visible.part.gss)
    return render_work_page(
        request, person, "work_part.html", refusal, view=view, form=form or {}, threads=threads,
        in_words=partial(detail_in_words, definition),
    )  # fmt: skip


def _left_out(form: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Return the cells to leave out, each on a line of its own with the reason after an equals sign."""
    lines = [line.partition("=") for line in text_of(form, "except").splitlines() if line.strip()]
    return [{"cell": cell.strip(), "why": why} for cell, _, why in lines]


def _answers(form: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Return the answers that are filled in: to a check, or for every part in a state."""
    answers = []
    for name, text in form.items():
        kind, _, subject = name.partition(":")
        if kind in ("check", "part") and str(text).strip():
            answers.append({kind: subject, "why": str(text).replace("\0", "")})
    return answers
