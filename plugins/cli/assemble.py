"""`council-returns assemble`: one return out of a folder of snapshots, or out of what the platform collected."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import progress, refuse
from plugins.cli.load_inputs import load_inputs
from plugins.cli.options import (
    AsKnown,
    Authorities,
    Declared,
    DepartmentFile,
    EditionName,
    Folder,
    PeriodName,
    ReturnName,
    Switches,
)
from plugins.cli.publish_files import publishing_to
from plugins.cli.return_request import ReadRequest, read_request, request_of
from plugins.cli.write_files import write_files

if TYPE_CHECKING:
    from transforms.domain.assembled_return import AssembledReturn


def assemble(
    slug: ReturnName,
    period: PeriodName,
    folder: Folder = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="The folder for the files, all or none.")] = None,
    as_known: AsKnown = None,
    authority: Authorities = None,
    switch: Switches = None,
    declared: Declared = None,
    department: DepartmentFile = None,
    edition: EditionName = None,
) -> None:
    """Assemble a return from snapshots (--from), or through the platform.

    Exit status: 0 assembled; 1 assembled, but a check on the return failed; 2 could not be carried out.
    """
    request = request_of(slug, period, as_known, switch, edition)
    if folder is None:
        from plugins.cli.deployed import assemble_on_platform

        if declared is not None:
            refuse("--declared needs --from: on the platform, councils declare figures in the portal.")
        if department is not None:
            refuse("--beside needs --from.")
        raise typer.Exit(assemble_on_platform(request, authority, out))
    if out is None:
        refuse("--out is required with --from.")
    raise typer.Exit(_assemble(read_request(request, folder, authority, declared, department), out))


def _assemble(read: ReadRequest, out: Path) -> int:
    from expectations.check_return import check_return
    from transforms.assemble import assemble as assemble_return

    request = read.request
    progress(f"Assembling {request.definition.slug} {request.period} for {len(request.authorities)} authorities…")
    assembled = check_return(assemble_return(request, load_inputs(read, with_receipts=True)))
    with publishing_to(out) as folder:
        write_files(folder, assembled, read)
    for sentence in summary(assembled, out):
        typer.echo(sentence)
    return 1 if assembled.checks_failed else 0


def summary(assembled: "AssembledReturn", out: Path) -> Iterator[str]:
    """Yield what a person wants to know of a return at once: coverage, cells by origin, exceptions, where it is."""
    from transforms.render.report_words.counts import counted

    definition = assembled.definition
    covered = f"{assembled.responded:,} of {len(assembled.owing):,} authorities with data"
    yield f"{definition.title}, {assembled.period}: {covered}."
    if definition.kind_in_words:
        yield f"{definition.kind_in_words}."
    cells = zip(*(assembled.cells[name].to_pylist() for name in ("authority", "origin")), strict=True)
    origins = Counter(origin for authority, origin in cells if authority in assembled.authorities)
    yield "Cells: " + ", ".join(f"{number:,} {origin}" for origin, number in origins.most_common()) + "."
    reasons = Counter(assembled.exceptions["reason"].to_pylist())
    listed = ", ".join(f"{reason} {number:,}" for reason, number in reasons.most_common())
    yield f"{counted(sum(reasons.values()), 'exception')}{': ' if listed else ''}{listed}."
    if assembled.checks_failed:
        failed = " and ".join(sorted(definition.failing_reasons & reasons.keys()))
        yield f"A CHECK ON THE {definition.kind.upper()} FAILED: {failed}; exceptions.csv says for whom."
    yield f"The files are in {out}."
