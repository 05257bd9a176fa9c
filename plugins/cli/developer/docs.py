"""`council-returns docs`: the generated reference pages."""

from typing import Annotated

import typer

from plugins.cli.console import note


def docs(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if a page is out of date.")] = False,
) -> None:
    """Write the reference pages from the declarations.

    Exit status: 0 up to date or written; 1 with --check, when a page is out of date.
    """
    from plugins.cli.developer.documentation import generated_pages, out_of_date, write_pages

    pages = generated_pages()
    if not check:
        changed = write_pages(pages)
        typer.echo(f"{len(pages)} pages, {len(changed)} changed{': ' if changed else '.'}{', '.join(changed)}")
        return
    if stale := out_of_date(pages):
        note(f"docs/{', docs/'.join(stale)} out of date; run `make docs`.")
        raise typer.Exit(1)
