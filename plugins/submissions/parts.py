"""An authority's part of a round: confirmed, disputed, declared, explained.

Source: docs/specifications/life-of-a-return.md, section 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from plugins.storage.warehouse.audit_trail import append_entry, load_entries, lock_trail
from plugins.submissions.assembly_cells import CheckQuestion, load_exceptions, rows_in
from plugins.submissions.declarations import load_carried
from plugins.submissions.recently_read import RecentlyRead
from plugins.submissions.refusals import InvalidInput, NotAllowed, NotVisible, StateConflict, stated, without_repeats
from plugins.submissions.rounds import OpenedRound, read_round
from plugins.submissions.visibility import NOTHING, acting_codes, expect_part
from transforms.audit import AuditEntry
from transforms.rounds.cell_rows import NOT_DERIVED, written_declaration
from transforms.rounds.machines import NotPermitted
from transforms.rounds.part import DeclaredValue, Part, PartCell, follow_part
from transforms.rounds.roles import Access, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive


PARTS_READ: RecentlyRead[dict[str, Part]] = RecentlyRead(12)  # of rounds


@dataclass(frozen=True)
class VisiblePart:
    """An authority's part with its round and the checks that ask about it."""

    opened: OpenedRound
    part: Part
    questions: tuple[CheckQuestion, ...]

    @property
    def subject(self) -> str:
        """The part as entries of the audit trail name it."""
        return f"{self.opened.round.subject}/{self.part.gss}"


def read_parts(connection: "Connection", archive: "Archive", opened: OpenedRound) -> dict[str, Part]:
    """Return the part of every authority of a round, by code; it must not be changed."""
    entries = opened.entries if opened.has_parts else load_entries(connection, opened.round.subject)
    carried = _carried(connection, opened)
    vintage = opened.round.knowledge
    said_before = tuple((gss, *cells.items()) for gss, cells in carried.items())
    key = (archive, opened.round.subject, entries[-1].hash if entries else "", vintage, said_before)
    return PARTS_READ.get(key, lambda: _follow_all(archive, opened, entries, carried))


def _follow_all(
    archive: "Archive", opened: OpenedRound, entries: Sequence[AuditEntry],
    carried: Mapping[str, Mapping[str, DeclaredValue]],
) -> dict[str, Part]:  # fmt: skip
    of_round = [entry for entry in entries if entry.subject == opened.round.subject]
    own: dict[str, list[AuditEntry]] = {}
    for entry in entries:
        own.setdefault(entry.subject.rpartition("/")[2], []).append(entry)
    return {
        gss: follow(archive, opened, gss, of_round, own.get(gss, []), carried.get(gss, {}))
        for gss in opened.authorities(archive)
    }


def read_part(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], day: date
) -> VisiblePart:
    """Return a part that somebody sees; raise NotVisible for any other.

    Args:
        connection: a transaction.
        archive: where the files of assemblies are.
        access: who asks.
        address: the return, the period and the authority.
        day: today.

    """
    return_slug, period, gss = address
    expect_part(access, gss, day)
    opened = read_round(connection, return_slug, period)
    if gss not in opened.authorities(archive):
        raise NotVisible(NOTHING)
    of_round = [entry for entry in opened.entries if entry.subject == opened.round.subject]
    own = [entry for entry in opened.entries if entry.subject == f"{opened.round.subject}/{gss}"]
    part = follow(archive, opened, gss, of_round, own, _carried(connection, opened).get(gss, {}))
    return VisiblePart(opened, part, questions_of(archive, opened, gss))


def questions_of(archive: "Archive", opened: OpenedRound, gss: str) -> tuple[CheckQuestion, ...]:
    """Return the checks that ask about an authority's part."""
    vintage = opened.round.knowledge
    if vintage is None:
        return ()
    reasons = {check.reason for check in opened.definition.checks}
    return tuple(
        question
        for question in load_exceptions(archive, vintage.prefix)
        if question.gss == gss and question.check in reasons
    )


