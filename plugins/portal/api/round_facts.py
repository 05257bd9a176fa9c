"""Rounds, parts and releases as the API gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plugins.submissions.parts import VisiblePart
from plugins.submissions.releases import visible_releases
from plugins.submissions.rounds import OpenedRound
from plugins.submissions.visibility import acting_codes
from transforms.registers import authorities
from transforms.rounds.part import Part, PartCell
from transforms.rounds.release import Release
from transforms.rounds.roles import Access
from transforms.rounds.round import Round
from transforms.rounds.round_days import next_revision_day


@dataclass(frozen=True)
class PartSummary:
    """The state of an authority's part, and how many of its cells are in each state."""

    gss: str
    name: str
    state: str
    cells_sha256: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ReleaseFact:
    """A version of a return for a period: its state, and what happened to it."""

    version: int
    state: str
    receipt: str
    as_known: date | None
    agreed_on: date | None
    audit_entry: int | None
    why: str
    acknowledged: bool


@dataclass(frozen=True)
class RoundFact:
    """A round: its state and days, the assembly that it is about, its releases, and the parts that the caller sees."""

    return_slug: str
    period: str
    state: str
    days: Mapping[str, Any]
    receipt: str | None
    as_known: date | None
    authorities: list[PartSummary]
    releases: list[ReleaseFact]
    to_answer: list[Mapping[str, str]]  # before a release can be proposed; for the data team
    revision: Mapping[str, Any] | None  # of released cells: how many, and whether that matters; for them too
    next_revision: date | None  # until when a revision that does not matter gathers with others


@dataclass(frozen=True)
class PartCellFact:
    """A cell of a part: its value as text, null where there is none, its origin and its state."""

    cell: str
    value: str | None
    origin: str
    state: str
    why: str
    declared_value: str | None  # that a dispute sets beside ours
    acceptance_proposed: bool  # of that value, by one person of the data team
    agreed: bool  # to a declared value, by the data team
    confirmed_value: str | None  # before it changed


@dataclass(frozen=True)
class QuestionFact:
    """A check that asks about this part, and the words that answer it, null where there are none yet."""

    check: str
    reference: str
    detail: str
    answer: str | None


@dataclass(frozen=True)
class PartFact:
    """An authority's part: what is proposed, what asks, and what changed since it was last confirmed."""

    return_slug: str
    period: str
    gss: str
    acting: list[str]  # who confirms: the authority, and its successor where it has ended
    round_state: str
    state: str
    receipt: str | None
    cells_sha256: str | None
    certifying_role: str
    confirmed_on: date | None
    cells: list[PartCellFact]
    questions: list[QuestionFact]
    changed: list[PartCellFact]


@dataclass(frozen=True)
class ActFact:
    """What an act left: the newest state of the part, and the hash of its cells."""

    state: str
    cells_sha256: str | None


@dataclass(frozen=True)
class ChaseFact:
    """Whom the next messages remind: their codes."""

    authorities: list[str]


@dataclass(frozen=True)
class FreezeFact:
    """A round after it was frozen."""

    state: str
    receipt: str | None
    as_known: date | None


def round_fact(
    access: Access, opened: OpenedRound, parts: Mapping[str, Part], day: date,
    to_answer: list[Mapping[str, str]] | None = None,
) -> RoundFact:  # fmt: skip
    """Return a round as the API gives it, with the parts that the caller sees."""
    vintage = opened.round.knowledge
    releases = [release_fact(release) for release in visible_releases(access, opened).values()]
    summaries = [
        PartSummary(gss, authority_name(gss), part.state.value, part.cells_sha256, part.counts)
        for gss, part in parts.items()
    ]
    revision = opened.round.revision if access.reads_everything else None
    days = opened.round.days
    scheduled = next_revision_day(opened.definition, days, day) if revision and days else None
    return RoundFact(
        opened.round.return_slug, opened.round.period, opened.round.state,
        opened.round.days.as_texts() if opened.round.days else {}, vintage.receipt if vintage and parts else None,
        vintage.as_known if vintage and parts else None, summaries, releases, to_answer or [],
        revision, scheduled,
    )  # fmt: skip


def release_fact(release: Release) -> ReleaseFact:
    """Return a release as the API gives it."""
    return ReleaseFact(
        release.version, release.state, release.receipt, release.knowledge.as_known if release.knowledge else None,
        release.agreed_on, release.entry[0] if release.entry else None, release.why, bool(release.acknowledged_by),
    )  # fmt: skip


def part_fact(visible: VisiblePart, day: date) -> PartFact:
    """Return an authority's part as the API gives it."""
    part, opened = visible.part, visible.opened
    questions = [
        QuestionFact(question.check, question.reference, question.detail, part.explanations.get(question.check))
        for question in visible.questions
    ]
    return PartFact(
        opened.round.return_slug, opened.round.period, part.gss, list(acting_codes(part.gss, day)), opened.round.state,
        part.state.value, part.receipt or None, part.cells_sha256 or None,
        opened.definition.round_rules.certifying_role, part.confirmation.on if part.confirmation else None,
        [_cell_fact(cell) for cell in part.cells], questions, [_cell_fact(cell) for cell in part.changed],
    )  # fmt: skip


def act_fact(visible: VisiblePart) -> ActFact:
    """Return what an act left of a part."""
    return ActFact(visible.part.state.value, visible.part.cells_sha256 or None)


def freeze_fact(frozen: Round) -> FreezeFact:
    """Return a round after its freeze."""
    vintage = frozen.frozen
    return FreezeFact(frozen.state, vintage.receipt if vintage else None, vintage.as_known if vintage else None)


def authority_name(gss: str) -> str:
    """Return the name of an authority; its code where the register does not have it."""
    authority = authorities().get(gss)
    return authority.name if authority else gss


def _cell_fact(cell: PartCell) -> PartCellFact:
    before = cell.confirmed.value or None if cell.confirmed and cell.confirmed.value != cell.value else None
    return PartCellFact(
        cell.cell, cell.value or None, cell.origin, cell.state.value, cell.why, cell.declared or None,
        bool(cell.acceptance_by), bool(cell.agreed_by), before,
    )  # fmt: skip
