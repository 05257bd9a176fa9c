"""News of sources and returns, the newest first: new files, sources that failed, new assemblies."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from plugins.storage.warehouse.severity_counts import severity_counts
from transforms.returns import statutory_return

if TYPE_CHECKING:
    from sqlalchemy import Connection

# A file is new where its bytes are not those before it; one that has not been checked yet is no news.
NEW_FILES = f"""
with fetched as (
    select standard, authority_gss, fetched_on, fetched_at, sha256, state,
           lag(sha256) over (partition by standard, authority_gss order by fetched_on, fetched_at) as before_sha256
    from snapshot
    where (cast(:standard as text) is null or standard = :standard)
      and (cast(:authority_gss as text) is null or authority_gss = :authority_gss)
), new as (
    select * from fetched where before_sha256 is distinct from sha256 and state <> 'collected'
    order by fetched_at desc limit :limit
)
select new.standard, new.authority_gss, new.fetched_on, new.fetched_at, new.sha256, new.before_sha256, new.state,
       k.rules_version, k.rows, k.rows_usable, coalesce(counted.by_severity, '{{}}'::jsonb) as counts,
       coalesce(earlier.by_severity, '{{}}'::jsonb) as counts_before
from new
cross join lateral (
    select * from checked c
    where c.standard = new.standard and c.sha256 = new.sha256 and c.authority_gss = new.authority_gss
    order by c.checked_at desc limit 1
) k
{severity_counts("counted", "k.sha256")}
{severity_counts("earlier", "new.before_sha256")}
order by new.fetched_at desc, new.standard, new.authority_gss
"""  # noqa: S608  # every value is a parameter
FAILURES = """
select c.standard, c.authority_gss, c.since, min(c.finished_at) as occurred_at,
       (array_agg(c.reason order by c.finished_at))[1] as reason
from collection c
where c.reason is not null and c.since is not null
  and (cast(:standard as text) is null or c.standard = :standard)
  and (cast(:authority_gss as text) is null or c.authority_gss = :authority_gss)
group by c.standard, c.authority_gss, c.since
order by occurred_at desc limit :limit
"""
ASSEMBLIES = """
select return_slug, period, as_known, version, receipt, assembled_at, frozen_on
from assembly r
where is_complete and return_slug = any(:returns)
  and (return_slug = any(:told_whole) or receipt = any(:receipts))
  and (cast(:authority_gss as text) is null or authorities ? cast(:authority_gss as text))
order by assembled_at desc limit :limit
"""


@dataclass(frozen=True)
class NewFile:
    """A source published another file than before."""

    standard: str
    authority_gss: str
    fetched_on: date
    occurred_at: datetime
    sha256: str
    before_sha256: str | None
    state: str
    rules_version: str
    rows: int
    rows_usable: int
    counts: Mapping[str, int] = field(default_factory=dict)  # findings by severity
    counts_before: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SourceFailure:
    """A source could no longer be used from a day on."""

    standard: str
    authority_gss: str
    since: date
    occurred_at: datetime
    reason: str


@dataclass(frozen=True)
class NewAssembly:
    """A return was assembled."""

    return_slug: str
    period: str
    as_known: date
    version: int
    receipt: str
    occurred_at: datetime
    frozen_on: date | None


NewsItem = NewFile | SourceFailure | NewAssembly


def load_news(
    connection: "Connection",
    *,
    standard: str | None = None,
    authority_gss: str | None = None,
    returns: Sequence[str] = (),
    receipts: Collection[str] | None = None,
    limit: int = 50,
) -> list[NewsItem]:
    """Return the last news of a standard's sources or of an authority's, and of assemblies of `returns`.

    Args:
        connection: a transaction.
        standard: news of its files only.
        authority_gss: news of this authority only.
        returns: the returns whose assemblies are news.
        receipts: where not every assembly may be told, those that may; of checks and statements all are.
        limit: at most so many.

    """
    from sqlalchemy import text

    told_whole = [slug for slug in returns if receipts is None or statutory_return(slug).kind != "return"]
    parameters = {
        "standard": standard, "authority_gss": authority_gss, "returns": list(returns), "limit": limit,
        "told_whole": told_whole, "receipts": list(receipts or ()),
    }  # fmt: skip
    items: list[NewsItem] = [
        kind(*row)
        for kind, query in ((NewFile, NEW_FILES), (SourceFailure, FAILURES), (NewAssembly, ASSEMBLIES))
        for row in connection.execute(text(query), parameters)
    ]
    return sorted(items, key=lambda item: item.occurred_at, reverse=True)[:limit]
