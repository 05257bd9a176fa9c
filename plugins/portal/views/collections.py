"""Collections: when each dataset is collected and a new file is due, what the last run brought, and what is failing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.pipeline.schedules.deadlines import next_deadline
from plugins.portal.views.register import expected
from plugins.portal.views.source_states import SourceState, state_of
from plugins.storage.warehouse.source_status import SourceStatus, load_source_statuses
from plugins.storage.warehouse.summaries import CollectionSummary, summarise_collection
from transforms.registers import authorities
from transforms.returns import RETURNS
from transforms.standards import STANDARDS, standard

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Authority
    from transforms.domain.period import Period
    from transforms.domain.standard import DatasetStandard
    from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class Collected:
    """One dataset: how many sources it has, and what the last run brought."""

    standard: "DatasetStandard"
    sources: int
    last: CollectionSummary | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing of the last run failed."""
        return self.last is not None and self.last.failed == 0


@dataclass(frozen=True)
class Due:
    """One return: which period is due next, and on which day."""

    definition: "StatutoryReturn"
    period: "Period"
    day: date


@dataclass(frozen=True)
class Failing:
    """One source whose newest answer can't be used."""

    authority: "Authority"
    standard: "DatasetStandard"
    state: SourceState

    def value_of(self, column: str) -> str | date | None:
        """Return what stands in a column of the table of failing sources."""
        return {"council": self.authority.name, "dataset": self.standard.title, "since": self.state.since}[column]


def collections(here: "Deployment", day: date) -> tuple[list[Collected], list[Failing]]:
    """Return every dataset with its last run, by title; and the sources that fail, the longest first."""
    register = {key: source for key, source in expected(here, day).items() if source.url}
    slugs = [standard.slug for standard in STANDARDS]
    with here.transaction() as connection:
        stood = load_source_statuses(connection, slugs, {authority_gss for _, authority_gss in register}, day)
        latest = {one.standard: one.run_id for one in sorted(stood, key=lambda one: (one.day, one.finished_at))}
        last = {slug: summarise_collection(connection, slug, run_id) for slug, run_id in latest.items()}
    asked = Counter(slug for slug, _ in register)
    found = [Collected(one, asked[one.slug], last.get(one.slug)) for one in STANDARDS]
    failing = _failing([one for one in stood if (one.standard, one.authority_gss) in register], day)
    return sorted(found, key=lambda one: one.standard.title), failing


def due(day: date) -> list[Due]:
    """Return which period of every return is due next, the soonest first."""
    found = []
    for one in RETURNS:
        deadline = next_deadline(one.period_kind, one.deadline, day)
        found.append(Due(one, one.default_period(deadline), deadline))
    return sorted(found, key=lambda one: one.day)


def _failing(stood: Iterable[SourceStatus], day: date) -> list[Failing]:
    """Return the sources whose newest answer can't be used."""
    found = [
        Failing(authorities()[one.authority_gss], standard(one.standard), state_of(one, has_address=True))
        for one in stood
        if one.authority_gss in authorities()
    ]
    failed = [one for one in found if one.state.is_failing]
    return sorted(failed, key=lambda one: (one.state.since or day, one.authority.name, one.standard.title))
