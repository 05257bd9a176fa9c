"""The report of a check in words, for the officer who publishes the file: verdict first, what to fix first next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill

from transforms.domain.issue import issue_type
from transforms.domain.report import STANDARD_MISMATCH, Report
from transforms.domain.standard import DatasetStandard
from transforms.priorities import FixPriority
from transforms.priorities.blank_cells import BlankCells
from transforms.recognise import Candidate
from transforms.render.issue_entries import SEVERITIES
from transforms.render.report_words.cells_left_blank import blank_in_words
from transforms.render.report_words.columns_read import UNRECOGNISED, columns_in_words, columns_read
from transforms.render.report_words.counts import counted, on_one_line
from transforms.render.report_words.fit import fit_in_words
from transforms.render.report_words.issue_groups import Group, groups
from transforms.render.report_words.reasons_to_fix import NO_RETURN, why
from transforms.render.report_words.verdict import Tone, verdict
from transforms.standardise.standardised import Standardised

PLACES_SHOWN = 5
SENTENCES_SHOWN = 3
LONGEST_VALUE = 60
WIDTH = 96
HEADINGS = {
    "critical": "FIX FIRST: these records are excluded",
    "warning": "CHECK: these are included, but flagged; a value that can't be read counts as blank",
    "info": "FOR YOUR INFORMATION: what we changed or inferred; tell us if we read it wrongly",
}
NOUNS = {"critical": "kind of critical issue", "warning": "kind of warning", "info": "kind of remark"}


@dataclass(frozen=True)
class Style:
    """How to set words apart, with colours on a terminal and not at all elsewhere, and how much to list.

    `limit` is how many kinds of finding of each severity are listed and how many places of each; 0 lists everything,
    None lists every kind with its first places.
    """

    colours: bool = False
    limit: int | None = None

    def paint(self, text: str, *codes: int) -> str:
        """Return `text` in these ANSI styles."""
        return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m" if self.colours else text

    @property
    def kinds(self) -> int | None:
        """How many kinds of finding of one severity are listed, None for all."""
        return self.limit or None

    @property
    def places(self) -> int | None:
        """How many places of one kind are listed, None for all."""
        return PLACES_SHOWN if self.limit is None else self.limit or None


BOLD, DIM, RED, GREEN, YELLOW, BLUE = 1, 2, 31, 32, 33, 36
TINTS = {"critical": RED, "warning": YELLOW, "info": BLUE}
TONES = {Tone.BAD: RED, Tone.DOUBTFUL: YELLOW, Tone.GOOD: GREEN}


def what_was_recognised(file: str, standard: DatasetStandard, candidate: Candidate) -> str:
    """Return one sentence that says of which standard a file was taken to be, and why."""
    return f"{on_one_line(file)} is checked as “{standard.title}” ({standard.slug}): {fit_in_words(candidate)} fit."


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


def report_text(
    report: Report,
    standard: DatasetStandard,
    fix_priorities: Sequence[FixPriority],
    *,
    is_read: bool,
    blank: Sequence[BlankCells] = (),
    style: Style | None = None,
) -> Iterator[str]:
    """Yield the paragraphs of the report: how columns were read, verdict, findings by severity, rules.

    Args:
        report: what checking one file found.
        standard: the dataset standard that it was checked against.
        fix_priorities: the groups of findings, in the order in which to fix them.
        is_read: whether any return reads the standard.
        blank: the cells of returns that the file leaves blank.
        style: how to set words apart, and how much to list.

    """
    style, edition = style or Style(), standard.edition(report.edition)
    result = verdict(report, fix_priorities, is_read=is_read, blank=blank)
    columns = columns_read(report, edition)
    if columns:
        lines = (fill(line, WIDTH, subsequent_indent="    ") for line in columns_in_words(columns))
        yield "\n".join(lines) + "\n\n"
        if style.limit != 0:
            fix_priorities = [priority for priority in fix_priorities if priority.code != UNRECOGNISED]
    yield style.paint(result.sentence, BOLD, TONES[result.tone]) + "\n"
    yield from (f"{blank_in_words(cells)}\n" for cells in blank)
    if report.standard:
        yield f"Standard: {standard.title}, {report.edition} edition. Checked against rules {report.rules_version}.\n"
    if report.standard and not is_read and fix_priorities:
        yield f"{NO_RETURN}\n"
    if report.is_of_another_standard and style.limit != 0:
        yield from _another_standard(report, fix_priorities, style)
        return
    fields = report.fields_by_header
    for severity in SEVERITIES:
        of_severity = [priority for priority in fix_priorities if priority.severity == severity]
        if of_severity:
            yield "\n" + style.paint(HEADINGS[severity], BOLD, TINTS[severity]) + "\n"
        for group in groups(report.issues, of_severity[: style.kinds], style.places):
            yield _group(group, style, fields, why(group.priority, is_read=is_read))
        if hidden := of_severity[style.kinds :] if style.kinds else []:
            yield "\n" + style.paint(f"  {_more_kinds(severity, hidden)}", DIM) + "\n"
    yield "\n" + _rules(report) + "\n"


def _another_standard(report: Report, fix_priorities: Sequence[FixPriority], style: Style) -> Iterator[str]:
    """Yield only that the file is not of the standard, and what it looks like: the other findings follow from that."""
    mismatch = [priority for priority in fix_priorities if priority.code == STANDARD_MISMATCH]
    yield "\n" + style.paint(HEADINGS["critical"], BOLD, RED) + "\n"
    for group in groups(report.issues, mismatch, style.places):
        yield _group(group, style, {})
    if others := len(fix_priorities) - len(mismatch):
        more = f"and {counted(others, 'more kind')} of finding, which may all come of that (--limit 0 lists all)"
        yield "\n" + style.paint(f"  {more}", DIM) + "\n"


def _group(group: Group, style: Style, fields: Mapping[str, str], reason: str = "") -> str:
    priority = group.priority
    where = f" · {on_one_line(priority.column)}" if priority.column else ""
    field = fields.get(priority.column or "", priority.column)
    where += f" (read as {field})" if field != priority.column else ""
    times = f" · {counted(priority.count, 'place')}" if priority.located else ""
    lines = [style.paint(f"\n  {issue_type(priority.code).title}{where}", BOLD) + f"{times} · {priority.code}"]
    for message, fix in group.sentences[:SENTENCES_SHOWN]:
        lines.append(_wrapped(on_one_line(message)))
        lines.extend([_wrapped(on_one_line(fix), "→ ")] if fix else [])
    if len(group.sentences) > SENTENCES_SHOWN:
        more = counted(len(group.sentences) - SENTENCES_SHOWN, "more rule")
        lines.append(style.paint(f"    and {more} broken in this column (--format csv says which)", DIM))
    if reason:
        lines.append(_wrapped(reason, "Why: "))
    lines.extend(f"      line {line}" + _cut_value(value) for line, value in group.places)
    if priority.located > len(group.places):
        hidden = priority.located - len(group.places)
        lines.append(style.paint(f"      and {hidden:,} more (--limit 0 lists all)", DIM))
    return "\n".join(lines) + "\n"


def _more_kinds(severity: str, hidden: Sequence[FixPriority]) -> str:
    """Return how much of a severity is not listed, and how to see it."""
    places = sum(priority.count for priority in hidden)
    noun = NOUNS[severity].replace("kind", "kinds", 1) if len(hidden) > 1 else NOUNS[severity]
    return f"and {len(hidden):,} more {noun}, in {counted(places, 'place')} (--limit 0 lists all)"


def _cut_value(value: str | None) -> str:
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
