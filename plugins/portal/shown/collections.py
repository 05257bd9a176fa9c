"""Collections: when each dataset is collected and a new file is due, what the last run brought, and what is failing."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.deadlines import next_deadline
from plugins.portal.shown.register import expected
from plugins.portal.shown.states import SourceState, state_of
from plugins.warehouse.standing import last_runs, standings
from plugins.warehouse.summaries import CollectionSummary, summarise_collection
from transforms.registers import authorities
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

if TYPE_CHECKING:
    from plugins.deployment import Deployment
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


def collected(here: "Deployment", day: date) -> list[Collected]:
    """Return every dataset with its last run, by title."""
    register = expected(here, day)
    with_address = [slug for (slug, _), source in register.items() if source.url]
    with here.transaction() as connection:
        runs = last_runs(connection, [one.slug for one in STANDARDS], {gss for _, gss in register})
        last = {slug: summarise_collection(connection, slug, run_id) for slug, run_id in runs.items()}
    found = [Collected(one, with_address.count(one.slug), last.get(one.slug)) for one in STANDARDS]
    return sorted(found, key=lambda one: one.standard.title)


def due(day: date) -> list[Due]:
    """Return which period of every return is due next, the soonest first."""
    found = []
    for one in RETURNS:
        deadline = next_deadline(one.period_kind, one.deadline.working_days_after_period, day)
        found.append(Due(one, one.default_period(deadline), deadline))
    return sorted(found, key=lambda one: one.day)


def failing(here: "Deployment", day: date) -> list[Failing]:
    """Return the sources that are asked and whose newest answer can't be used, those that have failed longest first."""
    titles = {standard.slug: standard for standard in STANDARDS}
    register = {key: one for key, one in expected(here, day).items() if one.url and one.standard in titles}
    with here.transaction() as connection:
        stood = standings(
            connection, {slug for slug, _ in register}, {authority_gss for _, authority_gss in register}, day
        )
    found = [
        Failing(authorities()[one.authority_gss], titles[one.standard], state_of(one, has_address=True))
        for one in stood
        if (one.standard, one.authority_gss) in register and one.authority_gss in authorities()
    ]
    failed = [one for one in found if one.state.is_failing]
    return sorted(failed, key=lambda one: (one.state.since or day, one.authority.name, one.standard.title))
