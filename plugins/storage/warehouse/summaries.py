"""Summaries for people: the result of a collection, and the contents of an assembly."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

COLLECTION_COUNTS = """
select count(*) as sources,
       count(*) filter (where c.outcome = 'answered') as answered,
       count(*) filter (where c.outcome = 'unchanged') as unchanged,
       count(*) filter (where c.outcome not in ('answered', 'unchanged')) as failed,
       count(*) filter (where c.in_use_state = 'last-valid') as on_last_valid,
       count(*) filter (where c.in_use_state = 'none') as without_data,
       coalesce(sum(k.rows) filter (where c.outcome = 'answered'), 0)::bigint as rows,
       coalesce(sum(k.rows_usable) filter (where c.outcome = 'answered'), 0)::bigint as rows_usable
from collection c
left join lateral (
    select rows, rows_usable from checked k
    where k.standard = c.standard and k.sha256 = c.sha256 and k.authority_gss = c.authority_gss
    order by k.checked_at desc limit 1
) k on true
where c.standard = :standard and c.run_id = :run_id
"""
ISSUE_COUNTS = """
select severity, sum(count)::bigint as issues from (
    select i.severity, i.count from collection c
    join issue_count i on i.standard = c.standard and i.sha256 = c.sha256 and i.authority_gss = c.authority_gss
     and i.rules_version = (
        select k.rules_version from checked k
        where k.standard = c.standard and k.sha256 = c.sha256 and k.authority_gss = c.authority_gss
        order by k.checked_at desc limit 1)
    where c.standard = :standard and c.run_id = :run_id
    union all
    select case issue when 'source-unchanged' then 'info' when 'source-shrunk' then 'warning' else 'critical' end, 1
    from collection where standard = :standard and run_id = :run_id and issue is not null
) counted group by severity
"""


@dataclass(frozen=True)
class CollectionSummary:
    """The result of one run of one standard's collection."""

    standard: str
    run_id: str
    day: date
    sources: int
    answered: int
    unchanged: int
    failed: int
    on_last_valid: int
    without_data: int
    rows: int
    rows_usable: int
    issues: "Mapping[str, int]" = field(default_factory=dict)  # by severity


@dataclass(frozen=True)
class AssemblySummary:
    """The contents of one assembly of a return: the authorities' cells by origin."""

    return_slug: str
    period: str
    as_known: date
    version: int
    prefix: str
    authorities_owing: int
    authorities_asked: int  # of those that owe it: their source is known
    authorities_with_data: int  # of those: they have usable data
    response_rate_pct: float | None
    computed: int
    inferred: int
    not_derivable: int
    no_data: int
    exceptions: int
    checks_failed: bool
    frozen_on: date | None
    authorities_computed: int | None  # anew; none where that was not counted
    authorities_carried: int | None  # over from an earlier assembly


def summarise_collection(
    connection: "Connection", standard: str, run_id: str | None = None, day: date | None = None
) -> CollectionSummary | None:
    """Return the result of a run: the one named, or the last one (of a day); None if there was none."""
    from sqlalchemy import select, text

    from plugins.storage.warehouse.tables import COLLECTION as C

    query = select(C.c.run_id, C.c.day).where(C.c.standard == standard)
    if run_id is not None:
        query = query.where(C.c.run_id == run_id)
    if day is not None:
        query = query.where(C.c.day == day)
    last = connection.execute(query.order_by(C.c.finished_at.desc()).limit(1)).first()
    if last is None:
        return None
    parameters = {"standard": standard, "run_id": last.run_id}
    counts = connection.execute(text(COLLECTION_COUNTS), parameters).mappings().one()
    issues = {row.severity: row.issues for row in connection.execute(text(ISSUE_COUNTS), parameters)}
    return CollectionSummary(standard, last.run_id, last.day, **counts, issues=issues)


def summarise_assemblies(
    connection: "Connection", return_slug: str, period: str | None = None
) -> "Sequence[AssemblySummary]":
    """Return the assemblies of a return, newest first."""
    from sqlalchemy import Float, cast, select

    from plugins.storage.warehouse.tables import ASSEMBLY

    r = ASSEMBLY.c
    query = select(
        r.return_slug, r.period, r.as_known, r.version, r.prefix,
        r.authorities_owing, r.authorities_asked, r.authorities_with_data,
        cast(r.response_rate_pct, Float).label("response_rate_pct"),
        r.computed, r.inferred, r.not_derivable, r.no_data, r.exceptions, r.checks_failed, r.frozen_on,
        r.authorities_computed, r.authorities_carried,
    ).where(r.return_slug == return_slug)  # fmt: skip
    if period is not None:
        query = query.where(r.period == period)
    query = query.order_by(r.assembled_at.desc(), r.version.desc())
    return [AssemblySummary(**row) for row in connection.execute(query).mappings()]
