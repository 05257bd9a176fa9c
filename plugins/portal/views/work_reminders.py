"""Who has not confirmed in a round, who can, and the reminder to send them.

Known   the messages of the day remind those who wait to confirm (plugins/submissions/chases.py); these drafts are for a
        collector who writes to a council besides, such as one whose data is missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from plugins.portal.views.work import RoundView
from plugins.portal.views.work_matrix import MatrixRow
from plugins.submissions.chases import WAITING
from plugins.submissions.people import load_everybody
from plugins.submissions.visibility import acting_codes
from transforms.domain.period import day_in_words
from transforms.render.report_words.counts import counted
from transforms.rounds.machines import PartState
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOT_CONFIRMED = (PartState.NO_DATA, *WAITING)


@dataclass(frozen=True)
class Reminder:
    """A council that has not confirmed, the e-mail addresses of who can, and what to write to them."""

    council: MatrixRow
    addresses: Sequence[str]
    subject: str
    text: str

    @property
    def mail_address(self) -> str:
        """The address that opens the draft in a mail program."""
        to = ",".join(quote(address, safe="@") for address in self.addresses)
        return f"mailto:{to}?subject={quote(self.subject)}&body={quote(self.text)}"


def draft_reminders(
    connection: "Connection", view: RoundView, councils: Iterable[MatrixRow], base: str, day: date
) -> list[Reminder]:
    """Return a reminder for every council that has not confirmed.

    Args:
        connection: a transaction.
        view: the round as a collector sees it.
        councils: those to look at.
        base: where people open the portal, without a slash at the end.
        day: today.

    """
    people = [
        (person.email, Access(person.key, tuple(grant for grant in grants if grant.holds_on(day))))
        for person, grants in load_everybody(connection)
        if "@" in person.email
    ]
    reminders = []
    for council in councils:
        row = council.row
        if row.part.state in NOT_CONFIRMED:
            codes = acting_codes(row.gss, day)
            addresses = [email for email, access in people if access.is_of_authority(codes)]
            reminders.append(Reminder(council, addresses, f"{view.title}: {row.name}", _text(view, council, base)))
    return reminders


def _text(view: RoundView, council: MatrixRow, base: str) -> str:
    row, days = council.row, view.opened.round.days
    until = f" by {day_in_words(days.freezes)}" if days else ""
    match row.part.state:
        case PartState.NO_DATA:
            requests = " ".join(dataset.request for dataset in council.missing)
            ask = f"we have no data of {row.name} yet{f', and need it{until}' if until else ''}. {requests}".strip(" .")
        case PartState.LAPSED:
            ask = f"{counted(len(row.part.changed), 'cell')} changed since you confirmed. Please look at them{until}"
        case _:
            ask = (
                f"{counted(len(row.part.cells), 'cell')} of {row.name} wait to be confirmed. Please confirm them{until}"
            )
    return f"Hello,\n\n{view.title}: {ask}.\n\n{base}{view.address}/parts/{row.gss}\n"
