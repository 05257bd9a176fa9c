"""An authority's part of a round, as its entries in the audit trail and the files of assemblies make it.

Source: docs/specifications/life-of-a-return.md, section 3.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from transforms.audit import AuditEntry
from transforms.domain.origins import Origin
from transforms.rounds.cell_rows import AuthorityRows, CellFigure
from transforms.rounds.machines import NEEDS_DATA, PART, CellState, PartState

RowsOf = Callable[[str], AuthorityRows | None]  # by receipt; None where the authority is not in it


@dataclass(frozen=True)
class Dispute:
    """What an authority disputes of a cell: why, what it would be, the figure disputed, and who says so."""

    why: str
    value: str
    figure: CellFigure | None
    by: str
    number: int


@dataclass(frozen=True)
class DeclaredValue:
    """What an authority declared of a cell, as cells.csv writes it, and who did."""

    value: str
    by: str


@dataclass(frozen=True)
class AcceptedValue:
    """The value of a dispute that two people of the data team accepted in place of a figure, why, and who said it."""

    value: str
    replaces: CellFigure | None
    why: str
    by: str


@dataclass(frozen=True)
class Confirmation:
    """The last confirmation: when, by whom, in which role, of which cells, with which left out and why."""

    on: date
    by: str
    role: str
    cells_sha256: str
    receipt: str
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)  # there are many
class PartCell:
    """A cell of a part: its figure and state, what the authority says of it, and what was confirmed before."""

    cell: str
    value: str
    origin: str
    state: CellState
    why: str = ""
    declared: str = ""  # the value that a dispute sets beside ours
    acceptance_by: str = ""  # who of the data team proposes to accept that value
    agreed_by: str = ""  # who of the data team agrees to a declared value
    confirmed: CellFigure | None = None


@dataclass
class PartHistory:
    """What has happened to a part so far; `following` takes the next entry."""

    gss: str
    rows_of: RowsOf
    declared: dict[str, DeclaredValue] = field(default_factory=dict)  # by cell; at first what is carried forward
    receipt: str = ""
    proposed: AuthorityRows | None = None
    confirmed: dict[str, CellFigure] = field(default_factory=dict)
    confirmation: Confirmation | None = None
    disputes: dict[str, Dispute] = field(default_factory=dict)
    acceptances: dict[str, str] = field(default_factory=dict)  # by cell in dispute, who proposed to accept its value
    accepted: dict[str, AcceptedValue] = field(default_factory=dict)
    agreed: dict[str, str] = field(default_factory=dict)  # by declared cell, who of the data team agreed to it
    explanations: dict[str, str] = field(default_factory=dict)
    shas: dict[str, AuthorityRows] = field(default_factory=dict)  # everything that was ever proposed, by its hash

    @property
    def undisputed(self) -> AuthorityRows | None:
        """The rows that are proposed now, with what was declared, before anything was accepted in place of a figure."""
        values = {name: declared.value for name, declared in self.declared.items()}
        return self.proposed.with_declared(values) if self.proposed else None

    @property
    def rows(self) -> AuthorityRows | None:
        """The rows that are proposed now, with what was declared and accepted."""
        rows = self.undisputed
        return rows.with_accepted({name: accepted.value for name, accepted in self.accepted.items()}) if rows else None

    def following(self, entry: AuditEntry, *, is_own: bool) -> None:
        """Take the next entry: one of the part itself, or one of its round."""
        if is_own:
            self._take_own(entry)
        elif entry.act in ("propose-cells", "freeze-round"):
            self.receipt = entry.what["receipt"]
            self.proposed = self.rows_of(self.receipt)
        else:
            return
        self._settle()

    def _take_own(self, entry: AuditEntry) -> None:
        match entry.act:
            case "declare-cell":
                self.declared[entry.what["cell"]] = DeclaredValue(entry.what["written"], entry.by)
                self.agreed.pop(entry.what["cell"], None)
            case "agree-declared":
                self.agreed[entry.what["cell"]] = entry.by
            case "explain-check":
                self.explanations[entry.what["check"]] = entry.why
            case "confirm-cells":
                self._confirm(entry)
            case "dispute-cells":
                figures = self.rows.cells if self.rows else {}
                for cell in entry.what["cells"]:
                    name = cell["cell"]
                    self.disputes[name] = Dispute(
                        cell["why"], cell.get("value") or "", figures.get(name), entry.by, entry.number
                    )
                    self.acceptances.pop(name, None)
            case "withdraw-dispute":
                self.disputes.pop(entry.what["cell"], None)
            case "propose-declared":
                self.acceptances[entry.what["cell"]] = entry.by
            case "accept-declared":
                self._accept(entry.what["cell"])

    def _accept(self, name: str) -> None:
        """Let the value of a dispute stand in place of the figure that it disputes, which settles it."""
        dispute, rows = self.disputes.pop(name, None), self.undisputed
        if dispute and rows:
            self.accepted[name] = AcceptedValue(dispute.value, rows.cells.get(name), dispute.why, dispute.by)

    def _confirm(self, entry: AuditEntry) -> None:
        left_out = {cell["cell"]: cell["why"] for cell in entry.what["except"]}
        figures = self.rows.cells if self.rows else {}
        self.confirmed = {
            name: figure for name, figure in figures.items() if name not in left_out and name not in self.disputes
        }
        self.confirmation = Confirmation(
            entry.at.date(), entry.by, entry.what["role"], entry.what["cells_sha256"], self.receipt, left_out
        )

    def _settle(self) -> None:
        """Drop what was said of figures that have changed, and remember what is proposed by its hash."""
        own, rows = self.undisputed, self.rows
        if own is None or rows is None:
            return
        self.accepted = {
            name: accepted for name, accepted in self.accepted.items() if own.cells.get(name) == accepted.replaces
        }
        rows = self.rows or rows
        self.shas.setdefault(rows.sha256, rows)
        self.disputes = {
            name: dispute for name, dispute in self.disputes.items() if rows.cells.get(name) == dispute.figure
        }
        self.acceptances = {name: by for name, by in self.acceptances.items() if name in self.disputes}


@dataclass(frozen=True)
class Part:
    """An authority's part: its state, what it is proposed, and where each cell is."""

    gss: str
    state: PartState
    receipt: str
    cells_sha256: str
    cells: tuple[PartCell, ...]
    confirmation: Confirmation | None
    explanations: Mapping[str, str]
    declared_by: Mapping[str, str]  # of the cells that stand as the authority declared them
    disputed_by: Mapping[str, str]
    accepted: Mapping[str, AcceptedValue]  # in place of a figure, by cell
    earlier: Mapping[str, AuthorityRows]

    @property
    def changed(self) -> tuple[PartCell, ...]:
        """The cells that changed since they were confirmed: the only ones that are asked again."""
        return tuple(cell for cell in self.cells if cell.state is CellState.LAPSED)

    @property
    def counts(self) -> dict[str, int]:
        """How many cells are in each state."""
        counts = {state.value: 0 for state in CellState}
        for cell in self.cells:
            counts[cell.state.value] += 1
        return counts

    def expect_possible(self, act: str) -> None:
        """Raise NotPermitted, in words, where there is nothing that could be confirmed or disputed."""
        if act in NEEDS_DATA and self.state is PartState.NO_DATA:
            PART.after(PartState.NO_DATA, act)

    def changed_since(self, cells_sha256: str) -> tuple[PartCell, ...]:
        """Return the cells that differ from those with a hash; all of them where nothing like it was proposed."""
        before = self.earlier.get(cells_sha256)
        if before is None:
            return self.changed or self.cells
        return tuple(cell for cell in self.cells if before.cells.get(cell.cell) != CellFigure(cell.value, cell.origin))


