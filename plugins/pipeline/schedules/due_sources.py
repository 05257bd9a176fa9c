"""Which sources a scheduled collection asks on a day: those that are due, and all up to a deadline."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from transforms.snapshots.next_request import is_asked_on

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment


def due_authorities(deployment: "Deployment", slug: str, authorities: Collection[str], day: date) -> set[str]:
    """Return the authorities whose sources of a standard are asked on a day by schedule."""
    from plugins.storage.warehouse.request_histories import load_request_histories
    from transforms.standards import standard

    rhythm, deadlines = standard(slug).rhythm, deadlines_about(slug, day)
    with deployment.transaction() as connection:
        histories = load_request_histories(connection, [slug], day)
    return {gss for gss in authorities if is_asked_on(histories.get((slug, gss)), rhythm, day, deadlines)}


def deadlines_about(slug: str, day: date) -> list[date]:
    """Return the deadlines in and about the year of `day` of the returns that read a standard."""
    from transforms.returns import RETURNS
    from transforms.rounds.deadlines import due_days_about

    readers = [definition for definition in RETURNS if slug in definition.all_standards]
    return [
        due for definition in readers for due in due_days_about(definition.period_kind, definition.deadline, day.year)
    ]
