"""`up`, `down`, `status` and `run`: the embedded platform and the demonstration on it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import note, refuse
from plugins.cli.declared import declared_standard
from plugins.cli.deployed import platform_words

if TYPE_CHECKING:
    from rich.console import Console

DONE, NOT_SO = 0, 1
INTERRUPTED = 130


def up() -> None:
    """Start the platform and keep it running: PostgreSQL, the S3 store, the portal and Airflow."""
    with platform_words():
        from rich.console import Console

        from plugins.local.platform import lifecycle

        console = Console()
        with console.status("Starting") as living:
            here = lifecycle.up(progress=lambda words: living.update(f"Starting: {words}"))
    console.print("The platform is up.")
    console.print(f"Portal           {here.portal}", highlight=False)
    console.print(f"User interface   {here.address}   user {here.user}, password {here.password}", highlight=False)
    console.print("Stop it with `make down` (or `council-returns down`).", highlight=False)


def down() -> None:
    """Stop the platform."""
    with platform_words():
        from plugins.local.platform import lifecycle

        was_running = lifecycle.down()
    typer.echo("The platform is down." if was_running else "The platform was not running.")


def status() -> None:
    """Say how the platform is doing.

    Exit status: 0 all of it runs; 1 some of it does not.
    """
    with platform_words():
        from plugins.local.platform import lifecycle

        here = lifecycle.status()
    for name, runs in here.processes.items():
        typer.echo(f"{name:<15} {'running' if runs else 'not running'}")
    for name, said in here.health.items():
        typer.echo(f"Airflow says    {name}: {said}")
    if here.portal:
        typer.echo(f"Portal          {here.portal}")
    if here.address:
        typer.echo(f"User interface  {here.address}   user {here.user}, password {here.password}")
    raise typer.Exit(DONE if here.is_up else NOT_SO)


def run(
    real: Annotated[Path | None, typer.Option(metavar="DIR", help="Also publish these real files.")] = None,
    authorities: Annotated[int, typer.Option(min=1, help="How many example authorities publish.")] = 36,
    seed: Annotated[int, typer.Option(help="Which invented England.")] = 1,
    standard: Annotated[
        list[str] | None,
        typer.Option(metavar="SLUG", help="What is collected, or all; repeatable. Default: what the returns read."),
    ] = None,
) -> None:
    """Play the main job on example publishers, from start to finish.

    Exit status: 0 all of it worked; 1 some of it did not; 2 could not be carried out.
    """
    if real is not None and not real.is_dir():
        refuse(f"{real} is not a folder.")
    with platform_words():
        from plugins.local.demo.environment import Plan
        from plugins.local.demo.run_demo import default_home, play

        plan = Plan(authorities=authorities, seed=seed, real=real)
        plan = replace(plan, standards=_standards_named(standard or ()) or plan.standards)
        try:
            account = play(plan, default_home(), _wide_console())
        except KeyboardInterrupt:
            note("interrupted; nothing is left running.")
            raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(DONE if account.is_whole else NOT_SO)


def _standards_named(slugs: Sequence[str]) -> tuple[str, ...]:
    """Return the slugs of the standards that the user named, every one for `all`."""
    from transforms.standards import STANDARDS

    return (
        tuple(one.slug for one in STANDARDS) if "all" in slugs else tuple(declared_standard(one).slug for one in slugs)
    )


def _wide_console() -> "Console":
    """Return a console that is as wide as its terminal, or wide enough for the account in a log."""
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=160)
