"""Work: what the rounds of returns ask of somebody who is signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.people import load_names
from plugins.submissions.declared_values import SETTLED_IN
from plugins.submissions.own_parts import read_own_parts
from plugins.submissions.parts import VisiblePart, read_part, read_parts
from plugins.submissions.releases import ToAnswer, visible_releases, what_to_answer
from plugins.submissions.rounds import OpenedRound, list_rounds, read_visible_round
from plugins.submissions.visibility import acting_codes, own_authorities, sees_part
from transforms.domain.origins import MARKERS, Origin
from transforms.domain.statutory_return import StatutoryReturn
from transforms.registers import authorities
from transforms.rounds.cell_rows import CellFigure
from transforms.rounds.machines import CellState, RoundState
from transforms.rounds.part import Part, PartCell
from transforms.rounds.release import Release
from transforms.rounds.roles import Access, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive

TAGS = {  # by the state of a round, a part, a cell or a release
    "planned": "grey", "open": "blue", "frozen": "purple", "released": "green", "closed": "grey", "no-data": "grey",
    "proposed": "yellow", "confirmed": "green", "lapsed": "orange", "disputed": "red", "refused": "red",
    "superseded": "grey", "withdrawn": "red",
}  # fmt: skip

CELL_STATE_WORDS = {
    "proposed": "not confirmed", "confirmed": "confirmed", "lapsed": "changed since confirmed", "disputed": "disputed",
}  # fmt: skip


@dataclass(frozen=True)
class PartRow:
    """One authority in the matrix of a round."""

    gss: str
    name: str
    part: Part


@dataclass(frozen=True)
class RoundView:
    """A round as somebody sees it: its parts, its releases, and what they may do."""

    opened: OpenedRound
    rows: Sequence[PartRow]
    releases: Sequence[Release]
    to_answer: ToAnswer | None
    access: Access

    @property
    def address(self) -> str:
        """Its page."""
        return f"/work/rounds/{self.opened.round.subject}"

    @property
    def title(self) -> str:
        """The return and the period, in words."""
        return title_of(self.opened)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many parts are in each state."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.part.state.value] = counts.get(row.part.state.value, 0) + 1
        return counts

    def may(self, role: str) -> bool:
        """Whether they hold a role."""
        return self.access.has(Role(role))


@dataclass(frozen=True)
class PartView:
    """An authority's part as somebody sees it, the cells that changed since it was confirmed first."""

    visible: VisiblePart
    name: str
    is_officer: bool
    is_certifier: bool
    labels: Mapping[str, str]
    confirmed_by: str = ""  # the name of who confirmed last
    agrees_as: str = ""  # the person of the data team who looks at it; blank for anybody else

    @property
    def confirmed_cells(self) -> Mapping[str, CellFigure]:
        """The figures that were confirmed last, by cell; what was left out or disputed then is not among them."""
        return {cell.cell: cell.confirmed for cell in self.visible.part.cells if cell.confirmed}

    @property
    def check_sentences(self) -> Mapping[str, str]:
        """What each check that asks has found, in a sentence, by the name of the check."""
        definition = self.visible.opened.definition
        return {question.check: definition.reason(question.check).sentence for question in self.visible.questions}

    @property
    def address(self) -> str:
        """Its page."""
        return f"/work/rounds/{self.visible.opened.round.subject}/parts/{self.visible.part.gss}"

    @property
    def cells(self) -> Sequence[PartCell]:
        """Its cells, those that need somebody first."""
        order = {"disputed": 0, "lapsed": 1}
        return sorted(self.visible.part.cells, key=lambda cell: order.get(cell.state.value, 2))

    @property
    def cells_to_see(self) -> Sequence[PartCell]:
        """The cells that changed, are disputed, were left out or declared."""
        return [
            cell
            for cell in self.cells
            if cell.state in (CellState.DISPUTED, CellState.LAPSED) or cell.why or cell.origin == Origin.DECLARED
        ]

    @property
    def to_agree(self) -> Sequence[tuple[PartCell, str]]:
        """What the council declared and the data team may agree to, with the act by which it does."""
        if not self.agrees_as or self.visible.opened.round.state not in SETTLED_IN:
            return []
        acts = ((cell, self._act_of_data_team(cell)) for cell in self.visible.part.cells)
        return [(cell, act) for cell, act in acts if act]

    def _act_of_data_team(self, cell: PartCell) -> str:
        """Return by which act somebody of the data team agrees to what the council gave; blank for none."""
        part, person = self.visible.part, self.agrees_as
        if cell.state is CellState.DISPUTED and cell.declared and part.disputed_by.get(cell.cell) != person:
            if not cell.acceptance_by:
                return "propose-acceptance"
            return "accept-value" if cell.acceptance_by != person else ""
        is_declared = cell.origin == Origin.DECLARED and not cell.agreed_by and cell.cell not in part.accepted
        return "agree-to-declaration" if is_declared and part.declared_by.get(cell.cell) != person else ""

    @property
    def cells_by_name(self) -> Mapping[str, PartCell]:
        """Its cells by name."""
        return {cell.cell: cell for cell in self.visible.part.cells}

    def cell_address(self, cell: str) -> str:
        """Return the page of a cell as it was known when it was proposed: how it is derived, and its records."""
        opened = self.visible.opened
        vintage = opened.round.knowledge
        as_known = f"?as-known={vintage.as_known}" if vintage else ""
        return f"/returns/{opened.round.subject}/{self.visible.part.gss}/{cell}{as_known}"

    def sign_of(self, cell: PartCell) -> str:
        """Return the shorthand for the origin of a cell; blank where it is computed."""
        return MARKERS.get(Origin(cell.origin), "")


