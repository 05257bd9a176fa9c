"""The platform's commands, as the command line offers them: each prints for a person and returns its exit status."""

from dataclasses import replace
from pathlib import Path

from rich.console import Console

from plugins.platform import lifecycle
from plugins.platform.faults import PlatformFault

DONE, NOT_SO, NOT_CARRIED_OUT = 0, 1, 2
INTERRUPTED = 130


def up() -> int:
    """Start PostgreSQL, the object store, the portal and Airflow, and keep them running."""
    console = Console()
    try:
        with console.status("Starting") as living:
            here = lifecycle.up(progress=lambda words: living.update(f"Starting: {words}"))
    except PlatformFault as fault:
        return _refuse(fault)
    console.print("The platform is up.")
    console.print(f"Portal           {here.portal}", highlight=False)
    console.print(f"User interface   {here.address}   user {here.user}, password {here.password}", highlight=False)
    console.print("Stop it with `make down` (or `council-returns down`).", highlight=False)
    return DONE


def down() -> int:
    """Stop the platform."""
    try:
        was_running = lifecycle.down()
    except PlatformFault as fault:
        return _refuse(fault)
    Console().print("The platform is down." if was_running else "The platform was not running.")
    return DONE


def status() -> int:
    """Say how the platform is doing; 0 if all of it is well, 1 if not."""
    console = Console()
    here = lifecycle.status()
    for name, runs in here.processes.items():
        console.print(f"{name:<15} {'running' if runs else 'not running'}", highlight=False)
    for name, said in here.health.items():
        console.print(f"Airflow says    {name}: {said}", highlight=False)
    if here.portal:
        console.print(f"Portal          {here.portal}", highlight=False)
    if here.address:
        console.print(f"User interface  {here.address}   user {here.user}, password {here.password}", highlight=False)
    return DONE if here.is_up else NOT_SO


def run(real: Path | None = None, authorities: int = 36, seed: int = 1, standards: tuple[str, ...] = ()) -> int:
    """Play the main job on example publishers, start to finish; 0 only if every step of it worked."""
    from plugins.main_job.play import default_home, play
    from plugins.main_job.rehearsal import Plan

    if real is not None and not real.is_dir():
        return _refuse(PlatformFault(f"{real} is not a folder."))
    plan = Plan(authorities=authorities, seed=seed, real=real)
    try:
        account = play(replace(plan, standards=standards or plan.standards), default_home(), _wide_console())
    except PlatformFault as fault:
        return _refuse(fault)
    except KeyboardInterrupt:
        Console(stderr=True).print("council-returns: interrupted; nothing is left running.", highlight=False)
        return INTERRUPTED
    return DONE if account.is_whole else NOT_SO


def _wide_console() -> Console:
    """Return a console that is as wide as its terminal, or wide enough for the account in a log."""
    console = Console()
    return console if console.is_terminal else Console(width=160)


def _refuse(fault: PlatformFault) -> int:
    """Say in one sentence why a command could not be carried out."""
    Console(stderr=True).print(f"council-returns: {fault}", highlight=False, soft_wrap=True, markup=False)
    return NOT_CARRIED_OUT
