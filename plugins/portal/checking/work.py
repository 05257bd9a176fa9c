"""What the worker does with one file: it checks it as `council-returns check` does and writes the report to a folder.

Known   the file is deleted as soon as it has been read; what is written of it has its personal data masked. A worker
        that takes too long is ended by its own alarm, which its caller sees as a broken pool.
"""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.portal.checking.recognise import Candidate
    from transforms.domain.report import Report
    from transforms.domain.sheet import Sheet
    from transforms.domain.standard import DatasetStandard

SECONDS = 900
FILE, STAGE, HEAD = "published", "stage", "report.json.head"
ISSUES, LINES, ROWS, WORKBOOK = "issues.parquet", "lines.parquet", "rows.parquet", "report.xlsx"
READING, CHECKING, WRITING = "reading", "checking", "writing"
LINE, WIDTH = "line", "width"


@dataclass(frozen=True)
class Asked:
    """What a visitor asks: this file against this standard, as this authority's, as at this day."""

    name: str
    standard: str
    authority_gss: str | None
    as_at: date


def recognise(folder: Path) -> "list[Candidate]":
    """Return the standards that the file in a folder may follow."""
    from plugins.portal.checking.recognise import candidates

    with _in_time():
        return candidates((folder / FILE).read_bytes(), FILE)


def check(folder: Path, asked: Asked) -> None:
    """Check the file in a folder, delete it, and write what was found beside where it was."""
    from expectations.check import PublishedFile, validate_files
    from transforms import registers
    from transforms.standardise import read_published, standardise
    from transforms.standards import standard

    with _in_time():
        tell(folder, READING)
        declared = standard(asked.standard)
        content = (folder / FILE).read_bytes()
        reading = read_published(content, asked.name, declared)
        publisher = registers.authority(asked.authority_gss) if asked.authority_gss else None
        standardised = standardise(reading, declared, publisher, asked.as_at)
        tell(folder, CHECKING)
        file = PublishedFile(asked.name, content, asked.authority_gss, asked.as_at)
        [report] = validate_files([file], [standardised], declared)
        (folder / FILE).unlink()
        tell(folder, WRITING)
        _write(folder, report, declared, reading.sheet)


def write_workbook(folder: Path, standard: str) -> None:
    """Write the workbook of a report that has been written."""
    from plugins.portal.report_pages import workbook_of
    from plugins.portal.shown.reports import shown_report
    from transforms.standards import standard as declared

    with _in_time():
        content = workbook_of(shown_report(read_report(folder), declared(standard)), read_rows(folder))
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


def _write(folder: Path, report: "Report", standard: "DatasetStandard", sheet: "Sheet | None") -> None:
    """Write a report: its facts, its findings, the lines and the money of its records, and the rows as shown."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from transforms.domain.standard import Kind
    from transforms.render.report_workbook.published import Published

    head = {name: value for name, value in vars(report).items() if name not in ("issues", "table", "outcomes")}
    head |= {"columns": dict(report.columns), "outcomes": [asdict(one) for one in report.outcomes]}
    (folder / HEAD).write_text(json.dumps(head))
    pq.write_table(report.issues, folder / ISSUES)
    edition = next(one for one in standard.editions if one.name == report.edition)
    money = [field.name for field in edition.essential if field.kind is Kind.DECIMAL]
    pq.write_table(report.table.select(["source_line", *money]), folder / LINES)
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
