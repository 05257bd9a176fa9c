"""Checking a batch of snapshots in one go, and storing the result: tables in the archive, counts in the warehouse.

The check is the very call that `council-returns check` makes. A file that our code can't load, check or record fails
alone: everybody else's are stored, and then the step fails and names it.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from plugins.faults import CheckFailed
from plugins.logs import log_event
from plugins.pipeline.collect.isolate_failures import run_each_isolating_failures, run_isolating_failures
from plugins.pipeline.collect.linked_keys import load_linked_keys
from plugins.storage.archive import CONNECTIONS, snapshot_key, table_key
from plugins.storage.warehouse.checks import WaitingSnapshot, load_waiting_snapshots, record_reports

if TYPE_CHECKING:
    from expectations.check import PublishedFile
    from plugins.storage.deployment import Deployment
    from transforms.domain.report import Report


def check_snapshots(deployment: "Deployment", slug: str, references: Sequence[str]) -> int:
    """Check the snapshots of a batch that still wait, store the reports, and return how many there were.

    The tables are written first and the warehouse last, so that what it knows is always there.
    """
    started_at = time.monotonic()
    snapshots = _still_waiting(deployment, slug, references)
    reports, unchecked = run_isolating_failures(snapshots, lambda part: _check(deployment, slug, part), _snapshot_name)
    saved, unsaved = run_each_isolating_failures(
        reports, lambda report: _save_tables(deployment, report), _report_name, CONNECTIONS
    )
    recorded, unrecorded = run_isolating_failures(saved, lambda part: _record(deployment, part), _report_name)
    _log_reports(slug, snapshots, recorded, time.monotonic() - started_at)
    if failed := [*unchecked, *unsaved, *unrecorded]:
        raise CheckFailed(f"our check failed over {len(failed)} of {len(snapshots)} files: {'; '.join(failed)}")
    return len(recorded)


def _still_waiting(deployment: "Deployment", slug: str, references: Sequence[str]) -> list[WaitingSnapshot]:
    """Return the snapshots of a batch that have not been checked yet: none, where the step is run again."""
    from expectations.suites import RULES_VERSION

    with deployment.transaction() as connection:
        waiting = load_waiting_snapshots(connection, slug, RULES_VERSION)
    return [snapshot for snapshot in waiting if snapshot.reference in set(references)]


def _check(deployment: "Deployment", slug: str, snapshots: Sequence[WaitingSnapshot]) -> "list[Report]":
    """Load some snapshots and check them."""
    from plugins.reading.read_files import check_files
    from transforms.standards import standard

    return check_files(_load_files(deployment, slug, snapshots), standard(slug))


def _load_files(deployment: "Deployment", slug: str, snapshots: Sequence[WaitingSnapshot]) -> "list[PublishedFile]":
    from expectations.check import PublishedFile

    linked = load_linked_keys(deployment, slug, snapshots)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        contents = pool.map(lambda snapshot: deployment.archive.load(snapshot_key(snapshot.sha256)), snapshots)
        return [
            PublishedFile(snapshot.file_name, content, snapshot.authority_gss, snapshot.fetched_on, keys)
            for snapshot, content, keys in zip(snapshots, contents, linked, strict=True)
        ]


def _save_tables(deployment: "Deployment", report: "Report") -> "Report":
    """Write the table and the findings of one file, and return its report."""
    for kind, table in (("standardised", report.table), ("issues", report.issues)):
        key = table_key(kind, report.standard, report.sha256, report.rules_version, report.authority_gss or "")
        deployment.archive.save_table(key, table)
    return report


def _record(deployment: "Deployment", reports: "Sequence[Report]") -> "list[Report]":
    """Record some reports in one transaction, and return them."""
    with deployment.transaction() as connection:
        record_reports(connection, reports)
    return list(reports)


def _log_reports(slug: str, snapshots: Sequence[WaitingSnapshot], reports: "Sequence[Report]", seconds: float) -> None:
    """Log what each file had, and how many there were."""
    for report in reports:
        log_event(
            __name__, "file checked", step="check_batch", standard=slug, authority=report.authority_gss,
            sha256=report.sha256, rows=report.rows, rows_usable=report.rows_usable, findings=report.issues.num_rows,
        )  # fmt: skip
    log_event(
        __name__, "batch checked", step="check_batch", standard=slug, files=len(reports),
        faults=len(snapshots) - len(reports), bytes=sum(snapshot.size for snapshot in snapshots),
        seconds=round(seconds, 3),
    )  # fmt: skip


def _snapshot_name(snapshot: WaitingSnapshot) -> str:
    return f"{snapshot.file_name} of {snapshot.authority_gss}"


def _report_name(report: "Report") -> str:
    return f"{report.file} of {report.authority_gss}"
