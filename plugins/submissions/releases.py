"""Releases: proposed by one person, agreed to by another; withdrawn, acknowledged, asked about.

Source: docs/specifications/life-of-a-return.md, section 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from plugins.storage.warehouse.assemblies import load_latest_assembly
from plugins.storage.warehouse.audit_trail import announce_agreement, append_entry, lock_trail
from plugins.submissions.assembly_cells import load_exceptions
from plugins.submissions.parts import read_parts
from plugins.submissions.proposals import propose_assembly
from plugins.submissions.refusals import InvalidInput, NotAllowed, NotVisible, StateConflict, stated
from plugins.submissions.rounds import OpenedRound, read_round, read_visible_round
from plugins.submissions.visibility import NOTHING, acting_codes, expect_receiver, expect_role
from transforms.audit import AuditEntry
from transforms.rounds.machines import RELEASE, NotPermitted, PartState, ReleaseState, RoundState
from transforms.rounds.release import QuestionMessage, Release, follow_releases, next_version
from transforms.rounds.roles import Access, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive

SEEN = (ReleaseState.RELEASED, ReleaseState.SUPERSEDED, ReleaseState.WITHDRAWN)


@dataclass(frozen=True)
class ToAnswer:
    """What the proposer of a release answers in words: a check that failed, or parts that nobody confirmed."""

    checks: tuple[str, ...]
    parts: Mapping[str, PartState]  # missing or unconfirmed, by authority

    def unanswered(self, answers: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """Return what some answers leave open; one that names a state answers for every part in it."""
        checks = {answer["check"] for answer in answers if answer.get("check")}
        parts = {answer["part"] for answer in answers if answer.get("part")}
        return [{"check": check} for check in self.checks if check not in checks] + [
            {"part": gss, "state": state.value}
            for gss, state in self.parts.items()
            if gss not in parts and state.value not in parts
        ]


@dataclass(frozen=True)
class CellThread:
    """A cell of a release with the questions asked about it and their answers, and what somebody may add to them."""

    opened: OpenedRound
    release: Release
    gss: str
    cell: str
    may_ask: bool
    may_answer: bool

    @property
    def subject(self) -> str:
        """The cell as entries of the audit trail name it."""
        return f"{self.opened.round.subject}/v{self.release.version}/{self.gss}/{self.cell}"

    @property
    def messages(self) -> Sequence[QuestionMessage]:
        """The questions and answers, the oldest first."""
        return [message for message in self.release.messages if (message.gss, message.cell) == (self.gss, self.cell)]


def read_releases(opened: OpenedRound) -> dict[int, Release]:
    """Return every release of a round by version."""
    return follow_releases(opened.round.subject, opened.entries)


def visible_releases(access: Access, opened: OpenedRound) -> dict[int, Release]:
    """Return the releases of a round that somebody sees; a department those that were agreed to."""
    releases = read_releases(opened)
    if access.reads_everything:
        return releases
    if not access.has(Role.RECEIVER, opened.definition.slug):
        return {}
    return {version: release for version, release in releases.items() if release.state in SEEN}


def what_to_answer(connection: "Connection", archive: "Archive", opened: OpenedRound) -> ToAnswer:
    """Return what has to be answered before a release is proposed."""
    vintage = opened.round.knowledge
    if vintage is None:
        return ToAnswer((), {})
    failing = opened.definition.failing_reasons
    checks = dict.fromkeys(row.check for row in load_exceptions(archive, vintage.prefix) if row.check in failing)
    parts = read_parts(connection, archive, opened)
    return ToAnswer(
        tuple(checks), {gss: part.state for gss, part in parts.items() if part.state is not PartState.CONFIRMED}
    )


def propose_release(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str],
    answers: Sequence[Mapping[str, str]], day: date,
) -> Release:  # fmt: skip
    """Propose a release of what is frozen, or of a revision, and return it with its version."""
    lock_trail(connection)
    opened = read_visible_round(connection, archive, access, *address, day)
    expect_role(access, Role.RELEASER)
    if opened.round.state not in (RoundState.FROZEN, RoundState.RELEASED):
        raise StateConflict(f"the round is {opened.round.state}: freeze it first", state=opened.round.state)
    vintage, releases = opened.round.knowledge, read_releases(opened)
    if vintage is None:
        raise StateConflict("nothing has been assembled for this round")
    worded = [_answer(answer) for answer in answers]
    unanswered = what_to_answer(connection, archive, opened).unanswered(worded)
    if unanswered:
        raise InvalidInput(
            "failed checks and parts that are missing or unconfirmed are answered in words first",
            {"answers": "Answer each"}, unanswered=unanswered,
        )  # fmt: skip
    try:
        version = next_version(releases)
    except NotPermitted as error:
        raise StateConflict(str(error)) from error
    what = {
        "receipt": vintage.receipt, "as_known": str(vintage.as_known), "prefix": vintage.prefix, "version": version,
        "answers": worded,
    }  # fmt: skip
    entry = append_entry(connection, access.person, "propose-release", f"{opened.round.subject}/v{version}", what)
    return releases.get(version, Release(version)).following(entry)


def agree_to_release(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, int], why: str
) -> Release:
    """Agree to a release that somebody else proposed; what became known since the freeze is proposed at once."""
    release = _settle(connection, access, address, "agree-release", why.strip())
    announce_agreement(connection, "/".join(map(str, address)))
    newest = load_latest_assembly(connection, *address[:2])
    if newest is not None:
        propose_assembly(connection, archive, newest)
    return release


def refuse_release(connection: "Connection", access: Access, address: tuple[str, str, int], why: str) -> Release:
    """Refuse a release that somebody else proposed; its number is given to the next one."""
    return _settle(connection, access, address, "refuse-release", stated("why", why))


def withdraw_release(connection: "Connection", access: Access, address: tuple[str, str, int], why: str) -> Release:
    """Withdraw a release: it stays readable, marked with the reason."""
    return _settle(connection, access, address, "withdraw-release", stated("why", why))


def acknowledge_release(
    connection: "Connection", access: Access, address: tuple[str, str, int], receipt: str
) -> Release:
    """Acknowledge a release for its department, naming its receipt."""
    lock_trail(connection)
    expect_receiver(access, address[0])
    opened, release = _visible(connection, access, address)
    if receipt.strip() != release.receipt:
        raise StateConflict("this is not the receipt of this release", receipt=release.receipt)
    if access.person in release.acknowledged_by:
        return release
    return _append(connection, access.person, "acknowledge-release", opened, release, {"receipt": receipt.strip()})


def read_thread(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, int, str, str], day: date
) -> CellThread:
    """Return what was asked of a cell of a release, for its department, its authority, the data team and auditors."""
    return_slug, period, version, gss, cell = address
    is_own = access.is_of_authority(acting_codes(gss, day))
    is_receiver = access.has(Role.RECEIVER, return_slug)
    if not (access.reads_everything or is_own or is_receiver):
        raise NotVisible(NOTHING)
    opened = read_round(connection, return_slug, period)
    release = read_releases(opened).get(version)
    if release is None or release.state not in SEEN or gss not in _areas(archive, opened):
        raise NotVisible(NOTHING)
    if cell not in {declared.name for declared in opened.definition.cells}:
        raise NotVisible(NOTHING)
    return CellThread(opened, release, gss, cell, is_receiver, access.is_data_team or is_own)


def ask_or_answer(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str, int, str, str], text: str,
    day: date, *, is_answer: bool,
) -> AuditEntry:  # fmt: skip
    """Ask a question about a cell for the department, or answer it for the data team or the council."""
    lock_trail(connection)
    thread = read_thread(connection, archive, access, address, day)
    if not is_answer and not thread.may_ask:
        raise NotAllowed("the department of the return asks")
    if is_answer and not thread.may_answer:
        raise NotAllowed("the data team or the council answers")
    if is_answer and not thread.messages:
        raise StateConflict("nobody has asked about this cell")
    act = "answer-question" if is_answer else "ask-question"
    return append_entry(connection, access.person, act, thread.subject, {"text": stated("text", text)})


def record_package(connection: "Connection", opened: OpenedRound, version: int, what: Mapping[str, Any]) -> Release:
    """Write down that the package of a release was built, once."""
    lock_trail(connection)
    release = read_releases(read_round(connection, opened.round.return_slug, opened.round.period))[version]
    return release if release.built else _append(connection, "process/package", "build-release", opened, release, what)


def record_delivery(connection: "Connection", opened: OpenedRound, version: int, what: Mapping[str, Any]) -> Release:
    """Write down one attempt to deliver a release."""
    lock_trail(connection)
    release = read_releases(read_round(connection, opened.round.return_slug, opened.round.period))[version]
    return _append(connection, "process/delivery", "deliver-release", opened, release, what)


def read_release(
    connection: "Connection", access: Access, address: tuple[str, str, int]
) -> tuple[OpenedRound, Release]:
    """Return a release that somebody sees, with its round."""
    if not (access.reads_everything or access.has(Role.RECEIVER, address[0])):
        raise NotVisible(NOTHING)
    return _visible(connection, access, address)


def _visible(connection: "Connection", access: Access, address: tuple[str, str, int]) -> tuple[OpenedRound, Release]:
    opened = read_round(connection, *address[:2])
    release = visible_releases(access, opened).get(address[2])
    if release is None:
        raise NotVisible(NOTHING)
    return opened, release


def _settle(connection: "Connection", access: Access, address: tuple[str, str, int], act: str, why: str) -> Release:
    """Do the second person's act on a release: agree, refuse, withdraw."""
    lock_trail(connection)
    if not access.reads_everything:
        raise NotVisible(NOTHING)
    expect_role(access, Role.RELEASER)
    opened, release = _visible(connection, access, address)
    if access.person == release.proposed_by:
        raise NotAllowed("you proposed this release: another releaser decides")
    return _append(connection, access.person, act, opened, release, {"version": release.version}, why)


def _append(
    connection: "Connection", by: str, act: str, opened: OpenedRound, release: Release, what: Mapping[str, Any],
    why: str = "",
) -> Release:  # fmt: skip
    try:
        RELEASE.after(release.state, act)
    except NotPermitted as error:
        raise StateConflict(str(error), state=release.state) from error
    subject = f"{opened.round.subject}/v{release.version}"
    return release.following(append_entry(connection, by, act, subject, what, why))


def _answer(answer: Mapping[str, Any]) -> dict[str, str]:
    check, part = str(answer.get("check") or ""), str(answer.get("part") or "")
    if bool(check) == bool(part):
        raise InvalidInput("an answer names a check or a part", {"answers": "Name a check or a part in each answer"})
    return {"check": check, "part": part, "why": stated("why", str(answer.get("why") or ""))}


def _areas(archive: "Archive", opened: OpenedRound) -> set[str]:
    return {*opened.authorities(archive), *(area.gss for area in opened.definition.totals)}
