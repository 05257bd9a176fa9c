"""What got better and worse since the previous file, and what the rules over time found between the two files.

Read anew on every request, since other files may have come; kept in memory until there is a newer ledger step.
Known:  findings about two files are shown beside the report and its downloads, which are about exactly one file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.pipeline.ledgers.changes_between_files import FindingChange, load_changes
from plugins.pipeline.ledgers.update_ledgers import load_ledger
from plugins.portal.cache import SizedCache
from plugins.portal.views.finding_statuses import FindingStatuses, count_statuses
from plugins.portal.views.reports import EXAMPLE_LINES, ReportView, lines_by_value
from plugins.storage.archive import history_key
from plugins.storage.warehouse.comparisons import Comparison, load_last_comparison
from plugins.storage.warehouse.ledgers import LedgerStep, load_last_steps, load_steps
from plugins.storage.warehouse.reports import ReportKey
from transforms.domain.issue import ISSUE_TYPES, IssueType, Severity
from transforms.domain.report import Outcome
from transforms.findings.explanations import Explanation
from transforms.findings.history import VANISHED
from transforms.findings.issue_table import SCHEMA
from transforms.priorities import FixPriority
from transforms.priorities.affected_records import grouped
from transforms.render.report_words.issue_groups import Group, groups

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from sqlalchemy import Connection

    from plugins.storage.deployment import Deployment

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class IssuesBetweenFiles:
    """One code that the rules over time found in one column; its lines are of this file, or of the previous one."""

    kind: IssueType
    column: str | None
    count: int
    sentences: tuple[tuple[str, str], ...]  # message and fix
    published: tuple[tuple[str | None, tuple[int, ...]], ...]  # the first values, each with its lines
    is_in_previous_file: bool  # whether the lines are of the previous file


@dataclass(frozen=True)
class ChangesSinceLastFile:
    """What got better and worse since the previous file, and what the rules over time found."""

    changes: tuple[FindingChange, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[IssuesBetweenFiles, ...]
    previous: LedgerStep | None  # of the previous file in use, None where this is the first
    is_in_ledger: bool  # whether its findings have been compared with those of the previous file
    is_in_use: bool  # one that is not in use opens findings and closes none
    comparison: Comparison | None  # of the two files that the rules over time are about


CHANGES_CACHE: SizedCache[ChangesSinceLastFile] = SizedCache(
    20 * MEGABYTE, lambda since: 1000 * (1 + len(since.changes) + len(since.outcomes))
)
STEPS_CACHE: SizedCache[tuple[LedgerStep, ...]] = SizedCache(50 * MEGABYTE, lambda ledger: 1000 * len(ledger))
LEDGER_CACHE: "SizedCache[pa.Table]" = SizedCache(200 * MEGABYTE, lambda ledger: int(ledger.nbytes))


def opening_days(deployment: "Deployment", key: ReportKey, findings: "pa.Table") -> "Mapping[str, date]":
    """Return the day on which each of some findings was opened, by fingerprint; those for information have none."""
    from transforms.findings.ledger import open_in

    with deployment.transaction() as connection:
        step = _last_step(_ledger_steps(deployment, connection, key), key)
    if step is None or not len(findings):
        return {}
    ledger = LEDGER_CACHE.get((deployment.settings.database, step.chain), lambda: load_ledger(deployment, step))
    opened = open_in(ledger, findings, step.day)
    return dict(zip(opened["fingerprint"].to_pylist(), opened["opened_on"].to_pylist(), strict=True))


def new_findings(deployment: "Deployment", key: ReportKey, view: ReportView) -> "pa.Array | None":
    """Return the fingerprints of the findings that a file opened; None where no file in use came before it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from transforms.findings.ledger import open_in

    with deployment.transaction() as connection:
        steps = _ledger_steps(deployment, connection, key)
    step = _last_step(steps, key)
    if step is None or not any(other.day < step.day and other.is_in_use for other in steps):
        return None
    first = next(other for other in steps if (other.sha256, other.rules_version) == (key.sha256, key.rules_version))
    ledger = LEDGER_CACHE.get((deployment.settings.database, step.chain), lambda: load_ledger(deployment, step))
    opened = open_in(ledger, view.report.issues, step.day)
    fresh = opened.filter(pc.greater_equal(opened["since"], pa.scalar(first.day, pa.date32())))
    return fresh["fingerprint"].combine_chunks()


