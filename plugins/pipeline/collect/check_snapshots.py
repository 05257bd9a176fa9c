"""Checking a batch of snapshots in one go, and keeping what was found: tables in the archive, counts in the warehouse.

The check is the very call that `council-returns check` makes. A file over which our code stumbles is found by halving
the batch: everybody else's are kept, and then the step fails and names it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from plugins.faults import CheckFailed
from plugins.pipeline.collect.isolate_failures import run_isolating_failures
from plugins.pipeline.collect.linked_keys import load_linked_keys
from plugins.storage.archive import CONNECTIONS, snapshot_key, table_key
from plugins.storage.warehouse.checks import WaitingSnapshot, load_waiting_snapshots, record_reports

if TYPE_CHECKING:
    from expectations.check import PublishedFile
    from plugins.storage.deployment import Deployment
    from transforms.domain.report import Report


def check_snapshots(deployment: "Deployment", slug: str, references: Sequence[str]) -> int:
    """Check the snapshots of a batch that still wait, keep what was found, and return how many there were.

    The tables are written first and the warehouse last, so that what it knows is always there.
    """
    from expectations.check import check_files
    from transforms.standards import standard

    files = _files(deployment, slug, _still_waiting(deployment, slug, references))
    reports, stumbled = run_isolating_failures(
        files, lambda some: check_files(some, standard(slug)), lambda one: str(one.authority_gss)
    )
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda report: _save_tables(deployment, report), reports))
    with deployment.transaction() as connection:
        record_reports(connection, reports)
    if stumbled:
        raise CheckFailed(f"our check failed over {len(stumbled)} of {len(files)} files: {', '.join(stumbled)}")
    return len(reports)


def _files(deployment: "Deployment", slug: str, chosen: Sequence[WaitingSnapshot]) -> "list[PublishedFile]":
    from expectations.check import PublishedFile

    linked = load_linked_keys(deployment, slug, chosen)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        contents = pool.map(lambda one: deployment.archive.load(snapshot_key(one.sha256)), chosen)
        return [
            PublishedFile(one.file_name, content, one.authority_gss, one.fetched_on, keys)
            for one, content, keys in zip(chosen, contents, linked, strict=True)
        ]


def _still_waiting(deployment: "Deployment", slug: str, references: Sequence[str]) -> list[WaitingSnapshot]:
    """Return what of a batch has not been checked yet: nothing, where the step is run again."""
    from expectations.suites import RULES_VERSION

    with deployment.transaction() as connection:
        return [
            one for one in load_waiting_snapshots(connection, slug, RULES_VERSION) if one.reference in set(references)
        ]


def _save_tables(deployment: "Deployment", report: "Report") -> None:
    """Write the table and the findings of one file."""
    for kind, table in (("standardised", report.table), ("issues", report.issues)):
        key = table_key(kind, report.standard, report.sha256, report.rules_version, report.authority_gss or "")
        deployment.archive.save_table(key, table)
