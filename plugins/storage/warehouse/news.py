"""News of sources and returns, the newest first: files that were new, sources that failed, assemblies made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

# A file is new where it is not the one before it; one without a check yet is no news.
NEW_FILES = """
with seen as (
    select standard, authority_gss, fetched_on, fetched_at, sha256, state,
           lag(sha256) over (partition by standard, authority_gss order by fetched_on, fetched_at) as before_sha256
    from snapshot
    where (cast(:standard as text) is null or standard = :standard)
      and (cast(:authority_gss as text) is null or authority_gss = :authority_gss)
), new as (
    select * from seen where before_sha256 is distinct from sha256 and state <> 'collected'
    order by fetched_at desc limit :most
)
select new.standard, new.authority_gss, new.fetched_on, new.fetched_at, new.sha256, new.before_sha256, new.state,
       k.rules_version, k.rows, k.rows_usable, coalesce(found.by_severity, '{}'::jsonb) as found,
       coalesce(earlier.by_severity, '{}'::jsonb) as found_before
from new
cross join lateral (
    select * from checked c
    where c.standard = new.standard and c.sha256 = new.sha256 and c.authority_gss = new.authority_gss
    order by c.checked_at desc limit 1
) k
left join lateral (
    select jsonb_object_agg(severity, number) as by_severity from (
        select severity, sum(count)::bigint as number from issue_count i
        where i.standard = k.standard and i.sha256 = k.sha256 and i.authority_gss = k.authority_gss
          and i.rules_version = k.rules_version
        group by severity
    ) counted
) found on true
left join lateral (
    select jsonb_object_agg(severity, number) as by_severity from (
        select severity, sum(count)::bigint as number from issue_count i
        where i.standard = k.standard and i.sha256 = new.before_sha256 and i.authority_gss = k.authority_gss
          and i.rules_version = k.rules_version
        group by severity
    ) counted
) earlier on true
order by new.fetched_at desc, new.standard, new.authority_gss
"""
FAILURES = """
select c.standard, c.authority_gss, c.since, min(c.finished_at) as told_at,
       (array_agg(c.reason order by c.finished_at))[1] as reason
from collection c
where c.reason is not null and c.since is not null
  and (cast(:standard as text) is null or c.standard = :standard)
  and (cast(:authority_gss as text) is null or c.authority_gss = :authority_gss)
group by c.standard, c.authority_gss, c.since
order by told_at desc limit :most
"""
RELEASES = """
select return_slug, period, as_known, version, receipt, assembled_at, frozen_on
from assembly r
where is_complete and return_slug = any(:returns)
  and (cast(:authority_gss as text) is null or authorities ? cast(:authority_gss as text))
order by assembled_at desc limit :most
"""


@dataclass(frozen=True)
class NewFile:
    """A source published another file than before."""

    standard: str
    authority_gss: str
    fetched_on: date
    told_at: datetime
    sha256: str
    before_sha256: str | None
    state: str
    rules_version: str
    rows: int
    rows_usable: int
    found: Mapping[str, int] = field(default_factory=dict)  # findings by severity
    found_before: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SourceFailure:
    """A source could no longer be used from a day on."""

    standard: str
    authority_gss: str
    since: date
    told_at: datetime
    reason: str


@dataclass(frozen=True)
class NewAssembly:
    """A return was assembled."""

    return_slug: str
    period: str
    as_known: date
    version: int
    receipt: str
    told_at: datetime
    frozen_on: date | None


NewsItem = NewFile | SourceFailure | NewAssembly


def load_news(
    connection: "Connection",
    *,
    standard: str | None = None,
    authority_gss: str | None = None,
    returns: Sequence[str] = (),
    most: int = 50,
) -> list[NewsItem]:
    """Return the last events of a standard's sources or of an authority's, and assemblies of `returns`."""
    from sqlalchemy import text

    asked = {"standard": standard, "authority_gss": authority_gss, "returns": list(returns), "most": most}
    found: list[NewsItem] = [
        kind(*row)
        for kind, query in ((NewFile, NEW_FILES), (SourceFailure, FAILURES), (NewAssembly, RELEASES))
        for row in connection.execute(text(query), asked)
    ]
    return sorted(found, key=lambda one: one.told_at, reverse=True)[:most]
