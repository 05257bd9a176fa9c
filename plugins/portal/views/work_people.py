"""People and what they may do, for administrators, the data team and auditors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.portal.views.work import authority_name
from plugins.storage.warehouse.people import UNNAMED, Person
from plugins.submissions.people import expect_people, load_everybody
from transforms.domain.round_rules import CERTIFYING_ROLES
from transforms.returns import statutory_return
from transforms.rounds.roles import Access, Grant, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class PersonView:
    """A person with the roles that they hold today or will hold, and those that have ended."""

    person: Person
    current: Sequence[Grant]
    ended: Sequence[Grant]

    @property
    def name(self) -> str:
        """What to call them."""
        return self.person.name or self.person.email or self.person.subject or UNNAMED


def list_people(connection: "Connection", access: Access, day: date) -> list[PersonView]:
    """Return everybody by name; raise NotVisible for whom they are not shown."""
    expect_people(access)
    views = []
    for person, grants in load_everybody(connection):
        ended = [grant for grant in grants if grant.until is not None and grant.until < day]
        views.append(PersonView(person, [grant for grant in grants if grant not in ended], ended))
    return sorted(views, key=lambda view: (view.name.casefold(), view.person.id))


def grant_in_words(grant: Grant) -> str:
    """Return a role and what it is over, in words: Officer for Adur District Council."""
    gss, _, certifying = grant.scope.partition("/")
    match grant.role:
        case Role.OFFICER:
            return f"Officer for {authority_name(gss)}"
        case Role.CERTIFIER:
            return f"Certifier for {authority_name(gss)} as {CERTIFYING_ROLES.get(certifying, certifying).lower()}"
        case Role.RECEIVER:
            return f"Receiver of {_title(grant.scope)}"
    return grant.role.value.capitalize()


def _title(slug: str) -> str:
    try:
        return statutory_return(slug).title
    except LookupError:
        return slug