def list_work(connection: "Connection", archive: "Archive", access: Access, day: date) -> list[RoundView]:
    """Return the rounds that somebody sees, with the parts that are theirs, and no others' for the data team."""
    rounds = list_rounds(connection, archive, access, day)
    own = {
        opened.round.subject: own_authorities(access, opened.authorities(archive), day)
        for opened in rounds
        if access.authorities
    }
    parts = read_own_parts(connection, archive, rounds, own)
    return [
        RoundView(
            opened,
            [PartRow(gss, authority_name(gss), part) for gss, part in parts[opened.round.subject].items()],
            [*visible_releases(access, opened).values()],
            None,
            access,
        )
        for opened in rounds
    ]


def view_round(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str], day: date
) -> RoundView:
    """Return a round with every part that somebody sees."""
    opened = read_visible_round(connection, archive, access, *address, day)
    parts = read_parts(connection, archive, opened)
    rows = [PartRow(gss, authority_name(gss), part) for gss, part in parts.items() if sees_part(access, gss, day)]
    is_due = access.is_data_team and opened.round.state in (RoundState.FROZEN, RoundState.RELEASED)
    to_answer = what_to_answer(connection, archive, opened) if is_due else None
    return RoundView(opened, rows, [*visible_releases(access, opened).values()], to_answer, access)


def view_part(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, str], day: date
) -> PartView:
    """Return an authority's part, and whether somebody may declare or confirm in it."""
    visible = read_part(connection, archive, access, address, day)
    codes, definition = acting_codes(address[2], day), visible.opened.definition
    last = visible.part.confirmation
    return PartView(
        visible,
        authority_name(address[2]),
        access.has(Role.OFFICER, *codes),
        access.may_certify(codes, definition.round_rules.certifying_role),
        {cell.name: cell.label for cell in definition.cells},
        load_names(connection).get(last.by, "") if last else "",
        access.person if access.is_data_team else "",
    )


def title_of(opened: OpenedRound) -> str:
    """Return the return and the period of a round, in words."""
    return f"{opened.definition.title}, {opened.definition.period_in_words(opened.period)}"


def area_name(definition: StatutoryReturn, gss: str) -> str:
    """Return the name of an authority, or of an area over which a return is added up."""
    area = definition.total_area(gss)
    return area.name if area else authority_name(gss)


def authority_name(gss: str) -> str:
    """Return the name of an authority; its code where the register does not have it."""
    authority = authorities().get(gss)
    return authority.name if authority else gss