def declare_cell(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str],
    declaration: Mapping[str, Any], day: date,
) -> None:  # fmt: skip
    """Declare what can't be derived of a cell: a number or “nil”, why, and until when following periods have it too."""
    visible = _acted_on(connection, archive, access, address, "declare-cell", day)
    _expect_officer(access, address[2], day)
    name, why = declaration["cell"], stated("why", declaration["why"])
    cell = cell_named(visible, name)
    if name in visible.part.accepted:
        raise StateConflict(f"the data team accepted {cell.value} for {name}: dispute it instead")
    if cell.origin not in NOT_DERIVED and cell.origin != "declared":
        raise StateConflict(
            f"{name} is {cell.origin} from published data, which a declared value never overwrites: dispute it instead"
        )
    try:
        written = written_declaration(visible.opened.definition, name, str(declaration["value"]))
    except ValueError as error:
        raise InvalidInput(str(error), {"value": str(error)}) from error
    until = _until(declaration.get("until"), visible.opened)
    what = {"cell": name, "value": str(declaration["value"]).strip(), "written": written, "until": until}
    append_entry(connection, access.person, "declare-cell", visible.subject, what, why)


def explain_check(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], check: str, why: str,
    day: date,
) -> None:  # fmt: skip
    """Answer a check's question in words that travel with the release."""
    visible = _acted_on(connection, archive, access, address, "explain-check", day)
    _expect_officer(access, address[2], day)
    words = stated("why", why)
    if check not in {question.check for question in visible.questions}:
        raise InvalidInput(f"no check “{check}” asks about this part", {"check": "Choose one of the checks that ask"})
    append_entry(connection, access.person, "explain-check", visible.subject, {"check": check}, words)


def confirm_cells(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], cells_sha256: str,
    left_out: Sequence[Mapping[str, str]], day: date,
) -> None:  # fmt: skip
    """Confirm the cells that a hash names, all or all but some with a reason each.

    Raises:
        StateConflict: with the changed cells, where the hash is not the present one; nothing is recorded.

    """
    visible = _acted_on(connection, archive, access, address, "confirm-cells", day)
    part, rules = visible.part, visible.opened.definition.round_rules
    _expect_certifier(access, visible, day)
    if cells_sha256 != part.cells_sha256:
        changed = [_changed(cell) for cell in part.changed_since(cells_sha256)]
        raise StateConflict(
            "the cells have changed since: look at the changed ones, then confirm again", changed=changed,
            cells_sha256=part.cells_sha256,
        )  # fmt: skip
    names = [cell["cell"] for cell in left_out]
    without_repeats("except", names)
    reasons = [{"cell": cell_named(visible, cell["cell"]).cell, "why": stated("why", cell["why"])} for cell in left_out]
    own = [name for name, by in part.declared_by.items() if by == access.person and name not in names]
    if own and not rules.officer_may_certify:
        raise NotAllowed(
            f"you declared {', '.join(sorted(own))} yourself: somebody else confirms them, or leave them out"
        )
    what = {
        "cells_sha256": cells_sha256, "receipt": part.receipt, "role": rules.certifying_role, "except": reasons
    }  # fmt: skip
    append_entry(connection, access.person, "confirm-cells", visible.subject, what)


def dispute_cells(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str],
    cells: Sequence[Mapping[str, Any]], day: date,
) -> None:  # fmt: skip
    """Dispute cells, each with a reason and, where the council says so, the value that it should have."""
    visible = _acted_on(connection, archive, access, address, "dispute-cells", day)
    _expect_certifier(access, visible, day)
    if not cells:
        raise InvalidInput("no cell is named", {"cells": "Name at least one cell"})
    without_repeats("cells", [cell["cell"] for cell in cells])
    disputed = [_disputed(visible, cell) for cell in cells]
    append_entry(connection, access.person, "dispute-cells", visible.subject, {"cells": disputed})


def withdraw_dispute(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], cell: str, why: str,
    day: date,
) -> None:  # fmt: skip
    """Withdraw the dispute of a cell, which settles it."""
    visible = _acted_on(connection, archive, access, address, "withdraw-dispute", day)
    _expect_certifier(access, visible, day)
    if cell_named(visible, cell).state != "disputed":
        raise StateConflict(f"{cell} is not disputed")
    append_entry(connection, access.person, "withdraw-dispute", visible.subject, {"cell": cell}, stated("why", why))


