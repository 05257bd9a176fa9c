"""Collections: the last run of each dataset, the next deadline of each return, and the sources that are failing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.portal.views.register import expected_sources
from plugins.portal.views.source_states import SourceStateView, state_of
from plugins.storage.warehouse.source_status import SourceStatus, load_source_statuses
from plugins.storage.warehouse.summaries import CollectionSummary, summarise_collection
from transforms.registers import authorities
from transforms.returns import RETURNS
from transforms.rounds.deadlines import next_deadline
from transforms.standards import STANDARDS, standard

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Authority
    from transforms.domain.period import Period
    from transforms.domain.standard import DatasetStandard
    from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class DatasetCollection:
    """One dataset: how many sources it has, and the result of its last run."""

    standard: "DatasetStandard"
    sources: int
    last: CollectionSummary | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing failed in the last run."""
        return self.last is not None and self.last.failed == 0


@dataclass(frozen=True)
class UpcomingDeadline:
    """One return: which period is due next, and on which day."""

    definition: "StatutoryReturn"
    period: "Period"
    day: date


@dataclass(frozen=True)
class FailingSource:
    """One source whose newest response can't be used."""

    authority: "Authority"
    standard: "DatasetStandard"
    state: SourceStateView

    def value_of(self, column: str) -> str | date | None:
        """Return what the table of failing sources has in a column."""
        return {"council": self.authority.name, "dataset": self.standard.title, "since": self.state.since}[column]


def list_collections(deployment: "Deployment", day: date) -> tuple[list[DatasetCollection], list[FailingSource]]:
    """Return every dataset with its last run, by title; and the failing sources, those failing longest first."""
    register = {key: source for key, source in expected_sources(deployment, day).items() if source.url}
    slugs = [standard.slug for standard in STANDARDS]
    with deployment.transaction() as connection:
        source_statuses = load_source_statuses(connection, slugs, {authority_gss for _, authority_gss in register}, day)
        by_time = sorted(source_statuses, key=lambda status: (status.day, status.finished_at))
        last_run_ids = {status.standard: status.run_id for status in by_time}
        summaries = {slug: summarise_collection(connection, slug, run_id) for slug, run_id in last_run_ids.items()}
    address_counts = Counter(slug for slug, _ in register)
    rows = [
        DatasetCollection(standard, address_counts[standard.slug], summaries.get(standard.slug))
        for standard in sorted(STANDARDS, key=lambda standard: standard.title)
    ]
    registered = [status for status in source_statuses if (status.standard, status.authority_gss) in register]
    return rows, _failing(registered, day)


def upcoming_deadlines(day: date) -> list[UpcomingDeadline]:
    """Return the next deadline of every return, the soonest first."""
    deadlines = []
    for definition in RETURNS:
        deadline = next_deadline(definition.period_kind, definition.deadline, day)
        deadlines.append(UpcomingDeadline(definition, definition.default_period(deadline), deadline))
    return sorted(deadlines, key=lambda deadline: deadline.day)


def _failing(source_statuses: Iterable[SourceStatus], day: date) -> list[FailingSource]:
    """Return the sources whose newest response can't be used."""
    sources = [
        FailingSource(
            authorities()[status.authority_gss], standard(status.standard), state_of(status, has_address=True)
        )
        for status in source_statuses
        if status.authority_gss in authorities()
    ]
    failing = [source for source in sources if source.state.is_failing]
    return sorted(failing, key=lambda source: (source.state.since or day, source.authority.name, source.standard.title))
