"""Explanations of findings and waivers: an officer of the council writes them, a collector agrees or refuses.

Source: docs/specifications/life-of-a-return.md, section 1.
Known   commands write under a typed name, the portal and the API under the account of who is signed in: both through
        here, so that everything is in the audit trail. Which findings are meant is settled by the caller
        (plugins/pipeline/ledgers/explain_findings.py), for findings are read from the ledgers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.faults import SecondPersonNeeded
from plugins.storage.warehouse.audit_trail import append_entry, lock_trail
from plugins.storage.warehouse.explanations import (
    APPROVED,
    REFUSED,
    WITHDRAWN,
    expect_right_person,
    load_explanations,
    record_decision,
    record_proposal,
)
from plugins.storage.warehouse.people import load_signature
from plugins.submissions.refusals import InvalidInput, NotAllowed, NotVisible, StateConflict, stated
from plugins.submissions.source_acts import expect_source, subject_of
from plugins.submissions.visibility import NOTHING, acting_codes, expect_role, sees_part
from transforms.findings.explanations import Explanation, ExplanationKind
from transforms.rounds.roles import Access, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

ACTS = {APPROVED: "approve-waiver", REFUSED: "refuse-explanation", WITHDRAWN: "withdraw-explanation"}
# A code, its column and the values in the file; or fingerprints.
Subject = tuple[str, str | None, Sequence[str | None]] | list[str]


@dataclass(frozen=True)
class Author:
    """Who writes: the name that readers see, and the account of somebody who is signed in."""

    name: str
    account: str = ""

    @property
    def by(self) -> str:
        """Who it was, as entries of the audit trail name them."""
        return self.account or f"operator/{self.name}"


def author_of(connection: "Connection", access: Access) -> Author:
    """Return who is signed in as the author of what they write."""
    return Author(load_signature(connection, access.person), access.person)


def list_explanations(
    connection: "Connection", access: Access, day: date, standard: str | None = None, gss: str | None = None
) -> list[Explanation]:
    """Return the explanations and waivers that somebody acts on or decides about, the oldest first."""
    written = load_explanations(connection, standard, gss)
    return [explanation for explanation in written if sees_part(access, explanation.authority_gss, day)]


def expect_explaining_officer(access: Access, gss: str, day: date) -> None:
    """Raise NotVisible or NotAllowed where somebody is not an officer of the authority."""
    expect_source(access, gss, day)
    if not access.has(Role.OFFICER, *acting_codes(gss, day)):
        raise NotAllowed("this is for an officer of the authority")


def propose_explanation(
    connection: "Connection", author: Author, kind: ExplanationKind, source: tuple[str, str], subject: Subject,
    why: str, period: tuple[date, date],
) -> int:  # fmt: skip
    """Write an explanation or ask for a waiver, and return its number.

    Args:
        connection: a transaction.
        author: who writes it.
        kind: which of the two it is.
        source: the standard and the authority.
        subject: which findings it is about.
        why: the reason, in a sentence for readers.
        period: today, and the last day on which it applies.

    """
    lock_trail(connection)
    words = stated("why", why)
    today, until = period
    if until < today:
        raise InvalidInput(
            f"until {until} is in the past; give the last day on which it applies",
            {"until": "Enter today or a later day"},
        )
    number = record_proposal(connection, kind, source, subject, words, author.name, period, author.account)
    about = {"fingerprints": subject} if isinstance(subject, list) else {"code": subject[0], "column": subject[1]}
    act = "request-waiver" if kind is ExplanationKind.WAIVER else "explain-findings"
    what = {"number": number, **about, "until": str(until)}
    append_entry(connection, author.by, act, subject_of(*source), what, words)
    return number


def decide_on_explanation(
    connection: "Connection", access: Access, number: int, decision: str, why: str, day: date
) -> Explanation:
    """Approve or refuse what another person wrote, for a collector; or withdraw it, for who wrote it."""
    explanation = next(
        (written for written in list_explanations(connection, access, day) if written.id == number), None
    )
    if explanation is None:
        raise NotVisible(NOTHING)
    if decision != WITHDRAWN:
        expect_role(access, Role.COLLECTOR)
    words = why.strip() if decision == APPROVED else stated("why", why)
    return record_decision_on(connection, author_of(connection, access), explanation, decision, words, day)


def record_decision_on(
    connection: "Connection", author: Author, explanation: Explanation, decision: str, why: str, day: date
) -> Explanation:
    """Write a decision, return the explanation after it; raise ActRefused where it can't be made, or not any more."""
    lock_trail(connection)
    explanation = _reloaded(connection, explanation)  # somebody else may have decided meanwhile
    try:
        expect_right_person(explanation, decision, author.name, author.account)
    except SecondPersonNeeded as error:
        raise NotAllowed(str(error)) from error
    if explanation.kind is ExplanationKind.EXPLANATION and decision == APPROVED:
        raise StateConflict(f"{explanation.id} is an explanation; only waivers need approval")
    if explanation.decisions and (decision in explanation.decisions or explanation.decisions[-1] != APPROVED):
        last = f"{explanation.decisions[-1]} by {explanation.decided_by[-1]}"
        raise StateConflict(f"{explanation.id} has already been {last}")
    record_decision(connection, explanation, decision, author.name, why, day, author.account)
    what = {"number": explanation.id}
    subject = subject_of(explanation.standard, explanation.authority_gss)
    append_entry(connection, author.by, ACTS[decision], subject, what, why)
    return _reloaded(connection, explanation)


def _reloaded(connection: "Connection", explanation: Explanation) -> Explanation:
    """Return an explanation with what has been decided by now."""
    written = load_explanations(connection, explanation.standard, explanation.authority_gss)
    return next(after for after in written if after.id == explanation.id)
