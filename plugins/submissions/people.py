"""People: who somebody is to us today, and the granting and ending of roles.

Source: docs/specifications/life-of-a-return.md, section 1.
"""

from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.audit_trail import append_entry, load_entries, lock_trail
from plugins.storage.warehouse.people import Person, load_people, load_person
from plugins.submissions.refusals import InvalidInput, NotAllowed, NotVisible, StateConflict, stated
from plugins.submissions.visibility import NOTHING, expect_role
from transforms.registers import authorities
from transforms.returns import RETURNS
from transforms.rounds.roles import EVERYTHING, Access, Grant, Role, check_scope, grants_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

SETTINGS = "process/settings"  # who names the first administrator


def access_of(connection: "Connection", person: Person, day: date, first_administrator: str = "") -> Access:
    """Return what a person may do on a day.

    Args:
        connection: a transaction.
        person: who they are.
        day: today.
        first_administrator: the subject that the settings name; they are granted that role when they first come.

    """
    grants = load_grants(connection, person.key)
    if person.subject == first_administrator and not any(grant.role is Role.ADMINISTRATOR for grant in grants):
        lock_trail(connection)
        grants = load_grants(connection, person.key)
        if not any(grant.role is Role.ADMINISTRATOR for grant in grants):
            _append_grant(
                connection, SETTINGS, person, (Role.ADMINISTRATOR, EVERYTHING), (day, None), "Named by a setting"
            )
            grants = load_grants(connection, person.key)
    return Access(person.key, tuple(grant for grant in grants if grant.holds_on(day)))


def load_grants(connection: "Connection", person: str) -> list[Grant]:
    """Return every grant that a person ever had."""
    return grants_of(load_entries(connection, person, acts=("grant-role", "end-role")))


def load_everybody(connection: "Connection") -> list[tuple[Person, list[Grant]]]:
    """Return everybody with their grants, ended ones too."""
    return [(person, load_grants(connection, person.key)) for person in load_people(connection)]


def sees_people(access: Access) -> bool:
    """Whether somebody sees people and their roles: administrators, the data team and auditors."""
    return access.reads_everything or access.has(Role.ADMINISTRATOR)


def expect_people(access: Access) -> None:
    """Raise NotVisible where people and their roles are not somebody's to see."""
    if not sees_people(access):
        raise NotVisible(NOTHING)


def grant_role(
    connection: "Connection",
    access: Access,
    person_id: int,
    role_and_scope: tuple[str, str],
    period: tuple[date, date | None],
    why: str,
) -> int:
    """Grant a role over a scope, from a day until a day, and return the number of the grant."""
    lock_trail(connection)
    person = _administered(connection, access, person_id)
    role, scope = _role(role_and_scope[0]), role_and_scope[1]
    try:
        check_scope(role, scope, authorities(), [definition.slug for definition in RETURNS])
    except ValueError as error:
        raise InvalidInput(str(error), {"scope": str(error)}) from error
    if period[1] is not None and period[1] < period[0]:
        raise InvalidInput("a grant can't end before it begins", {"until": "Enter a day after the first day"})
    return _append_grant(connection, access.person, person, (role, scope), period, stated("why", why))


def end_role(
    connection: "Connection", access: Access, person_id: int, number: int, day: date, why: str
) -> tuple[Person, list[Grant]]:
    """End a grant at once, and return the person with their grants."""
    lock_trail(connection)
    person = _administered(connection, access, person_id)
    grant = next((grant for grant in load_grants(connection, person.key) if grant.number == number), None)
    if grant is None:
        raise NotVisible(f"{person.name or person.subject} has no grant {number}")
    if grant.until is not None and grant.until < day:
        raise StateConflict(f"grant {number} has ended")
    append_entry(
        connection, access.person, "end-role", person.key, {"grant": number, "on": str(day)}, stated("why", why)
    )
    return person, load_grants(connection, person.key)


def _administered(connection: "Connection", access: Access, person_id: int) -> Person:
    """Return a person whose roles somebody may change: an administrator those of others, never their own."""
    expect_people(access)
    expect_role(access, Role.ADMINISTRATOR)
    person = load_person(connection, person_id)
    if person is None:
        raise NotVisible(f"there is no person {person_id}")
    if person.key == access.person:
        raise NotAllowed("nobody grants or ends a role of their own: ask another administrator")
    return person


def _append_grant(
    connection: "Connection",
    by: str,
    person: Person,
    role_and_scope: tuple[Role, str],
    period: tuple[date, date | None],
    why: str,
) -> int:
    what = {
        "role": role_and_scope[0].value, "scope": role_and_scope[1], "since": str(period[0]),
        "until": str(period[1]) if period[1] else None,
    }  # fmt: skip
    return append_entry(connection, by, "grant-role", person.key, what, why).number


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        names = ", ".join(Role)
        raise InvalidInput(f"“{name}” is no role; the roles are {names}", {"role": f"Choose one of {names}"}) from error
