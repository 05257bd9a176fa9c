"""The results of a demonstration, as the warehouse has them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from plugins.local.demo.trigger_runs import TriggeredRun
from plugins.settings import Settings
from plugins.storage.warehouse.connection import open_engine, transaction
from plugins.storage.warehouse.summaries import (
    AssemblySummary,
    CollectionSummary,
    summarise_assemblies,
    summarise_collection,
)
from transforms.returns import RETURNS
from transforms.snapshots.last_valid_file import SnapshotState

if TYPE_CHECKING:
    from sqlalchemy import Connection

USABLE, PARTLY, QUARANTINED, REFUSED = "usable", "partly usable", "quarantined", "refused"
RESULT_OF_FILE = """
select c.outcome, c.issue, s.state, s.reason, k.rows, k.rows_usable, k.encoding, k.header_line,
       (select jsonb_object_agg(severity, total) from (
            select severity, sum(count)::bigint as total from issue_count i
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
MOST_TO_FIX = """
select authority_gss from issue_count group by authority_gss
order by sum(count) filter (where severity = 'critical') desc nulls last, sum(count) desc, authority_gss limit 1
"""


@dataclass(frozen=True)
class RealFileSummary:
    """The result of one real file."""

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
class DemoSummary:
    """The results of a demonstration."""

    collections: Sequence[CollectionSummary]
    assemblies: Sequence[AssemblySummary]
    real_files: Sequence[RealFileSummary]
    runs: Sequence[TriggeredRun]
    most_to_fix: str | None = None  # the council with the most findings
    reports: Mapping[str, str] = field(default_factory=dict)  # the same for every standard
    release: Sequence[str] = ()  # what came of the round that the example people brought to its end

    @property
    def failed(self) -> list[TriggeredRun]:
        """Return the runs in which a step failed."""
        return [run for run in self.runs if run.state != "success"]

    @property
    def is_complete(self) -> bool:
        """Return whether every run succeeded and every return of what was collected has been assembled."""
        collected = {collection.standard for collection in self.collections}
        expected = {definition.slug for definition in RETURNS if definition.standard in collected}
        assembled = {assembly.return_slug for assembly in self.assemblies}
        return bool(collected) and not self.failed and expected <= assembled


def load_summary(
    settings: Settings, runs: Sequence[TriggeredRun], real_files: Sequence[Mapping[str, Any]], opened: date
) -> DemoSummary:
    """Return the results of these runs and files from the warehouse.

    Args:
        settings: the deployment.
        runs: the runs of the demonstration.
        real_files: the real files, as the example publishers list them.
        opened: the first day of the demonstration.

    """
    from sqlalchemy import text

    engine = open_engine(settings.database)
    try:
        with transaction(engine) as connection:
            collections = [_load_collection(connection, run) for run in runs if _is_listed(run)]
            assemblies = [
                assembly for definition in RETURNS for assembly in summarise_assemblies(connection, definition.slug)
            ]
            files = [_load_real_file(connection, file, opened) for file in real_files]
            most_to_fix = connection.execute(text(MOST_TO_FIX)).scalar()
            reports = {row.standard: row.authority_gss for row in connection.execute(text(REPORTS))}
    finally:
        engine.dispose()
    return DemoSummary(
        collections=[collection for collection in collections if collection is not None],
        assemblies=_newest(assemblies),
        real_files=files,
        runs=runs,
        most_to_fix=most_to_fix,
        reports=reports,
    )


def _is_listed(run: TriggeredRun) -> bool:
    """Return whether a run is a collection from everybody; the files of the others are listed one by one."""
    return run.dag.startswith("collect__") and run.is_scheduled


def _load_collection(connection: "Connection", run: TriggeredRun) -> CollectionSummary | None:
    """Return the results of one collection."""
    return summarise_collection(connection, run.dag.removeprefix("collect__"), run_id=run.run_id)


def _newest(assemblies: Iterable[AssemblySummary]) -> list[AssemblySummary]:
    """Return the newest assembly of every return and period, the newest period of a return first."""
    newest: dict[tuple[str, str], AssemblySummary] = {}
    for assembly in assemblies:
        newest.setdefault((assembly.return_slug, assembly.period), assembly)
    return sorted(newest.values(), key=attrgetter("return_slug", "as_known", "period"), reverse=True)


def _load_real_file(connection: "Connection", real: Mapping[str, Any], opened: date) -> RealFileSummary:
    """Return the result of one real file."""
    from sqlalchemy import text

    name, standard, gss = str(real["file"]), str(real["standard"]), str(real["authority_gss"])
    if real.get("reason"):
        return RealFileSummary(name, standard, gss, str(real["reason"]), is_collected=False)
    day = opened + timedelta(days=int(real["round"]))
    values = {"standard": standard, "authority_gss": gss, "day": day}
    row = connection.execute(text(RESULT_OF_FILE), values).mappings().first()
    if row is None:
        return RealFileSummary(name, standard, gss, "not collected")
    return RealFileSummary(
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
    """Return the state of a file in words, with the reason if it is not in use."""
    if row["state"] == SnapshotState.USABLE:
        return USABLE if row["rows_usable"] == row["rows"] else PARTLY
    names = {SnapshotState.QUARANTINED: QUARANTINED, SnapshotState.UNUSABLE: REFUSED}
    state = names.get(row["state"], row["state"] or row["outcome"])
    reason = row["reason"] or row["issue"]
    return f"{state}: {reason}" if reason else state
