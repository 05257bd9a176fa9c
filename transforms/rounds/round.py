"""A round, as its entries in the audit trail make it.

Source: docs/specifications/life-of-a-return.md, section 2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from transforms.audit import AuditEntry
from transforms.rounds.machines import ROUND, RoundState
from transforms.rounds.round_days import RoundDays, days_from_texts


@dataclass(frozen=True)
class KnownAssembly:
    """The assembly that is proposed, frozen or released: its receipt, its day as known, and where its files are."""

    receipt: str
    as_known: date
    prefix: str
    declared: str = ""  # the hash of what was declared besides, blank for nothing


@dataclass(frozen=True)
class Round:
    """The round of a return for a period; its state is blank where it was never planned."""

    return_slug: str
    period: str
    state: str = ""
    days: RoundDays | None = None
    proposed: KnownAssembly | None = None
    frozen: KnownAssembly | None = None
    chased_on: tuple[date, ...] = ()
    revision: Mapping[str, Any] | None = None  # of what is released, by what is proposed: cells, and whether it matters

    @property
    def subject(self) -> str:
        """The round as entries of the audit trail name it."""
        return f"{self.return_slug}/{self.period}"

    @property
    def knowledge(self) -> KnownAssembly | None:
        """The assembly that everybody sees now: the frozen one while the round is frozen, else the newest proposed."""
        return self.frozen if self.state == RoundState.FROZEN else self.proposed

    @property
    def takes_acts(self) -> bool:
        """Whether authorities can confirm, dispute, declare and explain: until the freeze, and of revisions."""
        return self.state in (RoundState.OPEN, RoundState.RELEASED)

    def following(self, entry: AuditEntry) -> "Round":
        """Return the round after an entry; one about something else changes nothing."""
        is_own = entry.subject == self.subject
        is_release = entry.act == "agree-release" and entry.subject.startswith(f"{self.subject}/v")
        if not is_own and not is_release:
            return self
        changed = replace(self, state=ROUND.after(self.state, entry.act))
        if is_release:
            return replace(changed, revision=None)  # what it revised is released
        match entry.act:
            case "plan-round":
                return replace(changed, days=days_from_texts(entry.what))
            case "change-round":
                return replace(changed, days=self.days.changed(entry.what) if self.days else None)
            case "propose-cells":
                return replace(changed, proposed=knowledge_of(entry), revision=entry.what.get("revision"))
            case "freeze-round":
                return replace(changed, frozen=knowledge_of(entry))
            case "chase-round":
                return replace(changed, chased_on=(*self.chased_on, entry.at.date()))
        return changed


def follow_round(return_slug: str, period: str, entries: Iterable[AuditEntry]) -> Round:
    """Return a round after its entries, by number; those of its parts and releases may be among them."""
    state = Round(return_slug, period)
    for entry in entries:
        state = state.following(entry)
    return state


def knowledge_of(entry: AuditEntry) -> KnownAssembly:
    """Return the assembly that an entry names."""
    details = entry.what
    return KnownAssembly(
        details["receipt"], date.fromisoformat(details["as_known"]), details["prefix"], details.get("declared", "")
    )
