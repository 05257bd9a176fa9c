"""What the data team says of values that councils declared: agreeing to one, and accepting one in place of a figure.

Source: docs/specifications/life-of-a-return.md, section 3: the data team accepts the declared value, two persons.
Known   a value that stands beside ours in a dispute takes its place once one person of the data team has proposed it
        and another has agreed; it lapses when the figure that it replaces changes. A value that fills a cell which
        nothing published gives needs nobody's agreement; the data team's shows that it has looked.
"""

from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.audit_trail import append_entry, lock_trail
from plugins.submissions.parts import VisiblePart, cell_named, read_part
from plugins.submissions.refusals import NotAllowed, StateConflict, stated
from transforms.domain.origins import Origin
from transforms.rounds.machines import CellState, RoundState
from transforms.rounds.part import PartCell
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive

SETTLED_IN = (RoundState.OPEN, RoundState.FROZEN, RoundState.RELEASED)


def propose_acceptance(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], name: str, why: str,
    day: date,
) -> None:  # fmt: skip
    """Propose to accept the value that a council's dispute sets beside ours; another person has to agree.

    Args:
        connection: a transaction.
        archive: where the files of assemblies are.
        access: who proposes, of the data team.
        address: the return, the period and the authority.
        name: the cell.
        why: the reason.
        day: today.

    """
    visible, cell = _disputed(connection, archive, access, address, name, day)
    words = stated("why", why)
    if cell.acceptance_by:
        raise StateConflict(f"somebody has proposed to accept {cell.declared} for {name} already: agree to it")
    what = {"cell": name, "value": cell.declared, "replaces": cell.value}
    append_entry(connection, access.person, "propose-declared", visible.subject, what, words)


def accept_value(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], name: str, why: str,
    day: date,
) -> None:  # fmt: skip
    """Agree that a council's value takes the place of ours, as the second person; this settles the dispute."""
    visible, cell = _disputed(connection, archive, access, address, name, day)
    words = stated("why", why)
    if not cell.acceptance_by:
        raise StateConflict(f"nobody has proposed to accept {cell.declared} for {name}: propose it first")
    if cell.acceptance_by == access.person:
        raise NotAllowed("you proposed to accept this value: another person of the data team agrees")
    what = {"cell": name, "value": cell.declared, "replaces": cell.value, "proposed_by": cell.acceptance_by}
    append_entry(connection, access.person, "accept-declared", visible.subject, what, words)


def agree_to_declaration(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], name: str, why: str,
    day: date,
) -> None:  # fmt: skip
    """Agree to a value that a council declared of a cell, for the data team; never one's own."""
    visible, cell = _of_data_team(connection, archive, access, address, name, day)
    words = stated("why", why)
    if cell.origin != Origin.DECLARED:
        raise StateConflict(f"{name} is not declared: it is {cell.origin}")
    if name in visible.part.accepted:
        raise StateConflict(f"two people of the data team have accepted {cell.value} for {name}")
    if visible.part.declared_by.get(name) == access.person:
        raise NotAllowed("you declared this value yourself: somebody else agrees to it")
    if cell.agreed_by:
        raise StateConflict(f"the data team has agreed to {name} already")
    append_entry(
        connection, access.person, "agree-declared", visible.subject, {"cell": name, "value": cell.value}, words
    )


def _disputed(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], name: str, day: date
) -> tuple[VisiblePart, PartCell]:
    """Return a cell whose dispute sets a value beside ours."""
    visible, cell = _of_data_team(connection, archive, access, address, name, day)
    if cell.state is not CellState.DISPUTED:
        raise StateConflict(f"{name} is not disputed")
    if not cell.declared:
        raise StateConflict(f"the dispute of {name} sets no value beside ours, so there is none to accept")
    if visible.part.disputed_by.get(name) == access.person:
        raise NotAllowed("you disputed this cell yourself: others decide")
    return visible, cell


def _of_data_team(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], name: str, day: date
) -> tuple[VisiblePart, PartCell]:
    lock_trail(connection)
    visible = read_part(connection, archive, access, address, day)
    if not access.is_data_team:
        raise NotAllowed("this is for the data team")
    state = visible.opened.round.state
    if state not in SETTLED_IN:
        raise StateConflict(f"the round is {state}: its parts can't be changed now", state=state)
    return visible, cell_named(visible, name)
