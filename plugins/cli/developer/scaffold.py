"""`council-returns scaffold`: where a new dataset standard begins."""

from typing import Annotated

import typer

from plugins.cli.console import refuse


def scaffold(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The standard's name, such as street_lights.")],
    title: Annotated[str, typer.Option(help="What people call it; by default the words of the slug.")] = "",
) -> None:
    """Begin a new dataset standard: its module, its examples, its failing tests and its register row.

    Run it in a checkout; docs/add-a-standard.md goes on from there.
    """
    from plugins.cli.developer.scaffold_files import CHECKOUT, CanNotScaffold
    from plugins.cli.developer.scaffold_files import scaffold as write_scaffold

    try:
        written = write_scaffold(slug, title or slug.replace("_", " ").capitalize())
    except CanNotScaffold as error:
        refuse(f"{error}.")
    for path in written:
        typer.echo(path.relative_to(CHECKOUT))
    typer.echo(f"Next: replace every TODO until tests/transforms/standards/test_{slug}.py passes, then `make docs`.")
