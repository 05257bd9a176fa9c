"""`council-returns compare-definitions`: try a draft edition or changed rules before they go live."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import Format, refuse, write_out
from plugins.cli.declared import gss_of
from plugins.cli.load_inputs import load_inputs
from plugins.cli.options import AsKnown, Authorities, Folder, Output, PeriodName, ReportFormat, ReturnName
from plugins.cli.return_request import read_request, request_of

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.assemble.compare_assemblies import MovedCell
    from transforms.domain.return_request import ReturnRequest

TWO = 2


def compare_definitions(
    slug: ReturnName,
    period: PeriodName,
    edition: Annotated[
        list[str] | None,
        typer.Option("--edition", metavar="NAME", help="Twice: the edition before and after."),
    ] = None,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rules", metavar="VERSION", help="Twice: rules that files were checked under."),
    ] = None,
    switch: Annotated[
        list[str] | None, typer.Option("--set", metavar="SWITCH=VALUE", help="A switch as it would be set afterwards.")
    ] = None,
    folder: Folder = None,
    as_known: AsKnown = None,
    authority: Authorities = None,
    report_format: ReportFormat = Format.TEXT,
    output: Output = None,
) -> None:
    """List the cells that another edition, other rules or another choice would move, by how much, and by which records.

    Exit status: 0 compared; 2 could not be carried out.
    """
    before, after = _requests(slug, period, as_known, edition or (), rules or (), switch)
    if folder is None:
        moved = _on_platform(before, after, authority)
    elif rules:
        refuse("--rules compares what was checked on the platform; leave --from out.")
    else:
        moved = _in_folder(before, after, folder, authority)
    write_out([_written(moved, report_format)], output)


def _requests(
    slug: str,
    period: str,
    as_known: str | None,
    editions: Sequence[str],
    rules: Sequence[str],
    switches: list[str] | None,
) -> "tuple[ReturnRequest, ReturnRequest]":
    """Return the two requests that are compared; they differ in edition, rules or switches."""
    for option, names in (("--edition", editions), ("--rules", rules)):
        if names and len(names) != TWO:
            refuse(f"Give {option} twice: before and after.")
    if not (editions or rules or switches):
        refuse("Say what should differ: two --edition, two --rules, or --set.")
    first, last = editions or (None, None)
    before, after = request_of(slug, period, as_known, None, first), request_of(slug, period, as_known, switches, last)
    if rules:
        before, after = (
            replace(request, rules_versions=(name,)) for request, name in ((before, rules[0]), (after, rules[1]))
        )
    return before, after


def _in_folder(
    before: "ReturnRequest", after: "ReturnRequest", folder: Path, authorities: list[str] | None
) -> "list[MovedCell]":
    from transforms.assemble.compare_assemblies import moved_cells

    reads = [read_request(request, folder, authorities) for request in (before, after)]
    earlier, later = ((read.request, load_inputs(read)) for read in reads)
    return moved_cells(earlier, later)


def _on_platform(before: "ReturnRequest", after: "ReturnRequest", authorities: list[str] | None) -> "list[MovedCell]":
    from plugins.cli.deployed import open_configured_deployment
    from transforms.assemble.compare_assemblies import moved_cells

    with open_configured_deployment() as deployment:
        from plugins.pipeline.assemble.load_tables import load_inputs, stored_inputs
        from plugins.pipeline.assemble.return_request import return_request

        sides = []
        for side in (before, after):
            request = return_request(
                deployment,
                side.definition.slug,
                str(side.period),
                side.as_known,
                [gss_of(code) for code in authorities] if authorities else None,
                side.switches,
                edition=side.definition.edition,
            )
            in_use = stored_inputs(deployment, request)
            request = replace(request, rules_versions=side.rules_versions)
            inputs = stored_inputs(deployment, request)
            if side.rules_versions and not inputs:
                versions = ", ".join(sorted({source.rules_version for source in in_use})) or "none"
                refuse(f"No file was checked under rules {side.rules_versions[0]}; those in use: {versions}.")
            sides.append((request, load_inputs(deployment, request, inputs)))
    return moved_cells(*sides)


def _written(moved: "Sequence[MovedCell]", report_format: Format) -> bytes:
    from transforms.render.moved_cells_text import moved_cells_text
    from transforms.render.records import records_csv, records_json

    if report_format is Format.TEXT:
        return moved_cells_text(moved).encode()
    write = {Format.JSON: records_json, Format.CSV: records_csv}[report_format]
    return write(_table(moved))


def _table(moved: "Sequence[MovedCell]") -> "pa.Table":
    import pyarrow as pa

    names = ("authority", "cell", "before", "origin_before", "after", "origin_after", "difference", "gained", "lost")
    rows = [
        (
            figure.authority, figure.cell, figure.before, figure.origin_before, figure.after, figure.origin_after,
            None if figure.difference is None else str(figure.difference),
            " ".join(figure.gained), " ".join(figure.lost),
        )
        for figure in moved
    ]  # fmt: skip
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table([pa.array(column, pa.string()) for column in columns], names=names)
