"""The first sheet: the verdict in one sentence, what to fix first and why, and how to read the rest."""

import re
from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from transforms.domain.issue import Severity, issue_type
from transforms.domain.report import Report
from transforms.priorities import FixPriority
from transforms.priorities.blank_cells import BlankCells
from transforms.render.issue_entries import SEVERITIES
from transforms.render.report_words.cells_left_blank import blank_in_words
from transforms.render.report_words.columns_read import ColumnsRead, guess_in_words
from transforms.render.report_words.counts import counted
from transforms.render.report_words.issue_groups import groups
from transforms.render.report_words.reasons_to_fix import NO_RETURN, why
from transforms.render.report_words.verdict import verdict
from transforms.render.report_workbook.cell_text import cell_text
from transforms.render.report_workbook.styles import ReportStyles, for_print, set_height

WIDTHS = (11, 24, 22, 9, 9, 44, 44, 44)
HEADINGS = ("Severity", "What", "Column", "Places", "Records", "What is wrong", "What to write", "Why it matters")
LEGEND = {
    "critical": "The record, column or file is excluded until this is fixed.",
    "warning": "The record is included, and flagged; a value that can't be read counts as blank.",
    "info": "The record is used; this is what we changed or inferred. Tell us if we read it wrongly.",
}
MOST_NOTES = 5_000
MOST_KINDS = 1_000


def add_start(
    book: Workbook,
    styles: ReportStyles,
    report: Report,
    title: str,
    columns: ColumnsRead | None,
    fix_priorities: Sequence[FixPriority],
    *,
    is_read: bool,
    blank: Sequence[BlankCells],
) -> None:
    """Add the first sheet."""
    worksheet = book.add_worksheet("Start here")
    worksheet.hide_gridlines(2)
    for_print(worksheet)
    for position, width in enumerate(WIDTHS):
        worksheet.set_column(position, position, width)
    result = verdict(report, fix_priorities, is_read=is_read, blank=blank)
    worksheet.set_row(0, 24)
    worksheet.write_string(0, 0, title, styles.title)
    worksheet.set_row(1, 22)
    worksheet.write_string(1, 0, result.sentence, styles.verdicts[result.tone])
    row = 3
    facts = _columns(columns) + [("Left blank", blank_in_words(cells)) for cells in blank]
    facts += _facts(report, is_read=is_read)
    for name, fact in facts:
        worksheet.write_string(row, 0, name, styles.quiet)
        worksheet.write_string(row, 1, cell_text(fact), styles.plain)
        row += 1
    row = _add_legend(worksheet, row + 1, fix_priorities, styles)
    _add_fixes(worksheet, row + 1, report, fix_priorities, styles, is_read=is_read)


def _columns(columns: ColumnsRead | None) -> list[tuple[str, str]]:
    """Return how the columns were read, and what the unread may be."""
    if columns is None:
        return []
    questions = [("", guess_in_words(name, guess)) for name, guess in columns.guesses]
    return [("Your columns", f"{columns.sentence}; see “Columns”."), *questions]


def _facts(report: Report, *, is_read: bool) -> list[tuple[str, str]]:
    header = "none" if report.header_line is None else f"line {report.header_line}"
    return [
        ("File", re.split(r"[/\\]", report.file)[-1]),
        ("SHA-256", report.sha256),
        ("Edition", f"{report.edition} of the standard, rules {report.rules_version}"),
        ("Read", f"{counted(report.rows, 'record')}, header: {header}"),
        ("Usable", counted(report.rows_usable, "record")),
        *(() if is_read else [("Returns", NO_RETURN)]),
    ]


def _add_legend(worksheet: Worksheet, row: int, fix_priorities: Sequence[FixPriority], styles: ReportStyles) -> int:
    """Say what the colours mean and how often each is; return the next free row."""
    for severity in SEVERITIES:
        count = sum(priority.count for priority in fix_priorities if priority.severity == severity)
        worksheet.write_string(row, 0, severity, styles.severity[severity])
        worksheet.write_string(row, 1, counted(count, "finding"), styles.plain)
        worksheet.write_string(row, 2, LEGEND[severity], styles.plain)
        row += 1
    worksheet.write_string(row, 0, _how_to_read(fix_priorities), styles.plain)
    return row + 1


def _how_to_read(fix_priorities: Sequence[FixPriority]) -> str:
    words = (
        "“Findings” lists every finding with a link to its cell; “Rows” holds the file as published, with line numbers."
    )
    if sum(priority.count for priority in fix_priorities) > MOST_NOTES:
        words += f" Notes are drawn at the {MOST_NOTES:,} most severe findings only; all cells are tinted."
    return words


def _add_fixes(
    worksheet: Worksheet,
    row: int,
    report: Report,
    fix_priorities: Sequence[FixPriority],
    styles: ReportStyles,
    *,
    is_read: bool,
) -> None:
    """Add what to fix, in the order in which it matters."""
    to_fix = [priority for priority in fix_priorities if priority.severity is not Severity.INFO]
    worksheet.set_row(row, 24)
    worksheet.write_string(row, 0, "Fix in this order" if to_fix else "There is nothing to fix.", styles.title)
    if not to_fix:
        return
    for position, heading in enumerate(HEADINGS):
        worksheet.write_string(row + 1, position, heading, styles.heading)
    for at, group in enumerate(groups(report.issues, to_fix[:MOST_KINDS], 0), start=row + 2):
        priority = group.priority
        message, fix = (" ".join(dict.fromkeys(words)) for words in zip(*group.sentences, strict=True))
        cells_text = {
            1: issue_type(priority.code).title,
            2: priority.column or "",
            5: message,
            6: fix,
            7: why(priority, is_read=is_read),
        }
        texts = {position: cell_text(text) for position, text in cells_text.items()}
        set_height(worksheet, at, texts, WIDTHS)
        worksheet.write_string(at, 0, str(priority.severity), styles.severity[str(priority.severity)])
        for position, text in texts.items():
            worksheet.write_string(at, position, text, styles.text)
        worksheet.write_number(at, 3, priority.count, styles.number)
        worksheet.write_number(at, 4, priority.records, styles.number)
    if (hidden := len(to_fix) - MOST_KINDS) > 0:
        worksheet.write_string(row + 2 + MOST_KINDS, 0, f"and {hidden:,} more kinds, in “Findings”", styles.plain)
