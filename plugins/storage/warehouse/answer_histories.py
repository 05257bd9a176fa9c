"""Answer histories: on which days each source was asked, and whether it showed something new, the same or nothing.

Known   only answers that were judged count. A file that waits for us (to be confirmed, or checked), one that is too
        large for us and an address that we may not ask tell nothing of what the source has.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

from transforms.snapshots.freshness import WINDOW_DAYS, AnswerHistory

if TYPE_CHECKING:
    from sqlalchemy import Connection

HISTORIES = """
with looks as (
    select standard, authority_gss, day,
           outcome in ('answered', 'unchanged') and coalesce(reason, '') not in ('shrunk', 'not-checked') as is_seen,
           outcome in ('unreachable', 'nothing-listed') as is_failed,
           outcome in ('answered', 'unchanged') and reason is null as is_good,
           in_use_sha256 is not null and in_use_sha256 is distinct from
           lag(in_use_sha256) over (partition by standard, authority_gss order by day, finished_at) as is_new
    from collection
    where standard = any(:standards) and day <= :today and in_use_state is not null
)
select standard, authority_gss, min(day) as asked_from,
       array_agg(distinct day) filter (where is_new),
       array_agg(distinct day) filter (where is_seen and day >= :window),
       array_agg(distinct day) filter (where is_failed and day >= :window),
       max(day) filter (where is_good)
from looks group by standard, authority_gss
"""
SourceKey = tuple[str, str]  # standard, authority


def load_answer_histories(
    connection: "Connection", standards: Collection[str], today: date
) -> dict[SourceKey, AnswerHistory]:
    """Return what came of asking the sources of some standards up to a day.

    Days on which nothing new came are those of the window of freshness promises alone.
    """
    from sqlalchemy import text

    window = today - timedelta(days=WINDOW_DAYS - 1)
    values = {"standards": list(standards), "today": today, "window": window}
    return {
        (slug, gss): AnswerHistory(asked_from, tuple(new or ()), tuple(seen or ()), tuple(failed or ()), good_on)
        for slug, gss, asked_from, new, seen, failed, good_on in connection.execute(text(HISTORIES), values)
    }
