"""What collections took: requests, bytes and seconds, by run and by source; all from the log of attempts.

Unit:   bytes as they were sent to us; seconds of waiting for web servers, added up over all sources, while `elapsed`
        is the time from the first request to the last outcome of a run.
Known   what was sent again and again for one source, such as pages or a second try, is counted each time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

TOTALS = """
    select count(*) as requests, coalesce(sum(size), 0)::bigint as bytes,
           coalesce(sum(elapsed_ms), 0) / 1000.0 as seconds, min(started_at) as begun_at
    from attempt a where a.standard = c.standard and a.run_id = c.run_id
"""
RUNS = f"""
select c.standard, c.run_id, c.day, c.sources, c.answered, c.unchanged, c.failed, t.requests, t.bytes,
       t.seconds::float8, coalesce(extract(epoch from c.finished_at - t.begun_at), 0)::float8 as elapsed
from (
    select standard, run_id, min(day) as day, count(*) as sources,
           count(*) filter (where outcome = 'answered') as answered,
           count(*) filter (where outcome = 'unchanged') as unchanged,
           count(*) filter (where outcome not in ('answered', 'unchanged')) as failed,
           max(finished_at) as finished_at
    from collection
    where standard = any(:standards) and (cast(:runs as text[]) is null or run_id = any(:runs))
    group by standard, run_id order by max(finished_at) desc limit :limit
) c
cross join lateral ({TOTALS}) t
order by c.finished_at desc, c.standard
"""  # noqa: S608 (no value comes in)
SOURCES = f"""
select c.authority_gss, c.outcome, t.requests, t.bytes, t.seconds::float8
from collection c
cross join lateral ({TOTALS} and a.authority_gss = c.authority_gss) t
where c.standard = :standard and c.run_id = :run_id
order by t.seconds desc, c.authority_gss
"""  # noqa: S608 (no value comes in)
MOST_RUNS = 1000


@dataclass(frozen=True)
class RunCost:
    """What one run of one standard's collection took, and what came of it."""

    standard: str
    run_id: str
    day: date
    sources: int
    answered: int
    unchanged: int
    failed: int
    requests: int
    bytes: int
    seconds: float
    elapsed: float


@dataclass(frozen=True)
class SourceCost:
    """What asking one authority took in one run."""

    authority_gss: str
    outcome: str  # by the words of plugins.fetch.fetch_once.FetchOutcome
    requests: int
    bytes: int
    seconds: float


def load_run_costs(
    connection: "Connection", standards: Collection[str], runs: Collection[str] | None = None, limit: int = MOST_RUNS
) -> list[RunCost]:
    """Return what the runs of some standards took, the newest first.

    Args:
        connection: a transaction.
        standards: those of which they are.
        runs: the names of runs; all if None.
        limit: at most so many.

    """
    from sqlalchemy import text

    values = {"standards": list(standards), "runs": None if runs is None else list(runs), "limit": limit}
    return [RunCost(*row) for row in connection.execute(text(RUNS), values)]


def load_source_costs(connection: "Connection", standard: str, run_id: str) -> list[SourceCost]:
    """Return what each source of a run took, the slowest first."""
    from sqlalchemy import text

    rows = connection.execute(text(SOURCES), {"standard": standard, "run_id": run_id})
    return [SourceCost(*row) for row in rows]
