"""Rounds: their days, the councils in them, their releases, and what people do with them."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.portal.accounts.sessions import FORBIDDEN, PostedForm, SignedIn, SignedInNow
from plugins.portal.downloads import download
from plugins.portal.pages import deployment_of
from plugins.portal.views.missing_data import load_missing_data
from plugins.portal.views.today import today
from plugins.portal.views.work import RoundView, view_round
from plugins.portal.views.work_matrix import (
    MatrixFilter,
    MatrixRow,
    codes_without_data,
    filter_choices,
    matrix_rows,
)
from plugins.portal.views.work_questions import checks_of, list_questions
from plugins.portal.views.work_reminders import draft_reminders
from plugins.portal.views.work_threads import list_threads
from plugins.portal.work_pages import Act, carry_out_form, lead_back, render_work_page, text_of
from plugins.storage.archive import package_key
from plugins.submissions import releases, rounds
from plugins.submissions.chases import chase_round
from plugins.submissions.refusals import ActRefused, NotVisible
from plugins.submissions.visibility import NOTHING
from transforms.rounds.roles import Role

QUESTIONS_LISTED = 500
router = APIRouter(prefix="/work/rounds/{slug}/{period}")


@router.get("")
def round_page(request: Request, person: SignedInNow, slug: str, period: str) -> Response:
    """Show a round: its days, the state of every part, and its releases."""
    return _round_page(request, person, (slug, period))


@router.get("/reminders")
def reminders_page(request: Request, person: SignedInNow, slug: str, period: str) -> Response:
    """Show a collector who has not confirmed, and a draft of what to write to them."""
    return _reminders_page(request, person, (slug, period))


@router.get("/questions")
def questions_page(request: Request, person: SignedInNow, slug: str, period: str, check: str = "") -> Response:
    """Show what checks ask about councils, with the records of each figure and what the council says."""
    deployment = deployment_of(request)
    day = today(deployment)
    with deployment.transaction() as connection:
        view = view_round(connection, deployment.archive, person.access(connection), (slug, period), day)
    questions = list_questions(deployment.archive, view)
    rows = [row for row in questions if check in ("", row.check)]
    return render_work_page(
        request, person, "work_questions.html", view=view, rows=rows[:QUESTIONS_LISTED], number=len(rows),
        unanswered=sum(not row.answer for row in rows), checks=checks_of(questions), check=check,
    )  # fmt: skip


@router.post("/{act}")
def act_on_round(request: Request, person: SignedInNow, form: PostedForm, slug: str, period: str, act: str) -> Response:
    """Freeze a round, propose its release, or have people reminded."""
    archive, address = deployment_of(request).archive, (slug, period)
    day = today(deployment_of(request))
    acts: dict[str, Act] = {
        "freeze": lambda connection, access: rounds.freeze_round(
            connection, archive, access, address, text_of(form, "why"), day
        ),
        "propose": lambda connection, access: releases.propose_release(
            connection, archive, access, address, _answers(form), day
        ),
        "reminders": lambda connection, access: chase_round(
            connection, archive, access, address, text_of(form, "why"), day
        ),
    }
    refusal = carry_out_form(request, person, acts, act)
    if not refusal:
        return lead_back(f"/work/rounds/{slug}/{period}")
    if act == "reminders" and refusal.status != FORBIDDEN:  # the page is a collector's alone
        return _reminders_page(request, person, address, refusal, text_of(form, "why"))
    return _round_page(request, person, address, refusal, form)


@router.post("/releases/{version}/{act}")
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


@router.get("/releases/{version}/package.zip")
def package_file(request: Request, person: SignedInNow, slug: str, period: str, version: int) -> Response:
    """Get the signed package of a release."""
    with deployment_of(request).transaction() as connection:
        releases.read_release(connection, person.access(connection), (slug, period, version))
    return download(request, package_key(slug, period, version), f"{slug}-{period}-v{version}.zip", "private, no-cache")


def _round_page(
    request: Request,
    person: SignedIn,
    address: tuple[str, str],
    refusal: ActRefused | None = None,
    form: Any = None,  # noqa: ANN401
) -> Response:
    deployment = deployment_of(request)
    day = today(deployment)
    with deployment.transaction() as connection:
        view = view_round(connection, deployment.archive, person.access(connection), address, day)
    matrix, matrix_filter = _matrix(request, view, day), MatrixFilter.from_query(request.query_params)
    return render_work_page(
        request, person, "work_round.html", refusal, view=view, matrix=matrix, rows=matrix_filter.applied(matrix),
        filter=matrix_filter, choices=filter_choices(matrix), form=form or {},
        threads=list_threads(view.opened.definition, view.releases),
    )  # fmt: skip


def _reminders_page(
    request: Request, person: SignedIn, address: tuple[str, str], refusal: ActRefused | None = None, why: str = ""
) -> Response:
    deployment = deployment_of(request)
    day, matrix_filter = today(deployment), MatrixFilter.from_query(request.query_params)
    base = (deployment.settings.portal or str(request.base_url)).rstrip("/")
    with deployment.transaction() as connection:
        access = person.access(connection)
        if not access.has(Role.COLLECTOR):
            raise NotVisible(NOTHING)
        view = view_round(connection, deployment.archive, access, address, day)
    matrix = _matrix(request, view, day)
    with deployment.transaction() as connection:
        reminders = draft_reminders(connection, view, matrix_filter.applied(matrix), base, day)
    return render_work_page(
        request, person, "work_reminders.html", refusal, view=view, reminders=reminders, filter=matrix_filter,
        choices=filter_choices(matrix), why=why,
    )  # fmt: skip


def _matrix(request: Request, view: RoundView, day: date) -> list[MatrixRow]:
    """Return the councils of a round that somebody sees, and of those without data why."""
    deployment = deployment_of(request)
    missing = load_missing_data(deployment, view.opened.definition, codes_without_data(view.rows), day)
    return matrix_rows(deployment.archive, view.opened, view.rows, missing)


def _answers(form: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Return the answers that are filled in: to a check, or for every part in a state."""
    answers = []
    for name, text in form.items():
        kind, _, subject = name.partition(":")
        if kind in ("check", "part") and str(text).strip():
            answers.append({kind: subject, "why": str(text).replace("\0", "")})
    return answers
