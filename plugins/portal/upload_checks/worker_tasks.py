"""What the worker does with one file: it checks it as `council-returns check` does, and writes the report to a folder.

Known   a file is deleted as soon as it has been read, or kept with its report where a column of it is read as no field,
        so that the visitor can say which it is; whatever is written has its personal data masked.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.reading.allowance import allowance_for, hold_to
from plugins.reading.progress import say
from plugins.reading.tasks import read_each

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.report import Report
    from transforms.domain.sheet import Sheet
    from transforms.domain.standard import DatasetStandard
    from transforms.standardise import Standardised

MOST_FINDINGS = 1_000_000  # more than this the pages can't show
TOO_MANY = (
    "This file has more than {most:,} findings, which is more than we can show. "
    "They are probably the same on every row: check the first 1,000 rows on their own and fix what you find there."
)
MOST_KEPT_BYTES = 20_000_000  # of a file that stays with its report
FILE, STORED, STAGE, HEAD = "published", "stored", "stage", "report.json.head"
ISSUES, LINES, ROWS, WORKBOOK = "issues.parquet", "lines.parquet", "rows.parquet", "report.xlsx"
READING, CHECKING, WRITING = "reading", "checking", "writing"
LINE, WIDTH = "line", "width"


@dataclass(frozen=True)
class CheckRequest:
    """What to check: the name of a file, its standard, its authority, and the day as at which it is checked.

    `linked` has the names of the files that this one's references are compared with, by their standards; `columns` the
    fields of published columns as the visitor has said; `unreadable` says why the file can't be read, where an earlier
    try has shown it.
    """

    name: str
    standard: str
    authority_gss: str | None
    as_at: date
    linked: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    unreadable: str = ""


def linked_file(slug: str) -> str:
    """Return the name, in the folder of a check, of the file of a linked standard."""
    return f"linked-{slug}"


def check_file(folder: Path, request: CheckRequest) -> str:
    """Check the file in a folder, and write the report to the same folder.

    Returns:
        Why it could not be checked, for the visitor; otherwise blank.

    """
    from expectations.check import PublishedFile, read_file, standardise_reading, validate_files
    from transforms.standardise import with_mapping
    from transforms.standards import standard

    record_stage(folder, READING)
    declared = with_mapping(standard(request.standard), request.columns)
    keys = {} if request.unreadable else _linked_keys(folder, request, declared)
    if unreadable := [slug for slug, array in keys.items() if array is None]:
        return linked_unreadable(unreadable[0])
    content = (folder / FILE).read_bytes()
    published = PublishedFile(request.name, content, request.authority_gss, request.as_at, keys, request.unreadable)

    def read(file: PublishedFile) -> "tuple[Sheet | None, Standardised]":
        reading = read_file(file, declared)
        return reading.sheet, standardise_reading(reading, file, declared)

    [(sheet, standardised)] = read_each([published], read)
    _delete_or_keep(folder, request, standardised)
    record_stage(folder, CHECKING)
    [report] = validate_files([published], [standardised], declared)
    if report.issues.num_rows > MOST_FINDINGS:
        return TOO_MANY.format(most=MOST_FINDINGS)
    record_stage(folder, WRITING)
    _write(folder, report, declared, sheet)
    return ""


def linked_unreadable(slug: str) -> str:
    """Return what a visitor is told of a linked file that can't be read."""
    from transforms.standards import standard

    return f"The {standard(slug).title} file that you sent with it can’t be read as a table."


def write_workbook(folder: Path, standard: str) -> None:
    """Write the workbook of a report that is in the folder."""
    from plugins.portal.views.reports import report_view, workbook_of
    from transforms.standards import standard as declared

    content = workbook_of(report_view(read_report(folder), declared(standard)), read_rows(folder))
    part = folder / f"{WORKBOOK}.part"
    part.write_bytes(content)
    part.rename(folder / WORKBOOK)


def record_stage(folder: Path, stage: str) -> None:
    """Record how far the check has got."""
    part = folder / f"{STAGE}.part"
    part.write_text(stage)
    part.rename(folder / STAGE)


