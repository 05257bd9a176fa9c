"""Checking a batch of snapshots in one go, and keeping what was found: tables in the archive, counts in the warehouse.

The check is the very call that `council-returns check` makes. A file over which our code stumbles is found by halving
the batch: everybody else's are kept, and then the step fails and names it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from plugins.faults import CheckFailed
from plugins.pipeline.collect.isolate_failures import run_isolating_failures
from plugins.pipeline.collect.linked_keys import linked_keys
from plugins.storage.archive import CONNECTIONS, snapshot_key, table_key
from plugins.storage.warehouse.checks import Waiting, record_reports, waiting

if TYPE_CHECKING:
    from expectations.check import PublishedFile
    from plugins.storage.deployment import Deployment
    from transforms.domain.report import Report


def check_snapshots(here: "Deployment", slug: str, references: Sequence[str]) -> int:
    """Check the snapshots of a batch that still wait, keep what was found, and return how many there were.

    The tables are written first and the warehouse last, so that what it knows is always there.
    """
    from expectations.check import check_files
    from transforms.standards import standard

    files = _files(here, slug, _still_waiting(here, slug, references))
    reports, stumbled = run_isolating_failures(
        files, lambda some: check_files(some, standard(slug)), lambda one: str(one.authority_gss)
    )
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda report: _save_tables(here, report), reports))
    with here.transaction() as connection:
        record_reports(connection, reports)
    if stumbled:
        raise CheckFailed(f"our check failed over {len(stumbled)} of {len(files)} files: {', '.join(stumbled)}")
    return len(reports)


def _files(here: "Deployment", slug: str, chosen: Sequence[Waiting]) -> "list[PublishedFile]":
    from expectations.check import PublishedFile

    linked = linked_keys(here, slug, chosen)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        contents = pool.map(lambda one: here.archive.load(snapshot_key(one.sha256)), chosen)
        return [
            PublishedFile(one.file_name, content, one.authority_gss, one.fetched_on, keys)
            for one, content, keys in zip(chosen, contents, linked, strict=True)
        ]


def _still_waiting(here: "Deployment", slug: str, references: Sequence[str]) -> list[Waiting]:
    """Return what of a batch has not been checked yet: nothing, where the step is run again."""
    from expectations.suites import RULES_VERSION

    with here.transaction() as connection:
        return [one for one in waiting(connection, slug, RULES_VERSION) if one.reference in set(references)]


def _save_tables(here: "Deployment", report: "Report") -> None:
    """Write the table and the findings of one file."""
    for kind, table in (("standardised", report.table), ("issues", report.issues)):
        key = table_key(kind, report.standard, report.sha256, report.rules_version, report.authority_gss or "")
        here.archive.save_table(key, table)
