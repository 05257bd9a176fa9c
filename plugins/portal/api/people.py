"""People: who they are and which roles they hold or held; granting and ending roles.

Source: docs/specifications/life-of-a-return.md, section 1.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from plugins.portal.accounts.caller import CallerNow, today
from plugins.portal.api.acts import ACT_PROBLEMS, PRIVATE_PROBLEMS, ActBody, IdempotencyKey, Why, carry_out
from plugins.portal.api.visible import visible_people
from plugins.portal.pages import deployment_of
from plugins.storage.warehouse.people import Person
from plugins.submissions import people
from transforms.rounds.roles import Access, Grant

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(prefix="/api/v1/people", tags=["People"], responses=PRIVATE_PROBLEMS)
VISIBLE = [Depends(visible_people)]
MOST = 2**31 - 1
PersonId = Annotated[int, Path(ge=1, le=MOST, description="The number of a person")]
GrantNumber = Annotated[int, Path(ge=1, le=2**63 - 1, description="The number of the entry that granted it")]


@dataclass(frozen=True)
class GrantFact:
    """A role over a scope, from a day until a day; null for no end."""

    number: int
    role: str
    scope: str
    since: date
    until: date | None


@dataclass(frozen=True)
class PersonFact:
    """A person as the identity provider names them, and the roles that they hold or held."""

    person: int
    subject: str
    name: str
    grants: list[GrantFact]


class GrantBody(ActBody):
    """A role over a scope, from a day (today by default) until a day."""

    role: str
    scope: str = ""
    since: date | None = None
    until: date | None = None
    why: str


@router.get("")
def list_people(request: Request, caller: CallerNow) -> list[PersonFact]:
    """List everybody with the roles that they hold or held, for administrators, the data team and auditors."""
    with deployment_of(request).transaction() as connection:
        people.expect_people(caller.access(connection))
        return [_person_fact(person, grants) for person, grants in people.load_everybody(connection)]


@router.post(
    "/{person}/grants", dependencies=VISIBLE, status_code=201, response_model=GrantFact, responses=ACT_PROBLEMS
)
def grant(
    request: Request, caller: CallerNow, person: PersonId, body: GrantBody, key: IdempotencyKey = None
) -> Response:
    """Grant a role to a person, for an administrator; nobody grants a role to themselves."""

    def act(connection: "Connection", access: Access) -> GrantFact:
        period = (body.since or today(), body.until)
        number = people.grant_role(connection, access, person, (body.role, body.scope), period, body.why)
        return GrantFact(number, body.role, body.scope, *period)

    return carry_out(request, caller, key, body, act)


@router.post(
    "/{person}/grants/{number}/end",
    dependencies=VISIBLE,
    status_code=201,
    response_model=PersonFact,
    responses=ACT_PROBLEMS,
)
def end(
    request: Request, caller: CallerNow, person: PersonId, number: GrantNumber, body: Why, key: IdempotencyKey = None
) -> Response:
    """End a grant at once, for an administrator; it stays in the audit trail."""

    def act(connection: "Connection", access: Access) -> PersonFact:
        return _person_fact(*people.end_role(connection, access, person, number, today(), body.why))

    return carry_out(request, caller, key, body, act)


def _person_fact(person: Person, grants: list[Grant]) -> PersonFact:
    facts = [GrantFact(grant.number, grant.role.value, grant.scope, grant.since, grant.until) for grant in grants]
    return PersonFact(person.id, person.subject, person.name, facts)
