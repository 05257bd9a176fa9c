"""People and roles: an administrator grants and ends them, the data team and auditors read them, nobody else does."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.portal.accounts.caller import today
from plugins.portal.accounts.sessions import PostedForm, SignedIn, SignedInNow
from plugins.portal.pages import deployment_of
from plugins.portal.views.work_people import grant_in_words, list_people
from plugins.portal.work_pages import Act, carry_out_form, day_of, lead_back, number_of, render_work_page, text_of
from plugins.submissions import people
from plugins.submissions.refusals import ActRefused
from transforms.rounds.roles import Role

router = APIRouter(prefix="/work/people")


@router.get("")
def people_page(request: Request, person: SignedInNow) -> Response:
    """Show everybody, with the roles that they hold and held."""
    return _people_page(request, person)


@router.post("/{act}")
def act_on_people(request: Request, person: SignedInNow, form: PostedForm, act: str) -> Response:
    """Grant a role, or end one."""
    why = text_of(form, "why")
    acts: dict[str, Act] = {
        "grant": lambda connection, access: people.grant_role(
            connection, access, number_of(form, "person"), (text_of(form, "role"), text_of(form, "scope")),
            (day_of(form, "since") or today(), day_of(form, "until")), why,
        ),
        "end": lambda connection, access: people.end_role(
            connection, access, number_of(form, "person"), number_of(form, "grant"), today(), why
        ),
    }  # fmt: skip
    refusal = carry_out_form(request, person, acts, act)
    return _people_page(request, person, refusal, form) if refusal else lead_back("/work/people")


def _people_page(
    request: Request,
    person: SignedIn,
    refusal: ActRefused | None = None,
    form: Any = None,  # noqa: ANN401
) -> Response:
    with deployment_of(request).transaction() as connection:
        access = person.access(connection)
        views = list_people(connection, access, today())
    return render_work_page(
        request, person, "work_people.html", refusal, views=views, form=form or {}, in_words=grant_in_words,
        roles=[(role.value, role.value.capitalize()) for role in Role], may_change=access.has(Role.ADMINISTRATOR),
    )  # fmt: skip
