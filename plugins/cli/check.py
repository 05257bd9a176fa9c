"""`council-returns check`: published files against the dataset standards that they follow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.check_inputs import CheckInput, list_inputs
from plugins.cli.check_output import CheckFormat, Renderer, join_reports, table_as
from plugins.cli.console import (
    NOT_CARRIED_OUT,
    NotCarriedOut,
    day_named,
    note,
    progress,
    refuse,
    write_file,
    write_out,
)
from plugins.cli.declared import declared_standard, gss_of
from plugins.cli.linked_files import linked_keys
from plugins.cli.options import Authority, Output
from plugins.cli.previous_file import earlier_side
from plugins.reading.process_pool import shared_pool

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.report import Report
    from transforms.domain.standard import DatasetStandard

    Keys = Mapping[str, pa.Array]

TABLE_ENDINGS = (".csv", ".parquet")
CRITICAL_FOUND = 1


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Published files, folders of them or web addresses: CSV, workbook, ZIP, (Geo)JSON…"
        ),
    ],
    standard: Annotated[
        str | None,
        typer.Option(
            metavar="SLUG", help="The dataset standard that they follow; default: recognised from the columns."
        ),
    ] = None,
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
    columns: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A CSV of the columns published,field: the field of each column whose header doesn't name it.",
        ),
    ] = None,
    table: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Also write the records as we read them: .csv or .parquet.")
    ] = None,
    before: Annotated[
        Path | None, typer.Option(metavar="OLD_FILE", help="The previous file; what changed since then is checked too.")
    ] = None,
    before_as_at: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day on which the previous file was published.")
    ] = None,
    linked: Annotated[
        list[str] | None,
        typer.Option(metavar="SLUG=FILE", help="A file that this one refers to; may be given several times."),
    ] = None,
) -> None:
    """Check published files against a dataset standard: the verdict, what to fix, and where.

    Exit status: 0 no critical issue; 1 at least one; 2 a check could not be carried out.
    """
    shared_pool().start()
    declared = declared_standard(standard) if standard else None
    inputs = list_inputs(files)
    chosen_format = _format_for(report_format, output)
    _refuse_for_several(inputs, {"--table": table, "--before": before, "--format workbook": chosen_format.is_workbook})
    _refuse_to_overwrite(inputs, output, table)
    checks = Checks(
        declared=declared,
        gss=gss_of(authority) if authority else None,
        day=day_named(as_at, "--as-at") if as_at else datetime.now().astimezone().date(),
        linked=linked or (),
        columns=_mapping(columns) if columns else {},
        before=before,
        before_day=day_named(before_as_at, "--before-as-at") if before_as_at else None,
        table=table,
        renderer=Renderer(chosen_format, limit, is_file=output is not None, is_one_of_several=len(inputs) > 1),
    )
    write_out(join_reports(checks.reports(inputs), chosen_format, len(inputs)), output)
    raise typer.Exit(checks.status)


@dataclass
class Checks:
    """One run of the command: what the user asked for, and the exit status so far."""

    declared: "DatasetStandard | None"
    gss: str | None
    day: date
    linked: Sequence[str]
    columns: Mapping[str, str]
    before: Path | None
    before_day: date | None
    table: Path | None
    renderer: Renderer
    status: int = field(default=0)

    def reports(self, inputs: Sequence[CheckInput]) -> Iterator[Iterator[bytes]]:
        """Yield the report on every input; of several, one that can't be checked is named and stops no other."""
        for source in inputs:
            try:
                yield self._report(source)
            except NotCarriedOut as error:
                if len(inputs) == 1:
                    raise
                note(str(error))
                self.status = NOT_CARRIED_OUT

    def _report(self, source: CheckInput) -> Iterator[bytes]:
        """Return the report on one input, rendered."""
        content = source.read()
        progress(f"Reading {source.name} ({len(content):,} bytes)…")
        standard = self.declared or self._recognised(source, content)
        report = self._checked(source, content, self._mapped(standard))
        if self.table:
            write_file(self.table, [table_as(self.table, report, standard)])
        self.status = max(self.status, CRITICAL_FOUND if _is_critical(report) else 0)
        return self.renderer.render(report, standard, content)

    def _mapped(self, standard: "DatasetStandard") -> "DatasetStandard":
        """Return the standard as its fields are read from the columns that the user names."""
        from transforms.standardise import with_mapping

        try:
            return with_mapping(standard, self.columns)
        except ValueError as error:
            refuse(f"--columns: {error}.")

    def _recognised(self, source: CheckInput, content: bytes) -> "DatasetStandard":
        """Return the standard that the columns speak of; refuse a table that none fits."""
        from plugins.reading.read_files import recognise_standard
        from transforms.domain.standard import NO_STANDARD
        from transforms.render.report_text import what_was_recognised
        from transforms.render.report_words.fit import fit_in_words

        fitting = recognise_standard(content, source.name)
        if fitting is None:
            return NO_STANDARD
        if not fitting or not fitting[0].fits:
            closest = f" (the closest, {fitting[0].standard}: {fit_in_words(fitting[0])})" if fitting else ""
            refuse(
                f"{source.name} fits no standard that we know in at least half of its columns{closest}. Use --standard."
            )
        standard = declared_standard(fitting[0].standard)
        self.renderer.say(what_was_recognised(source.name, standard, fitting[0]))
        return standard

    def _checked(self, source: CheckInput, content: bytes, standard: "DatasetStandard") -> "Report":
        """Return the report on a file, having said what was read before the rules are even loaded."""
        from expectations.check import PublishedFile
        from plugins.reading.read_files import check_with_history

        keys = linked_keys(self.linked, standard, self.gss, self.day)
        earlier = earlier_side(self.before, self.before_day, self.gss, self.day, standard)
        file = PublishedFile(source.name, content, self.gss, self.day, keys)
        return check_with_history(file, standard, earlier, lambda words: self.renderer.say(words, end="\n\n"))