def _acted_on(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], act: str, day: date
) -> VisiblePart:
    """Return a part that somebody acts on; raise StateConflict where it takes no such act now."""
    lock_trail(connection)
    visible = read_part(connection, archive, access, address, day)
    if not access.is_of_authority(acting_codes(address[2], day)):
        raise NotAllowed("this is for the authority itself")
    opened = visible.opened.round
    if not opened.takes_acts:
        raise StateConflict(f"the round is {opened.state}: its parts can't be changed now", state=opened.state)
    try:
        visible.part.expect_possible(act)
    except NotPermitted as error:
        raise StateConflict(str(error)) from error
    return visible


def _expect_officer(access: Access, gss: str, day: date) -> None:
    if not access.has(Role.OFFICER, *acting_codes(gss, day)):
        raise NotAllowed("this is for an officer of the authority")


def _expect_certifier(access: Access, visible: VisiblePart, day: date) -> None:
    rules = visible.opened.definition.round_rules
    if not access.may_certify(acting_codes(visible.part.gss, day), rules.certifying_role):
        raise NotAllowed(f"this is for who certifies this return: {rules.certifying_words.lower()}")


def cell_named(visible: VisiblePart, name: str) -> PartCell:
    """Return a cell of a part; raise InvalidInput where there is none of that name."""
    for cell in visible.part.cells:
        if cell.cell == name:
            return cell
    raise InvalidInput(f"unknown cell “{name}”", {"cell": "Enter a cell of this return"})


def _disputed(visible: VisiblePart, cell: Mapping[str, Any]) -> dict[str, Any]:
    name, value = cell_named(visible, cell["cell"]).cell, cell.get("value")
    text = "" if value is None else str(value).strip()
    try:
        written = written_declaration(visible.opened.definition, name, text) if text else None
    except ValueError as error:
        raise InvalidInput(str(error), {"value": str(error)}) from error
    return {"cell": name, "why": stated("why", cell["why"]), "value": written}


def _changed(cell: PartCell) -> dict[str, Any]:
    before = cell.confirmed
    return {
        "cell": cell.cell, "value": cell.value, "origin": cell.origin, "state": cell.state.value,
        "confirmed_value": before.value if before else None, "confirmed_origin": before.origin if before else None,
    }  # fmt: skip


def _until(text: object, opened: OpenedRound) -> str | None:
    """Return until when a declaration is carried forward; None where it is for this period alone."""
    if text in (None, ""):
        return None
    try:
        until = date.fromisoformat(str(text))
    except ValueError as error:
        raise InvalidInput("until is not a day", {"until": "Write the day as 2026-01-31"}) from error
    if until < opened.period.last:
        raise InvalidInput("until is before the end of the period", {"until": "Enter a day after the period"})
    return until.isoformat()


def declared_values(carried: Mapping[str, Mapping[str, AuditEntry]]) -> dict[str, dict[str, DeclaredValue]]:
    """Return what entries declare, by authority and cell."""
    return {
        gss: {cell: DeclaredValue(entry.what["written"], entry.by) for cell, entry in cells.items()}
        for gss, cells in carried.items()
    }


def _carried(connection: "Connection", opened: OpenedRound) -> dict[str, dict[str, DeclaredValue]]:
    """Return what authorities declared for earlier periods and this one, by authority and cell."""
    return declared_values(load_carried(connection, opened.definition.slug, opened.period))


def follow(
    archive: "Archive", opened: OpenedRound, gss: str, of_round: Sequence[AuditEntry], own: Sequence[AuditEntry],
    carried: Mapping[str, DeclaredValue],
) -> Part:  # fmt: skip
    """Return an authority's part out of the entries of its round and of its own, and what it declared before."""
    entries = sorted((*of_round, *own), key=lambda entry: entry.number) if own else of_round
    return follow_part(gss, opened.round.subject, entries, rows_in(archive, of_round, gss), carried)
