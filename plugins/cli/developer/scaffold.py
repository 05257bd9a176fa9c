"""`council-returns scaffold`: where a new dataset standard, or a new return, begins."""

from typing import Annotated

import typer

from plugins.cli.console import refuse


def scaffold(
    slug: Annotated[str, typer.Argument(metavar="[SLUG]", help="A standard's name, such as street_lights.")] = "",
    return_slug: Annotated[
        str, typer.Option("--return", metavar="SLUG", help="A return's name, such as parking_account_check.")
    ] = "",
    title: Annotated[str, typer.Option(help="What people call it; by default the words of the slug.")] = "",
) -> None:
    """Begin a new dataset standard, or with --return a new return: its modules and its failing tests.

    Run it in a checkout; docs/add-a-standard.md and docs/add-a-return.md go on from there.
    """
    from plugins.cli.developer.scaffold_files import CHECKOUT, CanNotScaffold, scaffold_return
    from plugins.cli.developer.scaffold_files import scaffold as scaffold_standard

    if bool(slug) == bool(return_slug):
        refuse("Name a new standard, or a new return with --return.")
    name = slug or return_slug
    write, test = (
        (scaffold_standard, f"tests/transforms/standards/test_{slug}.py")
        if slug
        else (scaffold_return, f"tests/transforms/returns/{return_slug}/test_{return_slug}.py")
    )
    try:
        written = write(name, title or name.replace("_", " ").capitalize())
    except CanNotScaffold as error:
        refuse(f"{error}.")
    for path in written:
        typer.echo(path.relative_to(CHECKOUT))
    typer.echo(f"Next: replace every TODO until {test} passes, then `make docs`.")
