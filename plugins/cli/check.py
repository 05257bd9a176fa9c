"""`council-returns check`: one published file against one dataset standard."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import day_named, in_colour, progress, refuse, write_file, write_out
from plugins.cli.declared import declared_standard, gss_of
from plugins.cli.linked_files import linked_keys
from plugins.cli.options import Authority, Output
from plugins.cli.previous_file import compare_with_previous

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.report import Report
    from transforms.domain.sheet import Sheet
    from transforms.domain.standard import DatasetStandard

    Keys = Mapping[str, pa.Array]

TABLE_ENDINGS = (".csv", ".parquet")


class CheckFormat(StrEnum):
    """The format of a report."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    WORKBOOK = "workbook"


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The published file: CSV, workbook, ZIP or (Geo)JSON.")],
    standard: Annotated[str, typer.Option(metavar="SLUG", help="The dataset standard that it should follow.")],
    authority: Authority = None,
    as_at: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Check as at this day; default today.")
    ] = None,
    report_format: Annotated[
        CheckFormat | None,
        typer.Option("--format", help="The output format; default text, or a workbook if --output ends in .xlsx."),
    ] = None,
    output: Output = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="List N kinds of finding and N places of each; 0 for all. Default: all kinds, 5 places.",
        ),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Also write the records as we read them: .csv or .parquet."),
    ] = None,
    before: Annotated[
        Path | None, typer.Option(metavar="OLD_FILE", help="The previous file; turns on rules over time.")
    ] = None,
    before_as_at: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day on which the previous file was published.")
    ] = None,
    linked: Annotated[
        list[str] | None,
        typer.Option(metavar="SLUG=FILE", help="A file that this one refers to; may be given several times."),
    ] = None,
) -> None:
    """Check a published file against a dataset standard: the verdict, what to fix, and where.

    Exit status: 0 no critical issue; 1 at least one; 2 the check could not be carried out.
    """
    declared = declared_standard(standard)
    day = day_named(as_at, "--as-at") if as_at else datetime.now().astimezone().date()
    if table and table.suffix.lower() not in TABLE_ENDINGS:
        refuse(f"--table writes CSV or Parquet; “{table}” should end in .csv or .parquet.")
    for target in filter(None, (output, table)):
        if target.exists() and Path(file).exists() and target.samefile(file):
            refuse(f"{target} is the file to check; write to another file.")
    chosen = _chosen_format(report_format, output)
    gss = gss_of(authority) if authority else None
    keys = linked_keys(linked or (), declared, gss, day)
    earlier = day_named(before_as_at, "--before-as-at") if before_as_at else None
    report = _check_file(file, declared, gss, day, keys, prints_at_once=chosen is CheckFormat.TEXT and output is None)
    report = compare_with_previous(report, day, before, earlier, declared)
    if table:
        write_file(table, [_records(report, declared, table)])
    write_out(_render(report, declared, chosen, output, limit), output)
    raise typer.Exit(1 if _is_critical(report) else 0)


def content_of(path: Path) -> bytes:
    """Return the bytes of a file that the user named."""
    try:
        return path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")


def _check_file(
    file: str, standard: "DatasetStandard", gss: str | None, day: date, linked: "Keys", *, prints_at_once: bool
) -> "Report":
    """Check one file, printing what was read before the rules are loaded."""
    content = content_of(Path(file))
    progress(f"Reading {file} ({len(content):,} bytes)…")
    from expectations.check import PublishedFile, standardise_files, validate_files
    from transforms.render.report_text import what_was_read

    published = [PublishedFile(name=file, content=content, authority_gss=gss, as_at=day, linked=linked)]
    standardised = standardise_files(published, standard)
    sentence = what_was_read(file, standardised[0])
    if prints_at_once:
        print(sentence, end="\n\n", flush=True)
    else:
        progress(sentence)
    return validate_files(published, standardised, standard)[0]


def _chosen_format(requested: CheckFormat | None, output: Path | None) -> CheckFormat:
    """Return how to write the report; refuse a workbook that no spreadsheet would open."""
    is_xlsx = output is not None and output.suffix.lower() == ".xlsx"
    chosen = requested or (CheckFormat.WORKBOOK if is_xlsx else CheckFormat.TEXT)
    if chosen is CheckFormat.WORKBOOK and not is_xlsx:
        refuse("A workbook is written to a file: give --output a path that ends in .xlsx.")
    if chosen is not CheckFormat.WORKBOOK and is_xlsx:
        refuse(f"{output} has the name of a workbook: omit --format {chosen}, or give --output another ending.")
    return chosen


def _render(
    report: "Report", standard: "DatasetStandard", chosen: CheckFormat, output: Path | None, limit: int | None
) -> Iterable[bytes]:
    """Yield the report in the chosen format."""
    if chosen is CheckFormat.CSV:
        from transforms.render.issues_csv import report_csv

        return report_csv(report.issues)
    from transforms.priorities import fix_priorities
    from transforms.returns import RETURNS

    returns = [definition for definition in RETURNS if standard.slug in definition.standards]
    edition = next(edition for edition in standard.editions if edition.name == report.edition)
    priorities, is_read = fix_priorities(report, edition, returns), bool(returns)
    if chosen is CheckFormat.JSON:
        from transforms.render.report_json import report_json

        return report_json(report, priorities, is_read=is_read)
    if chosen is CheckFormat.WORKBOOK:
        from transforms.render.report_workbook import report_workbook

        sheet = _published_sheet(report, standard)
        return [report_workbook(report, standard.title, priorities, is_read=is_read, sheet=sheet)]
    from transforms.render.report_text import Style, report_text

    style = Style(colours=output is None and in_colour(sys.stdout), limit=limit)
    paragraphs = report_text(report, standard.title, priorities, is_read=is_read, style=style)
    return (paragraph.encode() for paragraph in paragraphs)


def _published_sheet(report: "Report", standard: "DatasetStandard") -> "Sheet | None":
    """Return the table as published, read again: a report has our fields only."""
    from transforms.standardise import read_published

    return read_published(content_of(Path(report.file)), report.file, standard).sheet


def _records(report: "Report", standard: "DatasetStandard", path: Path) -> bytes:
    """Return the records as we read them, in the format that the path ends with."""
    from transforms.render.standardised import standardised_csv, standardised_parquet

    edition = next(edition for edition in standard.editions if edition.name == report.edition)
    write = standardised_parquet if path.suffix.lower() == ".parquet" else standardised_csv
    return write(report.table, edition)


def _is_critical(report: "Report") -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.equal(report.issues["severity"], "critical")).as_py())
