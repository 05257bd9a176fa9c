"""The report of a check in words, for the officer who publishes the file: verdict first, most useful next."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import fill

from transforms.domain.issue import issue_type
from transforms.domain.report import Report
from transforms.render.entries import SEVERITIES
from transforms.render.grouped import Group, groups
from transforms.render.words import counted, on_one_line
from transforms.standardise.standardised import Standardised

PLACES_SHOWN = 5
LONGEST_VALUE = 60
WIDTH = 96
HEADINGS = {
    "critical": "MEND FIRST: these are left out of returns",
    "warning": "LOOK AT: these are used, but flagged; a value that can't be read counts as blank",
    "info": "FOR YOUR INFORMATION: what we changed or inferred; tell us if we read it wrongly",
}


@dataclass(frozen=True)
class Style:
    """How to set words apart: with colours on a terminal, not at all elsewhere."""

    colours: bool = False

    def paint(self, text: str, *codes: int) -> str:
        """Return `text` in these ANSI styles."""
        return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m" if self.colours else text


BOLD, DIM, RED, GREEN, YELLOW, BLUE = 1, 2, 31, 32, 33, 36
TINTS = {"critical": RED, "warning": YELLOW, "info": BLUE}


def what_was_read(file: str, read: Standardised) -> str:
    """Return one sentence that says what was read, before anything is judged."""
    if read.header_line is None:
        return f"{on_one_line(file)} was read: there is no table in it."
    words = [
        counted(read.table.num_rows, "record"),
        f"{len(read.columns)} of {len(read.edition.fields)} columns of the {read.edition.name} edition",
        f"header on line {read.header_line}",
    ]
    return f"{on_one_line(file)} was read: {', '.join([*words, read.encoding] if read.encoding else words)}."


def report_text(report: Report, title: str, style: Style | None = None) -> Iterator[str]:
    """Yield the paragraphs of the report: verdict, findings by severity, rules."""
    style = style or Style()
    yield _verdict(report, style) + "\n"
    yield f"Standard: {title}, {report.edition} edition. Checked against rules {report.rules_version}.\n"
    for severity in SEVERITIES:
        found = groups(report.issues, severity, PLACES_SHOWN)
        if found:
            yield "\n" + style.paint(HEADINGS[severity], BOLD, TINTS[severity]) + "\n"
        yield from (_group(group, style) for group in found)
    yield "\n" + _rules(report) + "\n"


def _verdict(report: Report, style: Style) -> str:
    left_out = report.rows - report.rows_usable
    if report.header_line is None:
        return style.paint("NOT READY: this file can't be read as a table.", BOLD, RED)
    critical = sum(group.count for group in groups(report.issues, "critical", 0))
    warnings = sum(group.count for group in groups(report.issues, "warning", 0))
    flagged = f"{counted(warnings, 'warning')} to look at" if warnings else "nothing to mend"
    if critical:
        lost = f"{left_out:,} of {counted(report.rows, 'record')} left out of returns" if left_out else "no record lost"
        sentence = (
            f"NOT READY: {counted(critical, 'critical issue')}, {lost}; {flagged if warnings else 'no warnings'}."
        )
        return style.paint(sentence, BOLD, RED)
    if not report.rows:
        return style.paint("EMPTY: there is a header and no record beneath it.", BOLD, YELLOW)
    count = "the only record counts" if report.rows == 1 else f"all {counted(report.rows, 'record')} count"
    if warnings:
        return style.paint(f"USABLE: {count} in returns; {flagged}.", BOLD, YELLOW)
    return style.paint(f"READY: {count} in returns; {flagged}.", BOLD, GREEN)


def _group(group: Group, style: Style) -> str:
    where = f" · {on_one_line(group.column)}" if group.column else ""
    times = f" · {counted(group.count, 'place')}" if group.places else ""
    lines = [style.paint(f"\n  {issue_type(group.code).title}{where}", BOLD) + f"{times} · {group.code}"]
    lines.append(_wrapped(on_one_line(group.message)))
    if group.fix:
        lines.append(_wrapped(on_one_line(group.fix), "→ "))
    lines.extend(f"      line {line}" + _shown(value) for line, value in group.places)
    if group.count > len(group.places) > 0:
        lines.append(style.paint(f"      and {group.count - len(group.places):,} more (--format csv lists all)", DIM))
    return "\n".join(lines) + "\n"


def _shown(value: str | None) -> str:
    """Return a value as published, cut where it is long."""
    if value is None or not value.strip():
        return ""
    text = on_one_line(value)
    return f": {text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + '…'}"


def _wrapped(text: str, mark: str = "") -> str:
    return fill(text, WIDTH, initial_indent="    " + mark, subsequent_indent="    " + " " * len(mark))


def _rules(report: Report) -> str:
    tally = dict.fromkeys(("passed", "failed", "not-applicable"), 0)
    for outcome in report.outcomes:
        tally[outcome.outcome] += 1
    if not report.outcomes:
        return "No rule could be tested."
    return (
        f"{counted(len(report.outcomes), 'rule')}: {tally['passed']} passed, {tally['failed']} failed, "
        f"{tally['not-applicable']} did not apply (--format json says why)."
    )
