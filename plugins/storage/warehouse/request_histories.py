"""Request histories: when each source was asked last, when it gave something new, and since when it fails."""

from typing import TYPE_CHECKING

from transforms.snapshots.next_request import RequestHistory

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Connection

HISTORIES = """
with answers as (
    select standard, authority_gss, day, outcome, outcome in ('answered', 'unchanged') and reason is null as is_well
    from collection
    where standard = any(:standards) and day < :before
      and (cast(:authority_gss as text) is null or authority_gss = :authority_gss)
), last_well as (
    select standard, authority_gss, max(day) as day from answers where is_well group by standard, authority_gss
)
select a.standard, a.authority_gss, max(a.day) as asked_on,
       max(a.day) filter (where a.outcome = 'answered') as changed_on,
       min(a.day) filter (where a.day > coalesce(w.day, '-infinity')) as failing_since
from answers a
left join last_well w on w.standard = a.standard and w.authority_gss = a.authority_gss
group by a.standard, a.authority_gss
"""
SourceKey = tuple[str, str]  # standard, authority


def load_request_histories(
    connection: "Connection", standards: "Collection[str]", before: "date", authority_gss: str | None = None
) -> dict[SourceKey, RequestHistory]:
    """Return what came of asking authorities (or one of them) for some standards before a day."""
    from sqlalchemy import text

    values = {"standards": list(standards), "before": before, "authority_gss": authority_gss}
    rows = connection.execute(text(HISTORIES), values)
    return {(slug, gss): RequestHistory(attempts, changed, failing) for slug, gss, attempts, changed, failing in rows}
