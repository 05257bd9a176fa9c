"""What the worker does with one file: it checks it as `council-returns check` does and writes the report to a folder.

Known   a file is deleted as soon as it has been read; what is written of it has its personal data masked. A worker that
        takes too long is ended by its own alarm, which its caller sees as a broken pool.
"""

import json
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.portal.upload_checks.recognise import Candidate
    from transforms.domain.report import Report
    from transforms.domain.sheet import Sheet
    from transforms.domain.standard import DatasetStandard

SECONDS = 900
MOST_FINDINGS = 1_000_000  # that pages can show
TOO_MANY = (
    "There are more than {most:,} faults in this file, more than we can show here. "
    "They are probably the same on every row: send its first thousand rows, and mend what you find in them."
)
FILE, STAGE, HEAD = "published", "stage", "report.json.head"
ISSUES, LINES, ROWS, WORKBOOK = "issues.parquet", "lines.parquet", "rows.parquet", "report.xlsx"
READING, CHECKING, WRITING = "reading", "checking", "writing"
LINE, WIDTH = "line", "width"


@dataclass(frozen=True)
class Asked:
    """What a visitor asks: this file against this standard, as this authority's, as at this day.

    `linked` has the names of the files, by their standards, that the references in this one are held against.
    """

    name: str
    standard: str
    authority_gss: str | None
    as_at: date
    linked: Mapping[str, str] = field(default_factory=dict)


def recognise(folder: Path) -> "list[Candidate]":
    """Return the standards that the file in a folder may follow."""
    from plugins.portal.upload_checks.recognise import candidates

    with _in_time():
        return candidates((folder / FILE).read_bytes(), FILE)


def linked_file(slug: str) -> str:
    """Return what the file of a linked standard is called in the folder of its check."""
    return f"linked-{slug}"


def check(folder: Path, asked: Asked) -> str:
    """Check the file in a folder, and write what was found beside where it was.

    Returns:
        Why it was not checked; blank where it was.

    """
    from expectations.check import PublishedFile, validate_files
    from transforms import registers
    from transforms.standardise import read_published, standardise
    from transforms.standards import standard

    with _in_time():
        tell(folder, READING)
        declared = standard(asked.standard)
        keys = _linked_keys(folder, asked, declared)
        if unread := [slug for slug, found in keys.items() if found is None]:
            return f"The file of {standard(unread[0]).title} that you sent with it can’t be read as a table."
        content = _taken(folder / FILE)
        reading = read_published(content, asked.name, declared)
        publisher = registers.authority(asked.authority_gss) if asked.authority_gss else None
        standardised = replace(standardise(reading, declared, publisher, asked.as_at), linked=keys)
        tell(folder, CHECKING)
        file = PublishedFile(asked.name, content, asked.authority_gss, asked.as_at)
        [report] = validate_files([file], [standardised], declared)
        if report.issues.num_rows > MOST_FINDINGS:
            return TOO_MANY.format(most=MOST_FINDINGS)
        tell(folder, WRITING)
        _write(folder, report, declared, reading.sheet)
    return ""


def write_workbook(folder: Path, standard: str) -> None:
    """Write the workbook of a report that has been written."""
    from plugins.portal.views.reports import report_view, workbook_of
    from transforms.standards import standard as declared

    with _in_time():
        content = workbook_of(report_view(read_report(folder), declared(standard)), read_rows(folder))
        part = folder / f"{WORKBOOK}.part"
        part.write_bytes(content)
        part.rename(folder / WORKBOOK)


def tell(folder: Path, stage: str) -> None:
    """Write down how far the check is."""
    part = folder / f"{STAGE}.part"
    part.write_text(stage)
    part.rename(folder / STAGE)


def read_report(folder: Path) -> "Report":
    """Return the report that was written; of its table it has the lines and the money."""
    import pyarrow.parquet as pq

    from transforms.domain.report import Outcome, Report

    head = json.loads((folder / HEAD).read_text())
    head["outcomes"] = tuple(Outcome(**one) for one in head["outcomes"])
    issues = pq.read_table(folder / ISSUES, use_threads=False)
    return Report(**head, issues=issues, table=pq.read_table(folder / LINES, use_threads=False))


def read_rows(folder: Path) -> "Sheet | None":
    """Return the published rows that were written, personal data masked; None where the file held no table."""
    import pyarrow.parquet as pq

    from transforms.domain.sheet import Sheet

    if not (folder / ROWS).exists():
        return None
    table = pq.read_table(folder / ROWS, use_threads=False)
    said = json.loads(table.schema.metadata[b"sheet"])
    cells = table.drop_columns([LINE, WIDTH])
    lines, widths = table[LINE].to_numpy(), table[WIDTH].to_numpy()
    return Sheet(tuple(said["header"]), said["header_line"], cells, lines, widths)


def _taken(file: Path) -> bytes:
    """Return what a file holds, and delete it."""
    content = file.read_bytes()
    file.unlink()
    return content


def _linked_keys(folder: Path, asked: Asked, declared: "DatasetStandard") -> "dict[str, pa.Array | None]":
    """Return the keys in the linked files that a standard refers to, None for one that is no table; delete them all."""
    from expectations.check import PublishedFile, standardise_files
    from transforms.snapshots.linking import keys_of, linked_standards
    from transforms.standards import standard

    wanted, keys = linked_standards(declared), {}
    for slug, name in asked.linked.items():
        content = _taken(folder / linked_file(slug))
        if slug not in wanted:
            continue
        file = PublishedFile(name, content, asked.authority_gss, asked.as_at)
        [read] = standardise_files([file], standard(slug))
        keys[slug] = None if read.header_line is None else keys_of(read.table, wanted[slug])
    return keys


def _write(folder: Path, report: "Report", standard: "DatasetStandard", sheet: "Sheet | None") -> None:
    """Write a report: its facts, its findings, the lines and the money of its records, and the rows as shown."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from transforms.priorities import table_columns
    from transforms.render.report_workbook.published import Published

    head = {name: value for name, value in vars(report).items() if name not in ("issues", "table", "outcomes")}
    head |= {"columns": dict(report.columns), "outcomes": [asdict(one) for one in report.outcomes]}
    (folder / HEAD).write_text(json.dumps(head))
    pq.write_table(report.issues, folder / ISSUES)
    edition = next(one for one in standard.editions if one.name == report.edition)
    pq.write_table(report.table.select(table_columns(edition)), folder / LINES)
    if sheet is None:
        return
    safe = Published.of(sheet, report)
    said = json.dumps({"header": safe.header, "header_line": safe.header_line})
    rows = safe.cells.append_column(LINE, pa.array(safe.lines)).append_column(WIDTH, pa.array(sheet.widths))
    pq.write_table(rows.replace_schema_metadata({"sheet": said}), folder / ROWS)


@contextmanager
def _in_time() -> Iterator[None]:
    """End this process where a file takes longer than any may."""
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
