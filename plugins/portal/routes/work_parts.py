"""An authority's part of a round: what is proposed to it, and what it does with that."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.portal.accounts.sessions import PostedForm, SignedIn, SignedInNow
from plugins.portal.pages import PageNotFound, deployment_of
from plugins.portal.views.today import today
from plugins.portal.views.work import CELL_STATE_WORDS, view_part
from plugins.portal.views.work_threads import list_threads
from plugins.portal.work_pages import Act, carry_out_form, lead_back, render_work_page, text_of
from plugins.submissions import declared_values, parts
from plugins.submissions.refusals import ActRefused
from plugins.submissions.releases import read_releases
from transforms.render.exception_words import detail_in_words

router = APIRouter(prefix="/work/rounds/{slug}/{period}/parts/{gss}")


@router.get("")
def part_page(request: Request, person: SignedInNow, slug: str, period: str, gss: str) -> Response:
    """Show an authority's part: what is proposed, what asks, and what changed since it was confirmed."""
    return _part_page(request, person, (slug, period, gss))


@router.get("/confirmation")
def confirmation_page(request: Request, person: SignedInNow, slug: str, period: str, gss: str) -> Response:
    """Show what was confirmed last, to print and to keep."""
    deployment = deployment_of(request)
    day = today(deployment)
    with deployment.transaction() as connection:
        view = view_part(connection, deployment.archive, person.access(connection), (slug, period, gss), day)
    if view.visible.part.confirmation is None:
        raise PageNotFound(f"{view.name} has not confirmed yet", ("What is proposed", view.address))
    certifying = view.visible.opened.definition.round_rules.certifying_words
    return render_work_page(request, person, "work_confirmation.html", view=view, certifying=certifying)


@router.post("/{act}")
def act_on_part(
    request: Request, person: SignedInNow, form: PostedForm, slug: str, period: str, gss: str, act: str
) -> Response:
    """Confirm, dispute, declare or explain, for the council; agree to what it declared, for the data team."""
    archive, address = deployment_of(request).archive, (slug, period, gss)
    day = today(deployment_of(request))
    why, cell = text_of(form, "why"), text_of(form, "cell")
    declaration = {"cell": cell, "value": text_of(form, "value"), "why": why, "until": text_of(form, "until")}
    disputed = [{"cell": cell, "why": why, "value": text_of(form, "value") or None}]
    acts: dict[str, Act] = {
        "confirm": lambda connection, access: parts.confirm_cells(
            connection, archive, access, address, text_of(form, "cells_sha256"), _left_out(form), day
        ),
        "dispute": lambda connection, access: parts.dispute_cells(connection, archive, access, address, disputed, day),
        "withdraw-dispute": lambda connection, access: parts.withdraw_dispute(
            connection, archive, access, address, cell, why, day
        ),
        "declare": lambda connection, access: parts.declare_cell(
            connection, archive, access, address, declaration, day
        ),
        "propose-acceptance": lambda connection, access: declared_values.propose_acceptance(
            connection, archive, access, address, cell, why, day
        ),
        "accept-value": lambda connection, access: declared_values.accept_value(
            connection, archive, access, address, cell, why, day
        ),
        "agree-to-declaration": lambda connection, access: declared_values.agree_to_declaration(
            connection, archive, access, address, cell, why, day
        ),
        "explain": lambda connection, access: parts.explain_check(
            connection, archive, access, address, text_of(form, "check"), why, day
        ),
    }
    refusal = carry_out_form(request, person, acts, act)
    if refusal:
        return _part_page(request, person, address, refusal, form)
    return lead_back(f"/work/rounds/{slug}/{period}/parts/{gss}")


def _part_page(
    request: Request,
    person: SignedIn,
    address: tuple[str, str, str],
    refusal: ActRefused | None = None,
    form: Any = None,  # noqa: ANN401
) -> Response:
    deployment = deployment_of(request)
    day = today(deployment)
    with deployment.transaction() as connection:
        view = view_part(connection, deployment.archive, person.access(connection), address, day)
    definition = view.visible.opened.definition
    threads = list_threads(definition, read_releases(view.visible.opened).values(), view.visible.part.gss)
    return render_work_page(
        request, person, "work_part.html", refusal, view=view, form=form or {}, threads=threads,
        in_words=partial(detail_in_words, definition), state_words=CELL_STATE_WORDS,
    )  # fmt: skip


def _left_out(form: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Return the cells to leave out, each on a line of its own with the reason after an equals sign."""
    lines = [line.partition("=") for line in text_of(form, "except").splitlines() if line.strip()]
    return [{"cell": cell.strip(), "why": why} for cell, _, why in lines]
