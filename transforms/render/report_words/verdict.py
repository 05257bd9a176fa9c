"""The verdict on a published file, in one sentence that every rendering of the report says."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from transforms.domain.issue import Severity
from transforms.domain.report import Report
from transforms.priorities import FixPriority
from transforms.priorities.blank_cells import BlankCells
from transforms.render.report_words.counts import counted


class Tone(StrEnum):
    """How a verdict sounds."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True)
class Verdict:
    """What to say of a file first."""

    sentence: str
    tone: Tone


def verdict(
    report: Report, fix_priorities: Sequence[FixPriority], *, is_read: bool, blank: Sequence[BlankCells] = ()
) -> Verdict:
    """Return whether the file is ready, and why.

    Args:
        report: what checking one file found.
        fix_priorities: the groups of findings.
        is_read: whether any return reads the standard; no record counts in a return where none does.
        blank: the cells of returns that the file leaves blank.

    """
    if report.header_line is None:
        return Verdict("NOT READY: this file can't be read as a table.", Tone.BAD)
    critical, warnings = _findings(fix_priorities, Severity.CRITICAL), _findings(fix_priorities, Severity.WARNING)
    flagged = f"{counted(warnings, 'warning')} to check" if warnings else "nothing to fix"
    if critical:
        also = flagged if warnings else "no warnings"
        return Verdict(
            f"NOT READY: {counted(critical, 'critical issue')}, {_lost(report, is_read=is_read)}; {also}.", Tone.BAD
        )
    if not report.rows:
        return Verdict("EMPTY: there is a header and no record beneath it.", Tone.DOUBTFUL)
    records = "the only record" if report.rows == 1 else f"all {counted(report.rows, 'record')}"
    used = f"{records} {'counts' if report.rows == 1 else 'count'} in returns" if is_read else f"{records} can be used"
    if warnings:
        return Verdict(f"USABLE: {used}; {flagged}.", Tone.DOUBTFUL)
    if blank:
        return Verdict(f"USABLE: {used}, but cells of returns stay blank; {flagged}.", Tone.DOUBTFUL)
    return Verdict(f"READY: {used}; {flagged}.", Tone.GOOD)


def _findings(fix_priorities: Sequence[FixPriority], severity: Severity) -> int:
    return sum(priority.count for priority in fix_priorities if priority.severity is severity)


def _lost(report: Report, *, is_read: bool) -> str:
    excluded = report.rows - report.rows_usable
    where = "excluded from returns" if is_read else "excluded"
    if not excluded:
        return "no record excluded"
    if excluded == report.rows:
        return f"the only record {where}" if excluded == 1 else f"all {excluded:,} records {where}"
    return f"{excluded:,} of {counted(report.rows, 'record')} {where}"
