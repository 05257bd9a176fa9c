"""Explaining: which findings a person has explained or waived, and for how long that holds.

An explanation is of fingerprints, or of a code in a column with the values that stood there when it was written.
A value that moves makes another fingerprint and is none of those values, so its finding is open again.
Known:  on the command line a person is a name as typed. Two spellings of one name are one person: names are compared
        by their letters and digits alone, in any case and without accents, as PostgreSQL's `folded_name` does.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bools = npt.NDArray[np.bool_]
# Letters that Unicode does not take apart into a plain letter and an accent; migration 0004 has the same ones.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


class ExplanationKind(StrEnum):
    """What is asked: that a reader knows why, or that the finding no longer counts against the publisher."""

    EXPLANATION = "explanation"
    WAIVER = "waiver"


class FindingStatus(StrEnum):
    """How a finding that is open stands."""

    OPEN = "open"
    EXPLAINED = "explained"
    WAIVED = "waived"


@dataclass(frozen=True)
class Explanation:
    """Who explained which findings of one source, why and until when, and what others decided."""

    id: int
    kind: ExplanationKind
    standard: str
    authority_gss: str
    code: str | None
    column: str | None
    values: tuple[str | None, ...]
    fingerprints: tuple[str, ...]
    why: str
    proposed_by: str
    proposed_on: date
    until: date
    decisions: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    account: str = ""  # of who proposed it, as the audit trail names them; blank where nobody was signed in

    def holds(self, day: date) -> bool:
        """Return whether it says anything on `day`."""
        is_over = "refused" in self.decisions or "withdrawn" in self.decisions
        return self.proposed_on <= day <= self.until and not is_over

    @property
    def finding_status(self) -> FindingStatus:
        """What it makes of a finding; a waiver that waits for its second person explains and no more."""
        return (
            FindingStatus.WAIVED
            if self.kind is ExplanationKind.WAIVER and self.is_approved
            else FindingStatus.EXPLAINED
        )

    @property
    def is_approved(self) -> bool:
        """Whether a second person approved it; the proposer under another spelling is no second person."""
        decisions = zip(self.decisions, self.decided_by, strict=True)
        return any(
            decision == "approved" and not is_same_person(person, self.proposed_by) for decision, person in decisions
        )


def folded_name(name: str) -> str:
    """Return the letters and digits of a name, casefolded and without accents; nothing where it has none."""
    letters = unicodedata.normalize("NFKD", name).casefold().translate(PLAIN_LETTERS)
    return "".join(letter for letter in letters if letter.isalnum())


def is_same_person(name: str, other: str) -> bool:
    """Return whether two names are spellings of one."""
    return folded_name(name) == folded_name(other)


def explained(findings: pa.Table, explanations: Sequence[Explanation], day: date) -> pa.Table:
    """Return the findings with their `finding_status` on a day, and the `explanation` that it is by."""
    statuses = np.full(len(findings), FindingStatus.OPEN.value, dtype=object)
    by = np.full(len(findings), -1, dtype=np.int64)
    in_force = [explanation for explanation in explanations if explanation.holds(day)]
    for explanation in sorted(
        in_force, key=lambda explanation: (explanation.finding_status is FindingStatus.WAIVED, explanation.id)
    ):
        covered = covers(explanation, findings)
        statuses[covered], by[covered] = explanation.finding_status.value, explanation.id
    with_status = findings.append_column("finding_status", pa.array(statuses, pa.string()))
    return with_status.append_column("explanation", pa.array(by, mask=by < 0))


def covers(explanation: Explanation, findings: pa.Table) -> Bools:
    """Return which of the findings an explanation is about."""
    if explanation.fingerprints:
        return _among(findings["fingerprint"], explanation.fingerprints)
    is_there = _among(findings["code"], [explanation.code]) & _among(findings["column"], [explanation.column])
    return is_there & _among(findings["value"], explanation.values)


def _among(column: pa.ChunkedArray, words: Sequence[str | None]) -> Bools:
    """Return where a column holds one of some words; a blank is one of them only if they have a blank."""
    is_among = pc.is_in(column.cast(pa.string()), value_set=pa.array(words, pa.string()))
    return np.asarray(is_among.to_numpy())
