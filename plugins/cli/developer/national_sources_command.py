"""`council-returns national-sources`: the register of sources made again out of the national collector's list."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from plugins.cli.console import note, refuse


def national_sources(
    endpoints: Annotated[Path, typer.Argument(metavar="CSV", help="The list of the national collector's endpoints.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="PATH", help="Write to this file instead of the packaged register."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if the register differs.")] = False,
) -> None:
    """Write the register of sources with every council's address of the list, ended ones with their last day.

    Exit status: 0 written, or the same with --check; 1 with --check, when it differs; 2 when there is no such list.
    """
    from plugins.cli.developer.national_sources import national_sources as merge
    from transforms.registers import sources, write_sources
    from transforms.registers.tables import FOLDER

    if not endpoints.is_file():
        refuse(f"{endpoints} is not a file.")
    register = merge(endpoints, sources())
    path, content = output or FOLDER / "sources.csv", write_sources(register)
    if check:
        if path.read_bytes() != content:
            note(f"{path.name} differs; run `council-returns national-sources {endpoints}`.")
            raise typer.Exit(1)
        return
    path.write_bytes(content)
    open_sources = {(source.standard, source.authority_gss) for source in register if source.url and not source.until}
    for standard, count in sorted(Counter(standard for standard, _ in open_sources).items()):
        typer.echo(f"{standard}: {count} authorities")