def read_report(folder: Path) -> "Report":
    """Return the report in a folder; its table has only the lines and the amounts of money."""
    import pyarrow.parquet as pq

    from transforms.domain.column_guess import ColumnGuess
    from transforms.domain.report import Outcome, Report

    head = json.loads((folder / HEAD).read_text())
    head["guesses"] = {name: ColumnGuess(**guess) for name, guess in head["guesses"].items()}
    head["outcomes"] = tuple(Outcome(**outcome) for outcome in head["outcomes"])
    issues = pq.read_table(folder / ISSUES, use_threads=False)
    return Report(**head, issues=issues, table=pq.read_table(folder / LINES, use_threads=False))


def read_rows(folder: Path) -> "Sheet | None":
    """Return the published rows in a folder, personal data masked; None where the file had no table."""
    import pyarrow.parquet as pq

    from transforms.domain.sheet import Sheet

    if not (folder / ROWS).exists():
        return None
    table = pq.read_table(folder / ROWS, use_threads=False)
    sheet_facts = json.loads(table.schema.metadata[b"sheet"])
    cells = table.drop_columns([LINE, WIDTH])
    lines, widths = table[LINE].to_numpy(), table[WIDTH].to_numpy()
    return Sheet(tuple(sheet_facts["header"]), sheet_facts["header_line"], cells, lines, widths)


def _delete_or_keep(folder: Path, request: CheckRequest, standardised: "Standardised") -> None:
    """Delete the files that have been read; keep them where the visitor may want to say which column is which field."""
    is_unread = any(finding.code == "column-unrecognised" for finding in standardised.findings)
    if is_unread and (folder / FILE).stat().st_size <= MOST_KEPT_BYTES:
        (folder / FILE).rename(folder / STORED)
        return
    for name in (FILE, *map(linked_file, request.linked)):
        (folder / name).unlink(missing_ok=True)


def _linked_keys(folder: Path, request: CheckRequest, declared: "DatasetStandard") -> "dict[str, pa.Array | None]":
    """Return the keys in the linked files that a standard refers to, None for one without a table."""
    from expectations.check import PublishedFile, standardise_files
    from transforms.snapshots.linking import keys_of, linked_standards
    from transforms.standards import standard

    slugs, keys = linked_standards(declared), {}
    for slug, name in request.linked.items():
        if slug not in slugs:
            continue
        content = (folder / linked_file(slug)).read_bytes()
        say(linked=slug)
        hold_to(allowance_for(len(content)))
        file = PublishedFile(name, content, request.authority_gss, request.as_at)
        [standardised] = standardise_files([file], standard(slug))
        keys[slug] = None if standardised.header_line is None else keys_of(standardised.table, slugs[slug])
    return keys


def _write(folder: Path, report: "Report", standard: "DatasetStandard", sheet: "Sheet | None") -> None:
    """Write a report: its facts, its findings, the lines and amounts of its records, and the rows with data masked."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from transforms.render.report_words.record_keys import shown_columns
    from transforms.render.report_workbook.published import Published

    head = {name: value for name, value in vars(report).items() if name not in ("issues", "table", "outcomes")}
    head |= {"columns": dict(report.columns), "outcomes": [asdict(outcome) for outcome in report.outcomes]}
    head["guesses"] = {name: asdict(guess) for name, guess in report.guesses.items()}
    (folder / HEAD).write_text(json.dumps(head))
    pq.write_table(report.issues, folder / ISSUES)
    edition = standard.edition(report.edition)
    pq.write_table(report.table.select(shown_columns(standard, edition)), folder / LINES)
    if sheet is None:
        return
    published = Published.of(sheet, report)
    sheet_facts = json.dumps({"header": published.header, "header_line": published.header_line})
    rows = published.cells.append_column(LINE, pa.array(published.lines)).append_column(WIDTH, pa.array(sheet.widths))
    pq.write_table(rows.replace_schema_metadata({"sheet": sheet_facts}), folder / ROWS)
