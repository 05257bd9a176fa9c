"""Cells of a release: a department asks about one, the data team or the council answers, and the thread stays."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from plugins.portal.accounts.sessions import PostedForm, SignedIn, SignedInNow
from plugins.portal.pages import deployment_of
from plugins.portal.views.today import today
from plugins.portal.views.work_threads import view_thread
from plugins.portal.work_pages import Act, carry_out_form, lead_back, render_work_page, text_of
from plugins.submissions import releases
from plugins.submissions.refusals import ActRefused

router = APIRouter(prefix="/work/rounds/{slug}/{period}/releases/{version}/cells")


@router.get("")
def choose_cell(
    request: Request, _: SignedInNow,
    area: Annotated[str, Query(max_length=20)] = "", cell: Annotated[str, Query(max_length=100)] = "",
) -> Response:  # fmt: skip
    """Lead to the page of the cell that was entered; where it isn't theirs, there is nothing."""
    named = "/".join(quote(text.strip().replace("/", "-") or "-", safe="") for text in (area, cell))
    return lead_back(f"{request.url.path}/{named}")


@router.get("/{gss}/{cell}")
def thread_page(
    request: Request, person: SignedInNow, slug: str, period: str, version: int, gss: str, cell: str
) -> Response:
    """Show what was asked about a cell, and what was answered."""
    return _thread_page(request, person, (slug, period, version, gss, cell))


@router.post("/{gss}/{cell}/{act}")
def act_on_thread(
    request: Request, person: SignedInNow, form: PostedForm, slug: str, period: str, version: int, gss: str, cell: str,
    act: str,
) -> Response:  # fmt: skip
    """Ask about a cell, or answer."""
    archive, address = deployment_of(request).archive, (slug, period, version, gss, cell)
    day = today(deployment_of(request))

    def write(*, is_answer: bool) -> Act:
        return lambda connection, access: releases.ask_or_answer(
            connection, archive, access, address, text_of(form, "text"), day, is_answer=is_answer
        )

    refusal = carry_out_form(request, person, {"ask": write(is_answer=False), "answer": write(is_answer=True)}, act)
    if refusal:
        return _thread_page(request, person, address, refusal, text_of(form, "text"))
    return lead_back(request.url.path.rpartition("/")[0])


def _thread_page(
    request: Request, person: SignedIn, address: tuple[str, str, int, str, str], refusal: ActRefused | None = None,
    text: str = "",
) -> Response:  # fmt: skip
    deployment = deployment_of(request)
    day = today(deployment)
    with deployment.transaction() as connection:
        view = view_thread(connection, deployment.archive, person.access(connection), address, day)
    return render_work_page(request, person, "work_thread.html", refusal, view=view, text=text)