def changes_since_last_file(deployment: "Deployment", key: ReportKey) -> ChangesSinceLastFile:
    """Return what got better and worse since the previous file, in this file and under its rules."""
    with deployment.transaction() as connection:
        ledger_steps = _ledger_steps(deployment, connection, key)
        newest = ledger_steps[-1].id if ledger_steps else None
        return CHANGES_CACHE.get(
            (deployment.settings.database, key, newest), lambda: _load(deployment, connection, key, ledger_steps)
        )


def issues_between_files(deployment: "Deployment", key: ReportKey) -> "pa.Table":
    """Return the issues that the rules over time found when a file was last compared with the previous one."""
    with deployment.transaction() as connection:
        comparison = load_last_comparison(connection, key)
    return _load_issues(deployment, key, comparison)


def statuses_between_files(
    deployment: "Deployment", key: ReportKey, in_force: Sequence[Explanation]
) -> FindingStatuses:
    """Return which issues between a file and the previous one are explained or waived."""
    return count_statuses(issues_between_files(deployment, key) if in_force else SCHEMA.empty_table(), in_force)


def _load(
    deployment: "Deployment", connection: "Connection", key: ReportKey, ledger_steps: Sequence[LedgerStep]
) -> ChangesSinceLastFile:
    """Compare a report with that on the previous file in use."""
    in_use = [step for step in ledger_steps if step.is_in_use]
    step, comparison = _last_step(in_use, key), load_last_comparison(connection, key)
    outcomes = comparison.outcomes if comparison else ()
    findings = tuple(_group_issues(_load_issues(deployment, key, comparison)))
    if step is None:
        is_in_ledger = _last_step(ledger_steps, key) is not None
        return ChangesSinceLastFile((), outcomes, findings, None, is_in_ledger, is_in_use=False, comparison=comparison)
    earlier = [other for other in in_use if other.day < step.day]
    changed = load_changes(connection, key.standard, key.authority_gss, last=step.day) if earlier else []
    return ChangesSinceLastFile(
        tuple(changed), outcomes, findings, earlier[-1] if earlier else None, is_in_ledger=True, is_in_use=True,
        comparison=comparison,
    )  # fmt: skip


def _load_issues(deployment: "Deployment", key: ReportKey, comparison: Comparison | None) -> "pa.Table":
    if comparison is None or not comparison.issues:
        return SCHEMA.empty_table()
    day, previous = comparison.fetched_on.isoformat(), comparison.before_sha256
    name = history_key(key.standard, key.sha256, previous, day, key.rules_version, key.authority_gss)
    return deployment.archive.load_table(name)


def _group_issues(issues: "pa.Table") -> list[IssuesBetweenFiles]:
    """Return what was found between two files by code and column."""
    if not len(issues):
        return []
    rows, _ = grouped(issues)
    priorities = [
        FixPriority(Severity(severity), code, column, count, located, count, (), None, ())
        for severity, code, column, count, located in rows
    ]
    return [_issues_of(group) for group in groups(issues, priorities, EXAMPLE_LINES)]


def _issues_of(group: Group) -> IssuesBetweenFiles:
    priority = group.priority
    return IssuesBetweenFiles(
        ISSUE_TYPES[priority.code],
        priority.column,
        priority.count,
        group.sentences,
        lines_by_value(group.places),
        priority.code == VANISHED,
    )


def _ledger_steps(deployment: "Deployment", connection: "Connection", key: ReportKey) -> tuple[LedgerStep, ...]:
    """Return the steps of a source's ledger, read again once there is a newer one."""
    newest = load_last_steps(connection, key.standard, key.authority_gss)
    if not newest:
        return ()
    cache_key = (deployment.settings.database, key.standard, key.authority_gss, newest[0].id)
    return STEPS_CACHE.get(cache_key, lambda: tuple(load_steps(connection, key.standard, key.authority_gss)))


def _last_step(ledger_steps: Sequence[LedgerStep], key: ReportKey) -> LedgerStep | None:
    """Return the last step of a ledger that holds the findings of one report."""
    checked = (key.sha256, key.rules_version)
    return next((step for step in reversed(ledger_steps) if (step.sha256, step.rules_version) == checked), None)
