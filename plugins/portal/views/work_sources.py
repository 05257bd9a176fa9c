"""What people do about sources: quarantined files, explanations and waivers, and a collection asked for now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.portal.views.work import authority_name
from plugins.storage.warehouse.quarantine import QuarantinedFile
from plugins.submissions.finding_explanations import list_explanations
from plugins.submissions.source_acts import list_quarantined_files
from transforms.domain.issue_types import ISSUE_TYPES
from transforms.findings.explanations import Explanation, ExplanationKind, is_same_person
from transforms.rounds.roles import Access, Role
from transforms.standards import standard

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class QuarantinedRow:
    """A quarantined file, with the names of its council and of its dataset."""

    file: QuarantinedFile
    council: str
    dataset: str

    @property
    def address(self) -> str:
        """Where its decisions are sent to."""
        return f"/work/sources/{self.file.standard}/{self.file.authority_gss}/files/{self.file.sha256}"


@dataclass(frozen=True)
class ExplanationRow:
    """An explanation or a waiver that applies, or waits: of what, and what somebody may decide about it."""

    explanation: Explanation
    council: str
    dataset: str
    is_own: bool

    @property
    def findings(self) -> str:
        """The findings that it is about, in words."""
        written = self.explanation
        if written.code is None:
            return f"{len(written.fingerprints)} findings" if len(written.fingerprints) > 1 else "1 finding"
        kind = ISSUE_TYPES.get(written.code)
        title = kind.title if kind else written.code
        return f"{title}: {written.column}" if written.column else title

    @property
    def is_waiting(self) -> bool:
        """Whether it is a waiver that a second person has to decide on."""
        return self.explanation.kind is ExplanationKind.WAIVER and not self.explanation.decisions


@dataclass(frozen=True)
class SourceActs:
    """What a page of sources shows somebody."""

    quarantined: Sequence[QuarantinedRow]
    explanations: Sequence[ExplanationRow]
    is_collector: bool

    @property
    def to_decide(self) -> Sequence[QuarantinedRow]:
        """The quarantined files about which nobody has decided."""
        return [row for row in self.quarantined if not row.file.decision]

    @property
    def waivers_waiting(self) -> Sequence[ExplanationRow]:
        """The waivers that wait for a second person."""
        return [row for row in self.explanations if row.is_waiting and not row.is_own]


def sees_sources(access: Access) -> bool:
    """Whether there may be something of sources for somebody to see."""
    return access.reads_everything or any(grant.role in (Role.OFFICER, Role.CERTIFIER) for grant in access.grants)


def list_source_acts(connection: "Connection", access: Access, signature: str, day: date) -> SourceActs:
    """Return what somebody sees of quarantined files, and of explanations and waivers that hold on a day.

    Args:
        connection: a transaction.
        access: who asks.
        signature: the name under which they write.
        day: today.

    """
    quarantined = [
        QuarantinedRow(file, authority_name(file.authority_gss), standard(file.standard).title)
        for file in list_quarantined_files(connection, access, day)
    ]
    explanations = [
        ExplanationRow(
            written, authority_name(written.authority_gss), standard(written.standard).title,
            written.account == access.person or is_same_person(written.proposed_by, signature),
        )
        for written in list_explanations(connection, access, day)
        if written.holds(day)
    ]  # fmt: skip
    explanations.sort(key=lambda row: (not row.is_waiting, row.council, row.dataset, row.explanation.id))
    return SourceActs(quarantined, explanations, access.has(Role.COLLECTOR))
