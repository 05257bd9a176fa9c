"""Freshness: which sources gave new files as often as their standards ask, over the last 90 days."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.portal.views.register import expected_sources
from plugins.storage.warehouse.answer_histories import load_answer_histories
from transforms.registers import authorities
from transforms.snapshots.freshness import (
    Freshness,
    PromiseState,
    StandardFreshness,
    freshness_of,
    freshness_of_standard,
)
from transforms.standards import STANDARDS

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Authority
    from transforms.domain.standard import DatasetStandard

STATE_WORDS = {PromiseState.MET: "Kept", PromiseState.BROKEN: "Broken", PromiseState.UNKNOWN: "Not known"}
WORST_FIRST = (PromiseState.BROKEN, PromiseState.MET, PromiseState.UNKNOWN)


@dataclass(frozen=True)
class SourcePromise:
    """How one source kept its promise."""

    standard: "DatasetStandard"
    authority: "Authority"
    freshness: Freshness

    @property
    def late_days(self) -> int | None:
        """The days on which it was late; None where no day is known."""
        return None if self.freshness.state is PromiseState.UNKNOWN else self.freshness.days_late

    def value_of(self, column: str) -> str | int | date | tuple[int, int, str] | None:
        """Return what the table of a standard's sources is sorted by in a column."""
        fresh, name = self.freshness, self.authority.name
        return {
            "state": (WORST_FIRST.index(fresh.state), -fresh.days_late, name),
            "council": name,
            "new": fresh.new_on,
            "due": fresh.due_on,
            "late": self.late_days,
            "left": fresh.budget_left,
            "unknown": fresh.days_unknown,
        }[column]


@dataclass(frozen=True)
class StandardPromises:
    """How the sources of one standard kept their promises, each and together."""

    standard: "DatasetStandard"
    sources: tuple[SourcePromise, ...]

    @property
    def together(self) -> StandardFreshness:
        """All sources together."""
        return freshness_of_standard(source.freshness for source in self.sources)


def load_promises(
    deployment: "Deployment", day: date, standards: "Iterable[DatasetStandard]" = STANDARDS
) -> list[StandardPromises]:
    """Return the promises of the sources that are expected and have an address, by the title of their standard.

    Args:
        deployment: whose collections they are.
        day: the last of the 90 days.
        standards: those of which they are returned; one that names no rhythm promises nothing.

    """
    promised = [(rhythm, declared) for declared in standards if (rhythm := declared.rhythm)]
    with deployment.transaction() as connection:
        histories = load_answer_histories(connection, [declared.slug for _, declared in promised], day)
    owners: dict[str, list[str]] = defaultdict(list)
    for (slug, gss), source in expected_sources(deployment, day).items():
        if source.url and gss in authorities():
            owners[slug].append(gss)
    promises = []
    for rhythm, declared in sorted(promised, key=lambda pair: pair[1].title):
        sources = (
            SourcePromise(declared, authorities()[gss], freshness_of(histories.get((declared.slug, gss)), rhythm, day))
            for gss in owners[declared.slug]
        )
        promises.append(StandardPromises(declared, tuple(sources)))
    return promises


def late_sources(promises: Iterable[StandardPromises]) -> list[tuple[date, SourcePromise]]:
    """Return the sources that are late now, each with the first day on which it was, the newest first."""
    late = [
        (since, source)
        for standard in promises
        for source in standard.sources
        if (since := source.freshness.late_since)
    ]
    return sorted(late, key=lambda pair: (pair[0], pair[1].authority.name), reverse=True)
