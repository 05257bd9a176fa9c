"""`up`, `down`, `status` and `run`: the embedded platform and the demonstration on it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import note, refuse
from plugins.cli.declared import declared_standard
from plugins.cli.deployed import platform_errors

if TYPE_CHECKING:
    from rich.console import Console

    from plugins.local.platform.status import PlatformStatus

SUCCEEDED, FAILED = 0, 1
INTERRUPTED = 130


def up() -> None:
    """Start the platform and keep it running: PostgreSQL, the S3 store, the portal and Airflow.

    It collects from the councils of the register every day; the home of a demonstration only from example publishers.
    """
    with platform_errors():
        from rich.console import Console

        from plugins.local.platform import lifecycle

        console = Console()
        with console.status("Starting") as progress:
            status = lifecycle.up(progress=lambda message: progress.update(f"Starting: {message}"))
    revived = f"Started again, beside what went on running: {', '.join(status.started_again)}."
    for line in (
        "The platform is up.",
        *([revived] if status.started_again else []),
        *_addresses(status),
        "Stop it with `make down` (or `council-returns down`).",
    ):
        console.print(line, highlight=False, soft_wrap=True)


def down() -> None:
    """Stop the platform."""
    with platform_errors():
        from plugins.local.platform import lifecycle

        was_running = lifecycle.down()
    typer.echo("The platform is down." if was_running else "The platform was not running.")


def status() -> None:
    """Show whether each part of the platform is running.

    Exit status: 0 all parts are running; 1 some are not.
    """
    with platform_errors():
        from plugins.local.platform import lifecycle

        platform = lifecycle.status()
    for name, is_running in platform.processes.items():
        typer.echo(f"{name:<18} {'running' if is_running else 'not running'}")
    for name, health in platform.health.items():
        typer.echo(f"{'Airflow reports':<18} {name}: {health}")
    for line in _addresses(platform):
        typer.echo(line)
    raise typer.Exit(SUCCEEDED if platform.is_up else FAILED)


def run(
    real: Annotated[Path | None, typer.Option(metavar="DIR", help="Also publish these real files.")] = None,
    authorities: Annotated[int, typer.Option(min=1, help="How many example authorities publish.")] = 36,
    seed: Annotated[int, typer.Option(help="The seed of the invented England.")] = 1,
    standard: Annotated[
        list[str] | None,
        typer.Option(metavar="SLUG", help="A standard to collect, or all; repeatable. Default: those of the returns."),
    ] = None,
) -> None:
    """Run the demonstration: example publishers, collections and returns, from start to finish.

    Exit status: 0 all of it succeeded; 1 part of it failed; 2 could not be carried out.
    """
    if real is not None and not real.is_dir():
        refuse(f"{real} is not a folder.")
    with platform_errors():
        from plugins.local.demo.environment import DemoPlan
        from plugins.local.demo.run_demo import default_home, run_demo

        plan = DemoPlan(authorities=authorities, seed=seed, real=real)
        plan = replace(plan, standards=_standards_named(standard or ()) or plan.standards)
        try:
            summary = run_demo(plan, default_home(), _wide_console())
        except KeyboardInterrupt:
            note("interrupted; nothing is left running.")
            raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(SUCCEEDED if summary.is_complete else FAILED)


def _addresses(platform: "PlatformStatus") -> Iterator[str]:
    """Yield what the platform collects from, and where people open it."""
    if not platform.is_down:
        publishers = "its example publishers only" if platform.is_demonstration else "the councils of the register"
        yield f"{'Collects from':<18} {publishers}"
    if platform.portal:
        yield f"{'Portal':<18} {platform.portal}"
    if platform.address:
        yield f"{'Airflow':<18} {platform.address}   user {platform.user}, password {platform.password}"


def _standards_named(slugs: Sequence[str]) -> tuple[str, ...]:
    """Return the slugs of the standards that the user named, every one for `all`."""
    from transforms.standards import STANDARDS

    if "all" in slugs:
        return tuple(standard.slug for standard in STANDARDS)
    return tuple(declared_standard(slug).slug for slug in slugs)


def _wide_console() -> "Console":
    """Return a console that is as wide as its terminal, or wide enough for the summary in a log."""
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=160)
