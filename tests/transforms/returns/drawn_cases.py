"""Invented histories of planning files, in which every rare case of the pages is frequent: drawn from a seed."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

Rows = list[dict[str, Any]]
Published = dict[date, Rows]

CONCEPT = "http://opendatacommunities.org/def/concept/planning/application/6000/"
SERVICE = "http://id.esd.org.uk/service/"
STATUSES = (
    *(None, "Live", "Live", "Live", "Decided", "Decided", "Registered"),
    *("Withdrawn", "Called in", "Referred to SoS", "Appeal", "Invalid", "Not ours"),
)
DECISIONS = (
    *(None, None, None, "Approve", "Approve", "Approve", "Refuse", "Split", "Withdrawn"),
    *("Prior not required", "Prior granted", "Prior refused", "Prior refused permission required"),
)
DECIDERS = (None, "Delegated", "Delegated", "Committee", "Secretary of State")
SERVICES = (None, None, "487", "1082", "514", "512", "1733", "1734")


def draw_history(
    random: Random,
    numbers: Sequence[int],
    labels: Sequence[str | None],
    fetches: Sequence[date],
    days: Sequence[date],
    types: Sequence[str | None] = (None,),
) -> Published:
    """One authority's files by fetch date: none to all of `fetches`, up to nine rows each, some of them unusable.

    A row is of up to two of the development `numbers` and one of the `labels`; its days are among `days`, now and then
    near a boundary of a time band.
    """
    return {
        fetched: [draw_row(random, numbers, labels, days, types) for _ in range(random.randrange(10))]
        for fetched in sorted(random.sample(list(fetches), random.randrange(len(fetches) + 1)))
    }


def draw_row(
    random: Random,
    numbers: Sequence[int],
    labels: Sequence[str | None],
    days: Sequence[date],
    types: Sequence[str | None],
) -> dict[str, Any]:
    """One row of a planning file."""

    def day(share: float) -> date | None:
        return random.choice(days) if random.random() < share else None

    valid = day(0.85)
    taken = random.choice((-3, 0, 34, 55, 56, 57, 70, 71, 90, 91, 92, 112, 113, 182, 183, 184, 364, 365, 500))
    decided = valid + timedelta(days=taken) if valid and random.random() < 0.6 else day(0.8)
    allowed = random.choice((56, 62, 63, 70, 77, 91, 97, 98, 120, 200))
    service = random.choice(SERVICES)
    return {
        "CaseReference": random.choice(("A/1", "A/2", "a/2", "A/3", "A/4", "A/5", "A/6")),
        "ExtractDate": random.choice((None, date(2025, 1, 1), date(2025, 1, 2))),
        "CaseDate": valid,
        "ServiceTypeURI": service and f"{SERVICE}{service}",
        "ClassificationURI": "|".join(f"{CONCEPT}{number}" for number in _some(random, numbers)) or None,
        "ClassificationLabel": random.choice(labels),
        "DecisionTargetDate": valid + timedelta(days=allowed) if valid and random.random() < 0.5 else day(0.2),
        "Status": random.choice(STATUSES),
        "DecisionDate": decided,
        "Decision": random.choice(DECISIONS),
        "DecisionType": random.choice(DECIDERS),
        "DecisionNoticeDate": day(0.15),
        "application-types": random.choice(types),
        "is_usable": random.random() < 0.93,
    }


def _some(random: Random, numbers: Sequence[int]) -> list[int]:
    """None, one or two of some numbers."""
    return random.choices(list(numbers), k=random.choice((0, 1, 1, 1, 1, 2)))


def every_day(first: date, last: date) -> list[date]:
    """The days of a span."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
