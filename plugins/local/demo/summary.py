"""What came of a rehearsal, as the warehouse knows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from plugins.local.demo.trigger_runs import RunRequest
from plugins.settings import Settings
from plugins.storage.warehouse.connection import open_engine, transaction
from plugins.storage.warehouse.summaries import (
    AssemblySummary,
    CollectionSummary,
    summarise_assemblies,
    summarise_collection,
)
from transforms.returns import RETURNS
from transforms.snapshots.last_valid_file import State

if TYPE_CHECKING:
    from sqlalchemy import Connection

USABLE, PARTLY, QUARANTINED, REFUSED = "usable", "partly usable", "quarantined", "refused"
ONE_FILE = """
select c.outcome, c.issue, s.state, s.reason, k.rows, k.rows_usable, k.encoding, k.header_line,
       (select jsonb_object_agg(severity, found) from (
            select severity, sum(count)::bigint as found from issue_count i
            where i.standard = k.standard and i.sha256 = k.sha256 and i.authority_gss = k.authority_gss
              and i.rules_version = k.rules_version group by severity) as by_severity) as issues,
       (select string_agg(code, ', ' order by code) from issue_count i
            where i.standard = k.standard and i.sha256 = k.sha256 and i.authority_gss = k.authority_gss
              and i.rules_version = k.rules_version and i.severity = 'critical') as critical
from collection c
left join snapshot s on s.standard = c.standard and s.authority_gss = c.authority_gss and s.sha256 = c.sha256
left join checked k on k.standard = c.standard and k.authority_gss = c.authority_gss and k.sha256 = c.sha256
where c.standard = :standard and c.authority_gss = :authority_gss and c.day = :day
order by c.finished_at desc, k.checked_at desc limit 1
"""
REPORTS = """
select distinct on (standard) standard, authority_gss from issue_count group by standard, authority_gss
order by standard, sum(count) filter (where severity = 'critical') desc nulls last, sum(count) desc, authority_gss
"""
MOST_TO_MEND = """
select authority_gss from issue_count group by authority_gss
order by sum(count) filter (where severity = 'critical') desc nulls last, sum(count) desc, authority_gss limit 1
"""


@dataclass(frozen=True)
class FileAccount:
    """What came of one real file."""

    file: str
    standard: str
    authority_gss: str
    verdict: str
    rows: int | None = None
    rows_usable: int | None = None
    issues: Mapping[str, int] = field(default_factory=dict)
    critical: str = ""
    is_collected: bool = True


@dataclass(frozen=True)
class Account:
    """What came of a rehearsal."""

    collections: Sequence[CollectionSummary]
    assemblies: Sequence[AssemblySummary]
    files: Sequence[FileAccount]
    runs: Sequence[RunRequest]
    most_to_mend: str | None = None  # the council in whose files most was found
    reports: Mapping[str, str] = field(default_factory=dict)  # the same of every standard

    @property
    def failed(self) -> list[RunRequest]:
        """Return the runs in which a step failed."""
        return [run for run in self.runs if run.state != "success"]

    @property
    def is_whole(self) -> bool:
        """Return whether every run succeeded and every return of what was collected has been made."""
        collected = {one.standard for one in self.collections}
        owed = {definition.slug for definition in RETURNS if definition.standard in collected}
        return bool(collected) and not self.failed and owed <= {assembly.return_slug for assembly in self.assemblies}


def account_of(
    settings: Settings, runs: Sequence[RunRequest], real: Sequence[Mapping[str, Any]], opened: date
) -> Account:
    """Return what the warehouse knows of these runs."""
    from sqlalchemy import text

    engine = open_engine(settings.database)
    try:
        with transaction(engine) as connection:
            collections = [_collection(connection, run) for run in runs if _is_listed(run)]
            assemblies = [one for definition in RETURNS for one in summarise_assemblies(connection, definition.slug)]
            files = [_file(connection, one, opened) for one in real]
            most_to_mend = connection.execute(text(MOST_TO_MEND)).scalar()
            reports = {row.standard: row.authority_gss for row in connection.execute(text(REPORTS))}
    finally:
        engine.dispose()
    return Account(
        collections=[one for one in collections if one is not None],
        assemblies=_newest(assemblies),
        files=files,
        runs=runs,
        most_to_mend=most_to_mend,
        reports=reports,
    )


def _is_listed(run: RunRequest) -> bool:
    """Return whether a run is a collection from everybody; those by hand are of single files, which are listed."""
    return run.dag.startswith("collect__") and not run.is_by_hand


def _collection(connection: "Connection", run: RunRequest) -> CollectionSummary | None:
    """Return what one collection brought."""
    return summarise_collection(connection, run.dag.removeprefix("collect__"), run_id=run.run_id)


def _newest(assemblies: Iterable[AssemblySummary]) -> list[AssemblySummary]:
    """Return the newest assembly of every return and period, the newest period of a return first."""
    newest: dict[tuple[str, str], AssemblySummary] = {}
    for assembly in assemblies:
        newest.setdefault((assembly.return_slug, assembly.period), assembly)
    return sorted(newest.values(), key=lambda one: (one.return_slug, one.as_known, one.period), reverse=True)


def _file(connection: "Connection", real: Mapping[str, Any], opened: date) -> FileAccount:
    """Return what came of one real file."""
    from sqlalchemy import text

    name, standard, gss = str(real["file"]), str(real["standard"]), str(real["authority_gss"])
    if real.get("reason"):
        return FileAccount(name, standard, gss, str(real["reason"]), is_collected=False)
    day = opened + timedelta(days=int(real["round"]))
    asked = {"standard": standard, "authority_gss": gss, "day": day}
    row = connection.execute(text(ONE_FILE), asked).mappings().first()
    if row is None:
        return FileAccount(name, standard, gss, "never asked for")
    return FileAccount(
        name,
        standard,
        gss,
        _verdict(row),
        row["rows"],
        row["rows_usable"],
        row["issues"] or {},
        row["critical"] or "",
    )


def _verdict(row: Mapping[Any, Any]) -> str:
    """Return in words what came of a file, and where it is not in use the reason."""
    if row["state"] == State.USABLE:
        return USABLE if row["rows_usable"] == row["rows"] else PARTLY
    words = {State.QUARANTINED: QUARANTINED, State.UNUSABLE: REFUSED}.get(row["state"], row["state"] or row["outcome"])
    reason = row["reason"] or row["issue"]
    return f"{words}: {reason}" if reason else words
