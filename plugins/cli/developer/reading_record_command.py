"""`council-returns reading-record`: the results of reading a folder of published files."""

from pathlib import Path
from typing import Annotated

import typer

from plugins.cli.console import note, progress, refuse


def reading_record(
    folder: Annotated[
        Path, typer.Option("--from", metavar="DIR", help="Published files, with a folder for each dataset.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="PATH", help="Write to this file instead of docs/reading-record.md."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if the page is out of date.")] = False,
) -> None:
    """Write the page with the results of reading every file of a folder, by kind of file.

    Exit status: 0 up to date or written; 1 with --check, when the page is out of date; 2 when there is no such folder.
    """
    from plugins.cli.developer.documentation import DOCS
    from plugins.cli.developer.reading_record import record_folder

    if not folder.is_dir():
        refuse(f"{folder} is not a folder.")
    page = output or DOCS / "reading-record.md"
    progress(f"Reading the files of {folder}…")
    text = record_folder(folder)
    if check:
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            note(f"{page.name} is out of date; run `council-returns reading-record --from {folder}`.")
            raise typer.Exit(1)
        return
    page.write_text(text, encoding="utf-8")
    typer.echo(f"{page} written.")
