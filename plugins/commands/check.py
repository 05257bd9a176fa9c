"""`council-returns check`: one published file against one dataset standard."""

import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.commands.console import Format, day_named, in_colour, progress, refuse, write_file, write_out
from plugins.commands.declared import declared_standard, gss_of
from plugins.commands.options import Authority, Output, ReportFormat

if TYPE_CHECKING:
    from transforms.domain.report import Report
    from transforms.domain.standard import DatasetStandard

TABLE_ENDINGS = (".csv", ".parquet")


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The published file: CSV, workbook, ZIP or (Geo)JSON.")],
    standard: Annotated[str, typer.Option(metavar="SLUG", help="The dataset standard that it should follow.")],
    authority: Authority = None,
    as_at: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day as at which to check; default today.")
    ] = None,
    report_format: ReportFormat = Format.TEXT,
    output: Output = None,
    table: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Also write the records as we read them: .csv or .parquet.")
    ] = None,
) -> None:
    """Check a published file against a dataset standard: the verdict, what to mend, and where.

    Exit status: 0 no critical issue; 1 at least one; 2 the check could not be carried out.
    """
    declared = declared_standard(standard)
    day = day_named(as_at, "--as-at") if as_at else datetime.now().astimezone().date()
    if table and table.suffix.lower() not in TABLE_ENDINGS:
        refuse(f"--table writes CSV or Parquet: “{table}” should end in .csv or .parquet.")
    for written in filter(None, (output, table)):
        if written.exists() and Path(file).exists() and written.samefile(file):
            refuse(f"{written} is the file to check; write somewhere else.")
    gss = gss_of(authority) if authority else None
    report = _checked(file, declared, gss, day, says_at_once=report_format is Format.TEXT and output is None)
    if table:
        write_file(table, [_table(report, declared, table)])
    write_out(_written(report, declared, report_format, output), output)
    raise typer.Exit(1 if _is_critical(report) else 0)


def content_of(path: Path) -> bytes:
    """Return the bytes of a file that the user named."""
    try:
        return path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")


def _checked(file: str, standard: "DatasetStandard", gss: str | None, day: date, *, says_at_once: bool) -> "Report":
    """Check one file, saying what was read before the rules are even loaded."""
    content = content_of(Path(file))
    progress(f"Reading {file} ({len(content):,} bytes)…")
    from expectations.check import PublishedFile, standardise_files, validate_files
    from transforms.render.report_text import what_was_read

    published = [PublishedFile(name=file, content=content, authority_gss=gss, as_at=day)]
    standardised = standardise_files(published, standard)
    sentence = what_was_read(file, standardised[0])
    if says_at_once:
        print(sentence, end="\n\n", flush=True)
    else:
        progress(sentence)
    return validate_files(published, standardised, standard)[0]


def _written(
    report: "Report", standard: "DatasetStandard", report_format: Format, output: Path | None
) -> Iterable[bytes]:
    """Yield the report in the format asked for."""
    if report_format is Format.JSON:
        from transforms.render.report_json import report_json

        return report_json(report)
    if report_format is Format.CSV:
        from transforms.render.issues_csv import report_csv

        return report_csv(report.issues)
    from transforms.render.report_text import Style, report_text

    style = Style(colours=output is None and in_colour(sys.stdout))
    return (paragraph.encode() for paragraph in report_text(report, standard.title, style))


def _table(report: "Report", standard: "DatasetStandard", path: Path) -> bytes:
    """Return what was read, in the format that the path's ending names."""
    from transforms.render.standardised import standardised_csv, standardised_parquet

    edition = next(edition for edition in standard.editions if edition.name == report.edition)
    write = standardised_parquet if path.suffix.lower() == ".parquet" else standardised_csv
    return write(report.table, edition)


def _is_critical(report: "Report") -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.equal(report.issues["severity"], "critical")).as_py())
