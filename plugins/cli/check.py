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


class Rendering(StrEnum):
    """How the report of a check is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    WORKBOOK = "workbook"


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The published file: CSV, workbook, ZIP or (Geo)JSON.")],
    standard: Annotated[str, typer.Option(metavar="SLUG", help="The dataset standard that it should follow.")],
    authority: Authority = None,
    as_at: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day as at which to check; default today.")
    ] = None,
    report_format: Annotated[
        Rendering | None,
        typer.Option("--format", help="How it is written; text, or a workbook where --output ends in .xlsx."),
    ] = None,
    output: Output = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="List N kinds of finding, N places of each; 0 all. Default: all kinds, 5 places.",
        ),
    ] = None,
    table: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Also write the records as we read them: .csv or .parquet.")
    ] = None,
    before: Annotated[
        Path | None, typer.Option(metavar="OLD_FILE", help="The file published before; turns on rules over time.")
    ] = None,
    before_as_at: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day on which that one was published.")
    ] = None,
    linked: Annotated[
        list[str] | None,
        typer.Option(metavar="SLUG=FILE", help="The records that this file refers to; may be given several times."),
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
    rendering = _rendering(report_format, output)
    gss = gss_of(authority) if authority else None
    keys = linked_keys(linked or (), declared, gss, day)
    earlier = day_named(before_as_at, "--before-as-at") if before_as_at else None
    report = _checked(file, declared, gss, day, keys, says_at_once=rendering is Rendering.TEXT and output is None)
    report = compare_with_previous(report, day, before, earlier, declared)
    if table:
        write_file(table, [_table(report, declared, table)])
    write_out(_written(report, declared, rendering, output, limit), output)
    raise typer.Exit(1 if _is_critical(report) else 0)


def content_of(path: Path) -> bytes:
    """Return the bytes of a file that the user named."""
    try:
        return path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")


def _checked(
    file: str, standard: "DatasetStandard", gss: str | None, day: date, linked: "Keys", *, says_at_once: bool
) -> "Report":
    """Check one file, saying what was read before the rules are even loaded."""
    content = content_of(Path(file))
    progress(f"Reading {file} ({len(content):,} bytes)…")
    from expectations.check import PublishedFile, standardise_files, validate_files
    from transforms.render.report_text import what_was_read

    published = [PublishedFile(name=file, content=content, authority_gss=gss, as_at=day, linked=linked)]
    standardised = standardise_files(published, standard)
    sentence = what_was_read(file, standardised[0])
    if says_at_once:
        print(sentence, end="\n\n", flush=True)
    else:
        progress(sentence)
    return validate_files(published, standardised, standard)[0]


def _rendering(asked: Rendering | None, output: Path | None) -> Rendering:
    """Return how to write the report; refuse a workbook that no spreadsheet would open."""
    is_xlsx = output is not None and output.suffix.lower() == ".xlsx"
    rendering = asked or (Rendering.WORKBOOK if is_xlsx else Rendering.TEXT)
    if rendering is Rendering.WORKBOOK and not is_xlsx:
        refuse("A workbook is written to a file: give --output a path that ends in .xlsx.")
    if rendering is not Rendering.WORKBOOK and is_xlsx:
        refuse(f"{output} would be a workbook by its name: leave out --format {rendering}, or end --output otherwise.")
    return rendering


def _written(
    report: "Report", standard: "DatasetStandard", rendering: Rendering, output: Path | None, limit: int | None
) -> Iterable[bytes]:
    """Yield the report in the format asked for."""
    if rendering is Rendering.CSV:
        from transforms.render.issues_csv import report_csv

        return report_csv(report.issues)
    from transforms.priorities import fix_priorities
    from transforms.returns import RETURNS

    returns = [one for one in RETURNS if standard.slug in one.standards]
    edition = next(edition for edition in standard.editions if edition.name == report.edition)
    found, is_read = fix_priorities(report, edition, returns), bool(returns)
    if rendering is Rendering.JSON:
        from transforms.render.report_json import report_json

        return report_json(report, found, is_read=is_read)
    if rendering is Rendering.WORKBOOK:
        from transforms.render.report_workbook import report_workbook

        sheet = _published(report, standard)
        return [report_workbook(report, standard.title, found, is_read=is_read, sheet=sheet)]
    from transforms.render.report_text import Style, report_text

    style = Style(colours=output is None and in_colour(sys.stdout), limit=limit)
    paragraphs = report_text(report, standard.title, found, is_read=is_read, style=style)
    return (paragraph.encode() for paragraph in paragraphs)


def _published(report: "Report", standard: "DatasetStandard") -> "Sheet | None":
    """Return the table as published, read once more: a report holds our fields alone."""
    from transforms.standardise import read_published

    return read_published(content_of(Path(report.file)), report.file, standard).sheet


def _table(report: "Report", standard: "DatasetStandard", path: Path) -> bytes:
    """Return what was read, in the format that the path's ending names."""
    from transforms.render.standardised import standardised_csv, standardised_parquet

    edition = next(edition for edition in standard.editions if edition.name == report.edition)
    write = standardised_parquet if path.suffix.lower() == ".parquet" else standardised_csv
    return write(report.table, edition)


def _is_critical(report: "Report") -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.equal(report.issues["severity"], "critical")).as_py())
