"""Proposals of sources: what discovery found, and what people decided about it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from transforms.domain.authority import SourceKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

ACCEPTED, REFUSED = "accepted", "refused"


@dataclass(frozen=True)
class Proposal:
    """One address that may be a source, with what speaks for it."""

    id: int
    standard: str
    authority_gss: str
    url: str
    kind: SourceKind
    title: str
    dataset: str
    publisher: str  # as the catalogue names it
    licence: str
    format: str
    catalogue: str
    why: str
    recognised: int  # of its columns, those that are fields of the standard
    columns: int
    decision: str = ""  # accepted or refused; blank while it is open
    decided_by: str = ""


def load_proposals(connection: "Connection") -> list[Proposal]:
    """Return every proposal, the oldest first."""
    from sqlalchemy import func, select

    from plugins.storage.warehouse.source_tables import PROPOSAL, PROPOSAL_DECISION

    p, d = PROPOSAL.c, PROPOSAL_DECISION.c
    names = [name for name in Proposal.__dataclass_fields__ if name not in ("decision", "decided_by")]
    decision = (func.coalesce(d.decision, "").label("decision"), func.coalesce(d.by, "").label("decided_by"))
    query = select(*(p[name] for name in names), *decision)
    rows = connection.execute(query.outerjoin_from(PROPOSAL, PROPOSAL_DECISION).order_by(p.id))
    return [Proposal(**{**row, "kind": SourceKind(row["kind"])}) for row in rows.mappings()]


def record_proposals(connection: "Connection", proposals: Sequence[Proposal]) -> None:
    """Write proposals; one that is there already stays as it is."""
    from sqlalchemy.dialects.postgresql import insert

    from plugins.storage.warehouse.source_tables import PROPOSAL

    for proposal in proposals:
        values = asdict(proposal) | {"kind": str(proposal.kind)}
        for name in ("id", "decision", "decided_by"):
            values.pop(name)
        connection.execute(insert(PROPOSAL).values(values).on_conflict_do_nothing())


def record_decision(connection: "Connection", proposal: Proposal, decision: str, by: str, why: str) -> None:
    """Write what a person decided about a proposal; it is decided once."""
    from plugins.storage.warehouse.source_tables import PROPOSAL_DECISION

    connection.execute(PROPOSAL_DECISION.insert().values(proposal_id=proposal.id, decision=decision, by=by, why=why))
