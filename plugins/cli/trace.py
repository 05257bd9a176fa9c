"""`council-returns trace`: the records behind one cell of a return."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import Format, note, refuse, write_out
from plugins.cli.declared import declared_standard, gss_of
from plugins.cli.options import (
    AsKnown,
    Folder,
    OneAuthority,
    Output,
    PeriodName,
    ReportFormat,
    ReturnName,
    Switches,
)
from plugins.cli.return_request import Question, as_tables, needed, question_of
from plugins.cli.snapshot_folder import open_folder, read_snapshots

if TYPE_CHECKING:
    import pyarrow as pa


def trace(
    slug: ReturnName,
    cell: Annotated[str, typer.Argument(metavar="CELL", help="The cell, such as PS2.Q21.a or BLR.all.sites.")],
    authority: OneAuthority,
    period: PeriodName,
    folder: Folder = None,
    as_known: AsKnown = None,
    switch: Switches = None,
    report_format: ReportFormat = Format.TEXT,
    output: Output = None,
) -> None:
    """List the records behind one cell of a return: which rows, whose file, which bytes.

    Exit status: 0 traced; 2 could not be carried out.
    """
    question = question_of(slug, period, as_known, switch)
    _expect_cell(question, cell)
    if reason := getattr(question.definition.cell(cell).measure, "reason", None):
        note(f"{cell} has no records: {reason}.")
    if folder is None:
        from plugins.cli.deployed import trace_on_platform

        records = trace_on_platform(question, cell, authority)
    else:
        records = _traced(question, cell, authority, folder)
    write_out([_written(records, report_format)], output)


def _expect_cell(question: Question, name: str) -> None:
    """Refuse a cell that the form does not have, naming the nearest that it has."""
    cells = [cell.name for cell in question.definition.cells]
    if name not in cells:
        near = get_close_matches(name, cells, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"cells look like {cells[0]}."
        refuse(f"“{name}” is no cell of {question.definition.slug}; {hint}")


def _traced(question: Question, cell: str, authority: str, folder: Path) -> "pa.Table":
    from transforms.assemble import trace as trace_cell
    from transforms.domain.statutory_return import ENGLAND

    definition = question.definition
    found = open_folder(folder, definition.standard, question.as_known)
    gss = authority if authority == ENGLAND else gss_of(authority)
    if gss != ENGLAND and gss not in found.authorities:
        refuse(f"{gss} has no folder in {folder}.")
    asked: Sequence[str] = found.authorities if gss == ENGLAND else (gss,)
    files = needed(found.snapshots, definition, asked)
    read = read_snapshots(files, declared_standard(definition.standard), definition)
    if not any(one.report.rows_usable for one in read):
        note(f"{gss} has no usable snapshot, so there are no records.")
    return trace_cell(
        definition, cell, as_tables(read), asked, gss, question.period, question.as_known, question.switches
    )


def _written(records: "pa.Table", report_format: Format) -> bytes:
    from transforms.render.records import records_csv, records_json, records_text

    write = {Format.TEXT: records_text, Format.JSON: records_json, Format.CSV: records_csv}[report_format]
    return write(records)