def follow_part(
    gss: str,
    round_subject: str,
    entries: Iterable[AuditEntry],
    rows_of: RowsOf,
    carried: Mapping[str, DeclaredValue] | None = None,
) -> Part:
    """Return an authority's part after the entries of its round.

    Args:
        gss: the authority.
        round_subject: the round as entries name it; entries of other parts may be among them.
        entries: by number.
        rows_of: the rows of the authority by the receipt of an assembly.
        carried: what it has declared for following periods too, by cell.

    """
    history = PartHistory(gss, rows_of, dict(carried or {}))
    for entry in entries:
        is_own = entry.subject == f"{round_subject}/{gss}"
        if is_own or entry.subject == round_subject:
            history.following(entry, is_own=is_own)
    return _part(history)


def _part(history: PartHistory) -> Part:
    rows = history.rows
    cells = tuple(_cell(history, name, figure) for name, figure in rows.cells.items()) if rows else ()
    declared_by = {
        cell.cell: history.declared[cell.cell].by
        for cell in cells
        if cell.origin == Origin.DECLARED and cell.cell in history.declared and cell.cell not in history.accepted
    }
    return Part(
        history.gss, _state(history, cells), history.receipt, rows.sha256 if rows else "", cells, history.confirmation,
        history.explanations, declared_by, {name: dispute.by for name, dispute in history.disputes.items()},
        history.accepted, history.shas,
    )  # fmt: skip


def _cell(history: PartHistory, name: str, figure: CellFigure) -> PartCell:
    confirmed = history.confirmed.get(name)
    dispute = history.disputes.get(name)
    if dispute:
        state = CellState.DISPUTED
    elif confirmed is None:
        state = CellState.PROPOSED
    else:
        state = CellState.CONFIRMED if confirmed == figure else CellState.LAPSED
    left_out = history.confirmation.left_out.get(name, "") if history.confirmation else ""
    why = dispute.why if dispute else left_out
    return PartCell(
        name, figure.value, figure.origin, state, why, dispute.value if dispute else "",
        history.acceptances.get(name, ""), history.agreed.get(name, "") if figure.origin == Origin.DECLARED else "",
        confirmed,
    )  # fmt: skip


def _state(history: PartHistory, cells: Iterable[PartCell]) -> PartState:
    states = {cell.state for cell in cells}
    if history.rows is None or not history.rows.has_data:
        return PartState.NO_DATA
    if CellState.DISPUTED in states:
        return PartState.DISPUTED
    if history.confirmation is None:
        return PartState.PROPOSED
    return PartState.LAPSED if CellState.LAPSED in states else PartState.CONFIRMED
