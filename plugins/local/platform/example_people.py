"""The people of a demonstration: one of every role, and of two councils, whom anybody may sign in as."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from plugins.settings import Settings
    from plugins.storage.warehouse.people import Person

DEMONSTRATION = "process/demonstration"


@dataclass(frozen=True)
class ExamplePerson:
    """One of them: their name, their role, and whether they are of the first or the second council."""

    subject: str
    name: str
    role: str
    council: int | None = None

    @property
    def email(self) -> str:
        """An address at which nobody is."""
        return f"{self.subject}@example.gov.uk"


EXAMPLE_PEOPLE = (
    ExamplePerson("officer", "Olive Officer", "officer", 0),
    ExamplePerson("certifier", "Ceri Certifier", "certifier", 0),
    ExamplePerson("other-officer", "Oscar Officer", "officer", 1),
    ExamplePerson("other-certifier", "Casey Certifier", "certifier", 1),
    ExamplePerson("collector", "Cole Collector", "collector"),
    ExamplePerson("releaser", "Robin Releaser", "releaser"),
    ExamplePerson("second-releaser", "Ray Releaser", "releaser"),
    ExamplePerson("receiver", "Remy Receiver", "receiver"),
    ExamplePerson("auditor", "Audrey Auditor", "auditor"),
    ExamplePerson("administrator", "Adrian Administrator", "administrator"),
)


def example_councils(seed: int, day: date) -> list[str]:
    """Return the codes of the two councils of the example people: the first that examples.england chooses."""
    from transforms.registers import planning_authorities

    codes = [authority.gss for authority in planning_authorities(day)]
    return sorted(codes, key=lambda gss: crc32(f"{seed} {gss}".encode()))[:2]


def admit_example_people(settings: "Settings", councils: Sequence[str], since: date) -> None:
    """Grant the example people their roles, where they have none yet at this provider."""
    from plugins.storage.deployment import open_deployment
    from plugins.storage.warehouse.audit_trail import append_entry
    from plugins.storage.warehouse.people import record_person
    from plugins.submissions.people import load_grants

    if settings.sign_in is None:
        return
    with open_deployment(settings) as deployment, deployment.transaction() as connection:
        for example in EXAMPLE_PEOPLE:
            person: Person = record_person(
                connection, settings.sign_in.issuer, example.subject, example.name, example.email
            )
            if load_grants(connection, person.key):
                continue
            for scope in _scopes(example, councils):
                what = {"role": example.role, "scope": scope, "since": str(since), "until": None}
                append_entry(connection, DEMONSTRATION, "grant-role", person.key, what, "A person of the demonstration")


def _scopes(example: ExamplePerson, councils: Sequence[str]) -> list[str]:
    from transforms.domain.round_rules import CERTIFYING_ROLES
    from transforms.returns import RETURNS

    if example.role == "receiver":
        return [definition.slug for definition in RETURNS if definition.kind == "return"]
    if example.council is None:
        return [""]
    council = councils[example.council]
    return [f"{council}/{role}" for role in CERTIFYING_ROLES] if example.role == "certifier" else [council]
