"""Source status: the state of every source at the end of a day, and the files of one authority with their findings.

Known   the status is that of the last collection that was judged; while a new file is being checked, it stays.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from plugins.storage.warehouse.severity_counts import severity_counts

if TYPE_CHECKING:
    from sqlalchemy import Connection

STATUSES = """
select s.standard, a.authority_gss, c.day, c.outcome, c.in_use_state, c.in_use_day, c.reason, c.since,
       c.run_id, c.finished_at
from unnest(cast(:standards as text[])) as s(standard)
cross join unnest(cast(:authorities as text[])) as a(authority_gss)
cross join lateral (
    select * from collection c
    where c.standard = s.standard and c.authority_gss = a.authority_gss and c.day <= :day
      and c.in_use_state is not null
    order by c.day desc, c.finished_at desc limit 1
) c
"""
LATEST_FILES = """
select s.standard, last.sha256, last.file_name, last.fetched_on, before.sha256 as before_sha256,
       before.fetched_on as before_on, changed.day as changed_on
from unnest(cast(:standards as text[])) as s(standard)
cross join lateral (
    select * from snapshot n
    where n.standard = s.standard and n.authority_gss = :authority_gss and n.state <> 'collected'
    order by n.fetched_on desc, n.fetched_at desc limit 1
) last
left join lateral (
    select * from snapshot n
    where n.standard = s.standard and n.authority_gss = :authority_gss and n.sha256 <> last.sha256
      and n.fetched_on <= last.fetched_on and n.state <> 'collected'
    order by n.fetched_on desc, n.fetched_at desc limit 1
) before on true
cross join lateral (
    select min(n.fetched_on) as day from snapshot n
    where n.standard = s.standard and n.authority_gss = :authority_gss and n.sha256 = last.sha256
      and n.fetched_on >= coalesce(before.fetched_on, '-infinity')
) changed
"""
FILES_BY_DAY = """
select d.day, s.standard, last.sha256
from unnest(cast(:days as date[])) as d(day)
cross join unnest(cast(:standards as text[])) as s(standard)
cross join lateral (
    select n.sha256 from snapshot n
    where n.standard = s.standard and n.authority_gss = :authority_gss and n.fetched_on <= d.day
      and n.state <> 'collected'
    order by n.fetched_on desc, n.fetched_at desc limit 1
) last
order by d.day, s.standard
"""
FIRST_FETCH_DAY = """
select min(fetched_on) from snapshot
where standard = any(:standards) and authority_gss = :authority_gss and state <> 'collected'
"""
FINDING_COUNTS = f"""
select file.standard, file.sha256, k.rules_version, k.edition, k.rows, k.rows_usable,
       coalesce(counted.by_severity, '{{}}'::jsonb) as counts
from unnest(cast(:standards as text[]), cast(:hashes as text[])) as file(standard, sha256)
cross join lateral (
    select * from checked k
    where k.standard = file.standard and k.sha256 = file.sha256 and k.authority_gss = :authority_gss
    order by k.checked_at desc limit 1
) k
{severity_counts("counted", "k.sha256")}
"""  # noqa: S608  # every value is a parameter
LAST_ATTEMPT_DAYS = """
select s.standard, last.day
from unnest(cast(:standards as text[])) as s(standard)
cross join lateral (
    select max(day) as day from attempt where standard = s.standard and authority_gss = :authority_gss
) last
where last.day is not null
"""


@dataclass(frozen=True)
class SourceStatus:
    """The status of one source: its last response, the file in use, and if that is an older one, why and since when."""

    standard: str
    authority_gss: str
    day: date  # of its last collection
    outcome: str  # by the words of plugins.fetch.fetch_once.FetchOutcome
    in_use_state: str  # current, last-valid or none
    in_use_day: date | None
    reason: str | None
    since: date | None
    run_id: str
    finished_at: datetime


@dataclass(frozen=True)
class LatestFile:
    """The file that a source published last, and the one before it."""

    standard: str
    sha256: str
    file_name: str
    fetched_on: date
    before_sha256: str | None
    before_on: date | None
    changed_on: date  # the first day on which it was there


@dataclass(frozen=True)
class FileFindings:
    """The findings of the newest check of one file."""

    standard: str
    sha256: str
    rules_version: str
    edition: str
    rows: int
    rows_usable: int
    counts: Mapping[str, int] = field(default_factory=dict)  # findings by severity


def load_source_statuses(
    connection: "Connection", standards: Collection[str], authorities: Collection[str], day: date
) -> list[SourceStatus]:
    """Return the status at the end of a day of every source that had been collected by then."""
    from sqlalchemy import text

    parameters = {"standards": list(standards), "authorities": list(authorities), "day": day}
    return [SourceStatus(*row) for row in connection.execute(text(STATUSES), parameters)]


def load_latest_files(
    connection: "Connection", standards: Collection[str], authority_gss: str
) -> dict[str, LatestFile]:
    """Return the last checked file of each of an authority's sources, by standard."""
    from sqlalchemy import text

    parameters = {"standards": list(standards), "authority_gss": authority_gss}
    return {row.standard: LatestFile(*row) for row in connection.execute(text(LATEST_FILES), parameters)}


def load_findings_by_severity(
    connection: "Connection", authority_gss: str, files: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], FileFindings]:
    """Return the findings of some of an authority's files, each given and returned by its standard and hash."""
    from sqlalchemy import text

    parameters = {
        "standards": [standard for standard, _ in files],
        "hashes": [sha256 for _, sha256 in files],
        "authority_gss": authority_gss,
    }
    return {
        (row.standard, row.sha256): FileFindings(*row) for row in connection.execute(text(FINDING_COUNTS), parameters)
    }


def load_last_attempt_days(connection: "Connection", standards: Collection[str], authority_gss: str) -> dict[str, date]:
    """Return the day of the last attempt at each of an authority's sources, by standard."""
    from sqlalchemy import text

    parameters = {"standards": list(standards), "authority_gss": authority_gss}
    return {row.standard: row.day for row in connection.execute(text(LAST_ATTEMPT_DAYS), parameters)}


def load_first_fetch_day(connection: "Connection", standards: Collection[str], authority_gss: str) -> date | None:
    """Return the day of the first checked file of some of an authority's sources; None where there is none."""
    from sqlalchemy import text

    parameters = {"standards": list(standards), "authority_gss": authority_gss}
    day: date | None = connection.scalar(text(FIRST_FETCH_DAY), parameters)
    return day


def load_files_by_day(
    connection: "Connection", standards: Collection[str], authority_gss: str, days: Sequence[date]
) -> list[tuple[date, str, str]]:
    """Return the last file of each source at the end of each of some days: day, standard and hash."""
    from sqlalchemy import text

    parameters = {"standards": list(standards), "authority_gss": authority_gss, "days": list(days)}
    return [(row.day, row.standard, row.sha256) for row in connection.execute(text(FILES_BY_DAY), parameters)]
