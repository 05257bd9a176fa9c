"""Freshness: whether sources gave new files as often as their standards ask, as JSON and as a feed of late ones."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.portal.api.atom import FeedEntry, atom_feed
from plugins.portal.api.responses import REFUSALS
from plugins.portal.pages import day_in_words, deployment_of
from plugins.portal.routes.freshness import promises_of
from plugins.portal.views.freshness import SourcePromise, late_sources, load_promises
from plugins.portal.views.today import today
from transforms.snapshots.freshness import LATE_DAYS_ALLOWED, WINDOW_DAYS

router = APIRouter(prefix="/api/v1/freshness", tags=["Freshness"], responses=REFUSALS)
feed_router = APIRouter()
MOST_ENTRIES = 200


@dataclass(frozen=True)
class StandardFreshnessFact:
    """How the sources of a standard kept their promises in the `window_days` up to and with `day`.

    A file is late after `late_after_days`. Each source may be late on `late_days_allowed` of the days, all sources of
    which a day is known together on `late_days_allowed_together`; `late_days` is how many they were. The error budget
    left is 1 where no day was late, below 0 where it is overspent, and null where no day is known.
    """

    standard: str
    day: date
    window_days: int
    frequency: str
    late_after_days: int
    late_days_allowed: int
    sources: int
    sources_kept: int
    sources_broken: int
    sources_unknown: int
    late_days: int | None
    late_days_allowed_together: int
    error_budget_left: float | None


@dataclass(frozen=True)
class SourceFreshnessFact:
    """How a source kept its promise: days kept, late and unknown, which are `window_days` together.

    `state` is kept, broken (more days late than may be) or unknown (no day is known). `newest_file_on` is the day on
    which the file in use came, `due_on` the last day on which the next one keeps the promise, `late_since` is null
    where the file in use is not known to be late.
    """

    standard: str
    authority: str
    state: str
    kept_days: int
    late_days: int
    unknown_days: int
    late_days_left: int | None
    newest_file_on: date | None
    last_good_answer_on: date | None
    due_on: date | None
    late_since: date | None


@router.get("")
def list_freshness(request: Request) -> list[StandardFreshnessFact]:
    """List how the sources of every standard kept their promises in the last 90 days."""
    deployment = deployment_of(request)
    day = today(deployment)
    facts = []
    for promises in load_promises(deployment, day):
        together, declared = promises.together, promises.standard
        rhythm = declared.rhythm
        facts.append(
            StandardFreshnessFact(
                declared.slug, day, WINDOW_DAYS, declared.frequency, rhythm.days + rhythm.grace if rhythm else 0,
                LATE_DAYS_ALLOWED, together.sources,
                **{f"sources_{state}": number for state, number in together.states.items()},
                late_days=together.days_late if together.known_sources else None,
                late_days_allowed_together=together.late_allowed,
                error_budget_left=together.budget_left,
            )
        )  # fmt: skip
    return facts


@router.get("/{slug}")
def get_freshness(request: Request, slug: str) -> list[SourceFreshnessFact]:
    """List how each source of a standard kept its promise in the last 90 days."""
    return [_source_fact(source) for source in promises_of(request, slug).sources]


@feed_router.get("/freshness/feed.atom")
def late_feed(request: Request) -> Response:
    """Return the sources that are late now, the newest first; one that gives a new file is gone from the feed."""
    deployment = deployment_of(request)
    late = late_sources(load_promises(deployment, today(deployment)))[:MOST_ENTRIES]
    entries = [(datetime.combine(since, time(), UTC), _entry(source, since)) for since, source in late]
    return atom_feed(request, "Sources that are late", "/freshness", entries)


def _entry(source: SourcePromise, since: date) -> FeedEntry:
    slug, gss, fresh = source.standard.slug, source.authority.gss, source.freshness
    file = (
        f"The file in use came on {day_in_words(fresh.new_on)}." if fresh.new_on else "There never was a usable file."
    )
    return FeedEntry(
        f"/councils/{gss}/{slug}/late/{since}",
        f"{source.authority.name}, {source.standard.title}: no new file in time",
        f"A new file was due by {day_in_words(fresh.due_on)}. {file}",
        f"/freshness/{slug}",
    )


def _source_fact(source: SourcePromise) -> SourceFreshnessFact:
    fresh = source.freshness
    return SourceFreshnessFact(
        source.standard.slug, source.authority.gss, str(fresh.state), fresh.days_kept, fresh.days_late,
        fresh.days_unknown, fresh.budget_left, fresh.new_on, fresh.good_on, fresh.due_on, fresh.late_since,
    )  # fmt: skip
