"""Acting for a person on the command line: who acts, and what is refused, in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import refuse
from plugins.cli.deployed import open_configured_deployment

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from plugins.settings import Settings
    from plugins.storage.archive import Archive
    from plugins.storage.warehouse.people import Person
    from transforms.rounds.roles import Access

By = Annotated[
    str, typer.Option("--by", metavar="SUBJECT", help="The person who acts, by their name at the identity provider.")
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, in a sentence.")]
PartAuthority = Annotated[str, typer.Option("--authority", metavar="GSS", help="The authority whose part it is.")]
ReleaseVersion = Annotated[int, typer.Option("--version", metavar="N", min=1, help="The version of the release.")]


@dataclass(frozen=True)
class Acting:
    """A transaction in which a person acts."""

    connection: "Connection"
    archive: "Archive"
    settings: "Settings"
    access: "Access"
    day: "date"


@contextmanager
def acting(by: str) -> Iterator[Acting]:
    """Open a transaction in which a person acts; what is refused is said in a sentence, and nothing is recorded."""
    with open_configured_deployment() as deployment:
        from datetime import datetime

        from plugins.submissions.people import access_of
        from transforms.rounds.deadlines import LONDON

        day = datetime.now(LONDON).date()
        with refusals_in_a_sentence(), deployment.transaction() as connection:
            person = person_named(connection, deployment.settings, by)
            access = access_of(connection, person, day, deployment.settings.administrator)
            yield Acting(connection, deployment.archive, deployment.settings, access, day)


@contextmanager
def refusals_in_a_sentence() -> Iterator[None]:
    """Stop the command with one sentence where an act is refused."""
    from plugins.submissions.refusals import ActRefused

    try:
        yield
    except ActRefused as error:
        refuse(_in_a_sentence(error))


def person_named(connection: "Connection", settings: "Settings", subject: str) -> "Person":
    """Return the person whom the identity provider calls `subject`, who may not have come yet."""
    from plugins.storage.warehouse.people import record_person

    if settings.sign_in is None:
        refuse("No identity provider is set, so nobody can act: set COUNCIL_RETURNS_SIGN_IN.")
    if not subject.strip():
        refuse("Nobody is named.")
    return record_person(connection, settings.sign_in.issuer, subject.strip())


def _in_a_sentence(error: Exception) -> str:
    from plugins.submissions.refusals import ActRefused

    facts = error.facts if isinstance(error, ActRefused) else {}
    changed, unanswered = facts.get("changed"), facts.get("unanswered")
    words = str(error)
    if isinstance(changed, list) and changed:
        words += f": {', '.join(cell['cell'] for cell in changed[:20])}; their hash is {facts.get('cells_sha256')}"
    if isinstance(unanswered, list) and unanswered:
        words += f": {', '.join(item.get('check') or item['part'] for item in unanswered[:20])}"
    return f"{words[:1].upper()}{words[1:]}."
