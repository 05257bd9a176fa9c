"""`council-returns trace`: one cell of a return, and the records behind it."""

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import Format, note, refuse, write_out
from plugins.cli.declared import gss_of, in_words, is_total
from plugins.cli.load_inputs import load_inputs
from plugins.cli.options import (
    AsKnown,
    Declared,
    DepartmentFile,
    EditionName,
    Folder,
    OneAuthority,
    Output,
    PeriodName,
    ReportFormat,
    ReturnName,
    Switches,
)
from plugins.cli.return_request import read_request, request_of

if TYPE_CHECKING:
    from transforms.assemble import TracedCell
    from transforms.domain.return_request import ReturnRequest
    from transforms.domain.statutory_return import StatutoryReturn


def trace(
    slug: ReturnName,
    cell: Annotated[str, typer.Argument(metavar="CELL", help="The cell, such as PS2.Q21.a or BLR.all.sites.")],
    authority: OneAuthority,
    period: PeriodName,
    folder: Folder = None,
    as_known: AsKnown = None,
    switch: Switches = None,
    declared: Declared = None,
    department: DepartmentFile = None,
    edition: EditionName = None,
    report_format: ReportFormat = Format.TEXT,
    output: Output = None,
) -> None:
    """Show one cell of a return and list the records behind it: which rows, whose file, which bytes.

    Exit status: 0 traced; 2 could not be carried out.
    """
    request = request_of(slug, period, as_known, switch, edition)
    _expect_cell(request.definition, cell)
    _expect_cells_of(request.definition, authority)
    if folder is None:
        from plugins.cli.deployed import trace_on_platform

        traced = trace_on_platform(request, cell, authority)
    else:
        traced = _traced(request, cell, authority, folder, declared, department)
    if traced.value is None and report_format is not Format.TEXT:
        note(f"{cell} of {authority} has no value ({traced.origin}).")
    write_out([_written(request, cell, authority, traced, report_format)], output)


def _expect_cell(definition: "StatutoryReturn", name: str) -> None:
    """Refuse a cell that the form does not have, naming the nearest that it has."""
    cells = [cell.name for cell in definition.cells]
    if name not in cells:
        near = get_close_matches(name, cells, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"cells look like {cells[0]}."
        refuse(f"Unknown cell “{name}” of {definition.slug}; {hint}")


def _expect_cells_of(definition: "StatutoryReturn", authority: str) -> None:
    """Refuse an authority that has no cells, because it does not owe the return."""
    from transforms.assemble.bodies import expect_cells

    try:
        expect_cells(definition, authority if is_total(definition, authority) else gss_of(authority))
    except LookupError as error:
        refuse(f"{in_words(error)}.")


def _traced(
    request: "ReturnRequest",
    cell: str,
    authority: str,
    folder: Path,
    declared: Path | None,
    department: Path | None,
) -> "TracedCell":
    from transforms.assemble import trace as trace_cell

    of_total = is_total(request.definition, authority)
    gss = authority if of_total else gss_of(authority)
    read = read_request(request, folder, None if of_total else [gss], declared, department)
    return trace_cell(read.request, load_inputs(read), cell, gss)


def _written(request: "ReturnRequest", cell: str, authority: str, traced: "TracedCell", report_format: Format) -> bytes:
    from transforms.render.records import records_csv, records_json
    from transforms.render.trace_text import trace_text

    if report_format is Format.TEXT:
        return trace_text(request, cell, authority, traced).encode()
    write = {Format.JSON: records_json, Format.CSV: records_csv}[report_format]
    return write(traced.records)
