"""Explanations and waivers as people wrote them, and the decisions of others: rows that are only ever added."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from plugins.faults import SecondPersonNeeded
from transforms.findings.explanations import Explanation, ExplanationKind, is_same_person

if TYPE_CHECKING:
    from sqlalchemy import Connection

APPROVED, REFUSED, WITHDRAWN = "approved", "refused", "withdrawn"


def load_explanations(
    connection: "Connection", standard: str | None = None, authority_gss: str | None = None
) -> list[Explanation]:
    """Return explanations and waivers, the oldest first, with the decisions on them."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import DECISION, EXPLANATION

    c, d = EXPLANATION.c, DECISION.c
    query = select(EXPLANATION).order_by(c.id)
    if standard is not None:
        query = query.where(c.standard == standard)
    if authority_gss is not None:
        query = query.where(c.authority_gss == authority_gss)
    rows = connection.execute(query).mappings().all()
    decisions: dict[int, list[tuple[str, str]]] = {}
    of_rows = d.explanation_id.in_([row["id"] for row in rows])
    decision_query = select(d.explanation_id, d.decision, d.decided_by).where(of_rows).order_by(d.written_at)
    for number, decision, person in connection.execute(decision_query):
        decisions.setdefault(number, []).append((decision, person))
    return [
        Explanation(
            row["id"], ExplanationKind(row["kind"]), row["standard"], row["authority_gss"], row["code"], row["column"],
            tuple(row["values"] or ()), tuple(row["fingerprints"] or ()), row["why"], row["proposed_by"],
            row["proposed_on"], row["until"], tuple(decision for decision, _ in decisions.get(row["id"], ())),
            tuple(person for _, person in decisions.get(row["id"], ())), row["account"],
        )
        for row in rows
    ]  # fmt: skip


def record_proposal(
    connection: "Connection",
    kind: ExplanationKind,
    source: tuple[str, str],
    about: tuple[str, str | None, Sequence[str | None]] | list[str],
    why: str,
    proposed_by: str,
    period: tuple[date, date],
    account: str = "",
) -> int:
    """Write an explanation or a proposed waiver, and return its number.

    Args:
        connection: a transaction.
        kind: which of the two it is.
        source: the standard and the authority.
        about: a code, its column and the values in the file; or fingerprints.
        why: the reason, in a sentence for readers.
        proposed_by: the name of the person.
        period: the day on which it was written, and the last day on which it holds.
        account: the person as the audit trail names them, if they were signed in.

    """
    from plugins.storage.warehouse.tables import EXPLANATION

    scope: dict[str, object] = {"fingerprints": about}
    if isinstance(about, tuple):
        code, column, values = about
        scope = {"code": code, "column": column, "values": list(values)}
    row = {"kind": kind.value, "standard": source[0], "authority_gss": source[1], **scope, "why": why,
           "proposed_by": normalised_name(proposed_by), "proposed_on": period[0], "until": period[1],
           "account": account}  # fmt: skip
    number: int = connection.scalar(EXPLANATION.insert().values(row).returning(EXPLANATION.c.id))
    return number


def record_decision(
    connection: "Connection", explanation: Explanation, decision: str, decided_by: str, why: str, day: date,
    account: str = "",
) -> None:  # fmt: skip
    """Write a decision; raise SecondPersonNeeded where the proposer of a waiver would approve it.

    Two spellings of a name are one person, and so is one account whatever its name is now. PostgreSQL refuses the
    first too, whatever program writes there.
    """
    from plugins.storage.warehouse.tables import DECISION

    person = normalised_name(decided_by)
    expect_right_person(explanation, decision, person, account)
    connection.execute(
        DECISION.insert().values(
            explanation_id=explanation.id, decision=decision, proposed_by=explanation.proposed_by, decided_by=person,
            decided_on=day, why=why, account=account,
        )
    )  # fmt: skip


def expect_right_person(explanation: Explanation, decision: str, decided_by: str, account: str = "") -> None:
    """Raise SecondPersonNeeded where somebody decides on what they wrote, or withdraws what another person wrote."""
    has_same_name = is_same_person(decided_by, explanation.proposed_by)
    has_same_account = bool(account) and account == explanation.account
    if decision == WITHDRAWN:
        if not (has_same_account if account and explanation.account else has_same_name):
            raise SecondPersonNeeded(
                f"number {explanation.id} is {explanation.proposed_by}'s to withdraw; refuse it instead"
            )
    elif has_same_name or has_same_account:
        raise SecondPersonNeeded(
            f"{normalised_name(decided_by)} proposed number {explanation.id}, so somebody else has to decide on it"
        )


def normalised_name(person: str) -> str:
    """Return a person's name with single blanks, so that one person is not two."""
    return " ".join(person.split())
