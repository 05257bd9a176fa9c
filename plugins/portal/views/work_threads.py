"""What departments ask about cells of a release, and what is answered: each thread stays with its cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.portal.views.work import area_name
from plugins.storage.warehouse.people import load_names
from plugins.submissions.releases import CellThread, read_thread
from transforms.domain.statutory_return import StatutoryReturn
from transforms.rounds.release import QuestionMessage, Release
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive


@dataclass(frozen=True)
class ThreadLink:
    """A cell of a release that was asked about, and whether the newest question still waits for an answer."""

    version: int
    gss: str
    area: str
    cell: str
    is_waiting: bool
    on: date  # of the newest message

    @property
    def path(self) -> str:
        """Its page, below that of its round."""
        return f"/releases/{self.version}/cells/{self.gss}/{self.cell}"


@dataclass(frozen=True)
class ThreadView:
    """The page of a cell of a release: who asked and answered what."""

    thread: CellThread
    area: str
    label: str
    messages: Sequence[tuple[QuestionMessage, str]]  # with the name of who wrote it

    @property
    def round_address(self) -> str:
        """The page of its round."""
        return f"/work/rounds/{self.thread.opened.round.subject}"

    @property
    def address(self) -> str:
        """Its page."""
        thread = self.thread
        return f"{self.round_address}/releases/{thread.release.version}/cells/{thread.gss}/{thread.cell}"


def view_thread(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, int, str, str], day: date
) -> ThreadView:
    """Return the page of a cell of a release; raise NotVisible where it is not theirs."""
    thread = read_thread(connection, archive, access, address, day)
    names, definition = load_names(connection), thread.opened.definition
    messages = [(message, names.get(message.by, "")) for message in thread.messages]
    return ThreadView(thread, area_name(definition, thread.gss), definition.cell(thread.cell).label, messages)


def list_threads(definition: StatutoryReturn, releases: Iterable[Release], gss: str | None = None) -> list[ThreadLink]:
    """Return the cells of some releases that were asked about, those that wait for an answer first.

    Args:
        definition: of the return.
        releases: with their questions and answers.
        gss: the one area whose cells count; None for all.

    """
    newest: dict[tuple[int, str, str], QuestionMessage] = {}
    for release in releases:
        for message in release.messages:
            newest[release.version, message.gss, message.cell] = message
    links = [
        ThreadLink(version, area, area_name(definition, area), cell, not message.is_answer, message.on)
        for (version, area, cell), message in newest.items()
        if gss in (None, area)
    ]
    return sorted(links, key=lambda link: (not link.is_waiting, link.area, link.cell, link.version))
