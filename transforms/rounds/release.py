"""The releases of a round, as their entries in the audit trail make them.

Source: docs/specifications/life-of-a-return.md, section 4.
Known:  a version number belongs to the release that is agreed to; a proposal that was refused leaves it to the next.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from transforms.audit import AuditEntry
from transforms.rounds.machines import RELEASE, NotPermitted, ReleaseState
from transforms.rounds.round import KnownAssembly, knowledge_of

ARRIVED = ("delivered", "already-there", "in-portal")
QUESTION_ACTS = ("ask-question", "answer-question")
RELEASE_ACTS = (
    "propose-release", "agree-release", "refuse-release", "build-release", "deliver-release", "acknowledge-release",
    "withdraw-release", *QUESTION_ACTS,
)  # fmt: skip
SETTLING_ACTS = ("propose-release", "agree-release", "refuse-release")


@dataclass(frozen=True)
class QuestionMessage:
    """A question about a cell, or an answer to it: the thread stays with the cell."""

    number: int
    gss: str
    cell: str
    text: str
    by: str
    on: date
    is_answer: bool


@dataclass(frozen=True)
class Release:
    """One version of a return for a period."""

    version: int
    state: str = ""
    knowledge: KnownAssembly | None = None
    proposed_by: str = ""
    answers: tuple[Mapping[str, Any], ...] = ()
    agreed_by: str = ""
    agreed_on: date | None = None
    entry: tuple[int, str] | None = None  # number and hash of the agreement, for the package
    built: Mapping[str, Any] | None = None  # the receipt and the hash of the package
    delivered: tuple[str, ...] = ()  # the destinations that have it
    acknowledged_by: tuple[str, ...] = ()
    why: str = ""  # of the refusal or the withdrawal
    messages: tuple[QuestionMessage, ...] = ()

    @property
    def receipt(self) -> str:
        """The receipt of its package; of the assembly that it is made of until that is built."""
        if self.built is not None:
            return str(self.built["receipt"])
        return self.knowledge.receipt if self.knowledge else ""

    def following(self, entry: AuditEntry) -> "Release":
        """Return the release after an entry about it."""
        if entry.act in QUESTION_ACTS:
            return replace(self, messages=(*self.messages, _message(entry)))
        changed = replace(self, state=RELEASE.after(self.state, entry.act))
        match entry.act:
            case "propose-release":
                return Release(self.version, changed.state, knowledge_of(entry), entry.by, tuple(entry.what["answers"]))
            case "agree-release":
                return replace(changed, agreed_by=entry.by, agreed_on=entry.at.date(), entry=(entry.number, entry.hash))
            case "build-release":
                return replace(changed, built=entry.what)
            case "deliver-release":
                arrived = entry.what["outcome"] in ARRIVED
                return replace(changed, delivered=(*self.delivered, entry.what["destination"])) if arrived else changed
            case "acknowledge-release":
                return replace(changed, acknowledged_by=(*self.acknowledged_by, entry.by))
        return replace(changed, why=entry.why)


def follow_releases(round_subject: str, entries: Iterable[AuditEntry]) -> dict[int, Release]:
    """Return every release of a round by version, out of the entries of the round by number."""
    releases: dict[int, Release] = {}
    for entry in entries:
        version = _version(entry, round_subject)
        if version is None:
            continue
        releases[version] = releases.get(version, Release(version)).following(entry)
        if entry.act == "agree-release":
            _supersede(releases, version)
    return releases


def released_receipts(entries: Iterable[AuditEntry]) -> frozenset[str]:
    """Return the receipts of the assemblies that were ever released, out of entries of many rounds by number.

    What was withdrawn since stays readable, marked as withdrawn.
    """
    proposed: dict[str, str] = {}
    released = set()
    for entry in entries:
        if entry.act == "propose-release":
            proposed[entry.subject] = entry.what["receipt"]
        elif entry.act == "agree-release":
            released.add(proposed[entry.subject])
    return frozenset(released)


def next_version(releases: Mapping[int, Release]) -> int:
    """Return the version of the next proposal; raise NotPermitted while another one is waiting."""
    for release in releases.values():
        if release.state == ReleaseState.PROPOSED:
            raise NotPermitted(f"version {release.version} is proposed already: agree to it or refuse it first")
    refused = [release.version for release in releases.values() if release.state == ReleaseState.REFUSED]
    return refused[0] if refused else len(releases) + 1


def _supersede(releases: dict[int, Release], newest: int) -> None:
    for version, release in releases.items():
        if version < newest and release.state == ReleaseState.RELEASED:
            releases[version] = replace(release, state=ReleaseState.SUPERSEDED)


def _version(entry: AuditEntry, round_subject: str) -> int | None:
    prefix = f"{round_subject}/v"
    text = entry.subject.removeprefix(prefix).partition("/")[0]
    return int(text) if entry.subject.startswith(prefix) and text.isdecimal() else None


def _message(entry: AuditEntry) -> QuestionMessage:
    _, gss, cell = entry.subject.rsplit("/", 2)
    return QuestionMessage(
        entry.number, gss, cell, entry.what["text"], entry.by, entry.at.date(), entry.act == "answer-question"
    )
