"""Chases: those who have not confirmed are reminded, by the calendar of the round or because a collector asks for it.

Source: docs/specifications/life-of-a-return.md, section 6.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.audit_trail import append_entry, lock_trail
from plugins.submissions.parts import read_parts
from plugins.submissions.refusals import StateConflict, stated
from plugins.submissions.rounds import read_visible_round
from plugins.submissions.visibility import expect_role
from transforms.rounds.machines import ROUND, NotPermitted, PartState
from transforms.rounds.part import Part
from transforms.rounds.roles import Access, Role
from transforms.rounds.round import Round

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive

WAITING = (PartState.PROPOSED, PartState.LAPSED)


def waiting_authorities(parts: Mapping[str, Part]) -> list[str]:
    """Return the authorities that have something to confirm and have not."""
    return [gss for gss, part in parts.items() if part.state in WAITING]


def record_chase(connection: "Connection", by: str, opened: Round, authorities: Sequence[str], why: str = "") -> None:
    """Write down that authorities are reminded; raise NotPermitted where the round is not open."""
    ROUND.after(opened.state, "chase-round")
    append_entry(connection, by, "chase-round", opened.subject, {"authorities": list(authorities)}, why)


def chase_round(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str], why: str, day: date
) -> list[str]:
    """Have everybody reminded who has not confirmed, with the next messages, and return their codes."""
    lock_trail(connection)
    opened = read_visible_round(connection, archive, access, *address, day)
    expect_role(access, Role.COLLECTOR)
    words = stated("why", why)
    waiting = waiting_authorities(read_parts(connection, archive, opened))
    if not waiting:
        raise StateConflict("nobody has anything left to confirm", state=opened.round.state)
    try:
        record_chase(connection, access.person, opened.round, waiting, words)
    except NotPermitted as error:
        raise StateConflict(str(error), state=opened.round.state) from error
    return waiting
