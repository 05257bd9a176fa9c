"""What the pages of people who are signed in share: rendering them, and doing what their forms ask for.

Every form works without scripts; what is refused is said at the top of the same page, and everything typed stays.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException, Request
from starlette.responses import RedirectResponse, Response

from plugins.portal.accounts.sessions import SignedIn
from plugins.portal.pages import deployment_of, render_page
from plugins.portal.views.work import TAGS
from plugins.storage.warehouse.audit_trail import lock_trail
from plugins.submissions.refusals import ActRefused, InvalidInput
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

SEE_OTHER, NO_STORE = 303, {"Cache-Control": "no-store"}
DIGITS_AT_MOST = 9  # of the number of a person or a grant
Act = Callable[["Connection", Access], object]


def render_work_page(
    request: Request, person: SignedIn, template: str, refusal: ActRefused | None = None, **context: object
) -> Response:
    """Return a page for who is signed in, which no cache keeps; `refusal` says what was wrong with a form."""
    response = render_page(
        request, template, refusal.status if refusal else 200, person=person, refusal=refusal, tags=TAGS, **context
    )
    response.headers.update(NO_STORE)
    return response


def carry_out_form(request: Request, person: SignedIn, acts: Mapping[str, Act], name: str) -> ActRefused | None:
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


def lead_back(address: str) -> Response:
    """Return an answer that leads to a page, after a form was taken."""
    return RedirectResponse(address, SEE_OTHER, NO_STORE)


def text_of(form: Any, name: str) -> str:  # noqa: ANN401 - a form, or the values of one
    """Return what was entered in a field, without blanks around it; blank where there is no such field."""
    return str(form.get(name) or "").replace("\0", "").strip()


def number_of(form: Any, name: str) -> int:  # noqa: ANN401
    """Return the number in a field; 0, which nothing has, where there is none."""
    text = text_of(form, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS_AT_MOST else 0


def day_of(form: Any, name: str) -> date | None:  # noqa: ANN401
    """Return the day in a field, None where it is blank; raise InvalidInput for what is no day."""
    text = text_of(form, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidInput(f"{name} is not a day", {name: "Write the day as 2026-01-31"}) from error
