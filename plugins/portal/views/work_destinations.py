"""Where packages are delivered and what arrived there last; the keys that sign them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.submissions.refusals import NotVisible
from plugins.submissions.releases import read_releases
from plugins.submissions.rounds import list_every_round
from plugins.submissions.visibility import NOTHING
from transforms.registers.destinations import Destination, destinations
from transforms.returns import RETURNS
from transforms.rounds.roles import Access, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class DestinationRow:
    """A place where a return is delivered, and the version that arrived there last, in words."""

    title: str
    destination: Destination
    newest: str = ""
    address: str = ""  # of the round of that version


def sees_destinations(access: Access) -> bool:
    """Whether somebody sees where packages go: the data team, auditors and administrators."""
    return access.reads_everything or access.has(Role.ADMINISTRATOR)


def list_destinations(
    connection: "Connection", access: Access, register: Path | None, day: date
) -> Sequence[DestinationRow]:
    """Return every destination in force; raise NotVisible for who is to know none of them."""
    if not sees_destinations(access):
        raise NotVisible(NOTHING)
    newest = _newest_deliveries(connection)
    return [
        DestinationRow(definition.title, destination, *newest.get((definition.slug, destination.name), ("", "")))
        for definition in RETURNS
        for destination in destinations(definition.slug, day, register)
    ]


def _newest_deliveries(connection: "Connection") -> dict[tuple[str, str], tuple[str, str]]:
    """Return the newest version that arrived, in words, and the page of its round, by return and destination."""
    newest: dict[tuple[str, str], tuple[str, str]] = {}
    for opened in list_every_round(connection, with_parts=False):  # the newest period of each return first
        for release in sorted(read_releases(opened).values(), key=lambda release: -release.version):
            for name in release.delivered:
                words = f"{opened.definition.period_in_words(opened.period)}, version {release.version}"
                page = f"/work/rounds/{opened.round.subject}"
                newest.setdefault((opened.definition.slug, name), (words, page))
    return newest