def _mapping(path: Path) -> Mapping[str, str]:
    """Return what a file says of which column is which field; refuse one that can't be read."""
    from transforms.standardise import read_mapping

    try:
        return read_mapping(path.read_bytes())
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror}.")
    except ValueError as error:
        refuse(f"{path}: {error}.")


def _format_for(requested: CheckFormat | None, output: Path | None) -> CheckFormat:
    """Return how to write the report; refuse a workbook that no spreadsheet would open."""
    is_xlsx = output is not None and output.suffix.lower() == ".xlsx"
    chosen_format = requested or (CheckFormat.WORKBOOK if is_xlsx else CheckFormat.TEXT)
    if chosen_format.is_workbook and not is_xlsx:
        refuse("A workbook is written to a file: give --output a path that ends in .xlsx.")
    if not chosen_format.is_workbook and is_xlsx:
        refuse(f"{output} has the name of a workbook: omit --format {chosen_format}, or give --output another ending.")
    return chosen_format


def _refuse_for_several(inputs: Sequence[CheckInput], options: Mapping[str, object]) -> None:
    """Refuse what is about one file where there are several."""
    for option, value in options.items():
        if value and len(inputs) > 1:
            refuse(f"{option} is about one file, and there are {len(inputs)} to check.")


def _refuse_to_overwrite(inputs: Sequence[CheckInput], output: Path | None, table: Path | None) -> None:
    """Refuse to write over a file that is to be checked, or a table of an unknown kind."""
    if table and table.suffix.lower() not in TABLE_ENDINGS:
        refuse(f"--table writes CSV or Parquet; “{table}” should end in .csv or .parquet.")
    for target in filter(None, (output, table)):
        paths = [source.path for source in inputs if source.path and source.path.exists()]
        if target.exists() and any(target.samefile(path) for path in paths):
            refuse(f"{target} is the file to check; write to another file.")


def _is_critical(report: "Report") -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.equal(report.issues["severity"], "critical")).as_py())
