"""Beside: what got better and worse since the file before, and what the rules over time found between the two files.

Asked anew each time, since other files may have come; what has been asked is kept until there is a newer one.
Known:  findings about two files stand beside the report and its downloads, which are about exactly one file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.pipeline.ledgers.changes_between_files import FindingChange, load_changes
from plugins.pipeline.ledgers.update_ledgers import load_ledger
from plugins.portal.cache import SizedCache
from plugins.portal.views.reports import PLACES_SHOWN, by_value
from plugins.storage.archive import history_key
from plugins.storage.warehouse.comparisons import Comparison, load_last_comparison
from plugins.storage.warehouse.ledgers import LedgerStep, load_last_steps, load_steps
from plugins.storage.warehouse.reports import ReportKey
from transforms.domain.issue import ISSUE_TYPES, IssueType, Severity
from transforms.domain.report import Outcome
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
    """One code that the rules over time found in one column; its lines are of this file, or of the one before it."""

    kind: IssueType
    column: str | None
    count: int
    sentences: tuple[tuple[str, str], ...]  # message and fix
    published: tuple[tuple[str | None, tuple[int, ...]], ...]  # the first values, each with the lines that it stands on
    is_before: bool  # whether the lines are of the file before


@dataclass(frozen=True)
class Beside:
    """What got better and worse since the file before, and what the rules over time found."""

    changes: tuple[FindingChange, ...]
    outcomes: tuple[Outcome, ...]
    found: tuple[IssuesBetweenFiles, ...]
    before: LedgerStep | None  # of the file in use before, None where this is the first
    is_followed: bool  # whether its findings have been put beside those of the file before
    is_in_use: bool  # whether the file stands for its source; one that doesn't opens findings and closes none
    compared: Comparison | None  # of which two files the rules over time speak


BESIDES: SizedCache[Beside] = SizedCache(20 * MEGABYTE, lambda one: 1000 * (1 + len(one.changes) + len(one.outcomes)))
LINES: SizedCache[tuple[LedgerStep, ...]] = SizedCache(50 * MEGABYTE, lambda line: 1000 * len(line))
LEDGERS: "SizedCache[pa.Table]" = SizedCache(200 * MEGABYTE, lambda one: int(one.nbytes))


def opened_on(here: "Deployment", key: ReportKey, findings: "pa.Table") -> "Mapping[str, date]":
    """Return since when each of some findings has been there, by fingerprint; those for information never are."""
    from transforms.findings.ledger import open_in

    with here.transaction() as connection:
        step = _step(_line(here, connection, key), key)
    if step is None or not len(findings):
        return {}
    ledger = LEDGERS.get((here.settings.database, step.chain), lambda: load_ledger(here, step))
    told = open_in(ledger, findings, step.day)
    return dict(zip(told["fingerprint"].to_pylist(), told["opened_on"].to_pylist(), strict=True))


def beside_before(here: "Deployment", key: ReportKey) -> Beside:
    """Return what got better and worse since the file before, in this file and under its rules."""
    with here.transaction() as connection:
        line = _line(here, connection, key)
        newest = line[-1].id if line else None
        return BESIDES.get((here.settings.database, key, newest), lambda: _beside(here, connection, key, line))


def issues_between_files(here: "Deployment", key: ReportKey) -> "pa.Table":
    """Return the issues that the rules over time found when a file was last compared with the one before it."""
    with here.transaction() as connection:
        compared = load_last_comparison(connection, key)
    return _issues(here, key, compared)


def _beside(here: "Deployment", connection: "Connection", key: ReportKey, line: Sequence[LedgerStep]) -> Beside:
    """Compare a report with the one in use before it."""
    in_use = [one for one in line if one.is_in_use]
    step, compared = _step(in_use, key), load_last_comparison(connection, key)
    outcomes = compared.outcomes if compared else ()
    found = tuple(_found_between(_issues(here, key, compared)))
    if step is None:
        is_followed = _step(line, key) is not None
        return Beside((), outcomes, found, None, is_followed, is_in_use=False, compared=compared)
    earlier = [one for one in in_use if one.day < step.day]
    changed = load_changes(connection, key.standard, key.authority_gss, last=step.day) if earlier else []
    before = earlier[-1] if earlier else None
    return Beside(tuple(changed), outcomes, found, before, is_followed=True, is_in_use=True, compared=compared)


def _issues(here: "Deployment", key: ReportKey, compared: Comparison | None) -> "pa.Table":
    if compared is None or not compared.issues:
        return SCHEMA.empty_table()
    day, before = compared.fetched_on.isoformat(), compared.before_sha256
    name = history_key(key.standard, key.sha256, before, day, key.rules_version, key.authority_gss)
    return here.archive.load_table(name)


def _found_between(issues: "pa.Table") -> list[IssuesBetweenFiles]:
    """Return what was found between two files by code and column."""
    if not len(issues):
        return []
    listed, _ = grouped(issues)
    found = [
        FixPriority(Severity(severity), code, column, count, located, count, (), None, ())
        for severity, code, column, count, located in listed
    ]
    return [_shown(group) for group in groups(issues, found, PLACES_SHOWN)]


def _shown(group: Group) -> IssuesBetweenFiles:
    priority = group.priority
    return IssuesBetweenFiles(
        ISSUE_TYPES[priority.code],
        priority.column,
        priority.count,
        group.sentences,
        by_value(group.places),
        priority.code == VANISHED,
    )


def _line(here: "Deployment", connection: "Connection", key: ReportKey) -> tuple[LedgerStep, ...]:
    """Return the steps of a source's ledger, read again once there is a newer one."""
    newest = load_last_steps(connection, key.standard, key.authority_gss)
    if not newest:
        return ()
    named = (here.settings.database, key.standard, key.authority_gss, newest[0].id)
    return LINES.get(named, lambda: tuple(load_steps(connection, key.standard, key.authority_gss)))


def _step(line: Sequence[LedgerStep], key: ReportKey) -> LedgerStep | None:
    """Return the last step of a ledger that holds the findings of one report."""
    named = (key.sha256, key.rules_version)
    return next((one for one in reversed(line) if (one.sha256, one.rules_version) == named), None)
