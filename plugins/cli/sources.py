"""`sources list|add|try|pause|resume|end|diff`: where councils publish, changed without a new edition of the program.

The register in the repository is the reviewed base. Changes are kept in the warehouse, each with who made it and why;
`diff` gives them as a patch of the register for review.
"""

import difflib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import day_named, refuse
from plugins.cli.declared import gss_of
from plugins.cli.deployed import open_configured_deployment
from plugins.cli.options import ReasonGiven, YourName
from transforms.domain.authority import SourceKind

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Source
    from transforms.registers.source_changes import SourceAct, SourceChange

app = typer.Typer(help="List, add, try, pause, resume or end the sources of councils, and give the changes as a patch.")

Standard = Annotated[str, typer.Argument(metavar="STANDARD", help="The dataset standard.")]
Authority = Annotated[str, typer.Option("--authority", metavar="GSS", help="The authority that publishes it.")]
Url = Annotated[str, typer.Option("--url", metavar="URL", help="The address.")]
Day = Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="The day from which it holds; today.")]
Kind = Annotated[SourceKind, typer.Option("--kind", help="What the address leads to.")]
Pattern = Annotated[str, typer.Option("--pattern", help="Of a listing: the files to take, such as '*spend*.csv'.")]
EXAMPLE = "spending_over_500 --authority E07000223 --url https://council.gov.uk/spend.csv"
PERSON = "--why 'Found on their page' --by 'A. Officer'"


@app.command("list", epilog="\b\nExample:\n  council-returns sources list --authority E07000223")
def list_sources(
    standard: Annotated[str | None, typer.Argument(metavar="STANDARD", help="Only of this dataset standard.")] = None,
    authority: Annotated[str | None, typer.Option("--authority", metavar="GSS", help="Only of this one.")] = None,
    ended: Annotated[bool, typer.Option("--ended", help="Also those that have ended.")] = False,
) -> None:
    """List the sources in force, the register's and those changed since, one a line."""
    gss = gss_of(authority) if authority else None
    with open_configured_deployment() as deployment:
        from plugins.storage.register import register_in_force

        register = register_in_force(deployment)
    for source in register:
        is_wanted = standard in (None, source.standard) and gss in (None, source.authority_gss)
        if is_wanted and source.url and (ended or source.until is None or source.until > _today()):
            typer.echo(_line(source))


@app.command(epilog=f"\b\nExample:\n  council-returns sources add {EXAMPLE} {PERSON}")
def add(
    standard: Standard,
    authority: Authority,
    url: Url,
    why: ReasonGiven,
    by: YourName,
    kind: Kind = SourceKind.FILE,
    pattern: Pattern = "",
    licence: Annotated[str, typer.Option("--licence", help="Such as OGL-UK-3.0; blank where none is stated.")] = "",
    day: Day = None,
) -> None:
    """Add a source; it is collected from the next collection on.

    Exit status: 0 saved; 2 could not be carried out.
    """
    from transforms.registers.source_changes import SourceAct

    change = _change(SourceAct.ADD, standard, authority, url, why, by, day, kind, pattern, licence)
    typer.echo(f"Added: {_saved(change)}")


@app.command("try", epilog=f"\b\nExample:\n  council-returns sources try {EXAMPLE} {PERSON}")
def try_source(
    standard: Standard,
    authority: Authority,
    url: Url,
    why: ReasonGiven,
    by: YourName,
    kind: Kind = SourceKind.FILE,
    pattern: Pattern = "",
) -> None:
    """Fetch an address once, as a collection would, and say what comes; nothing is collected.

    Exit status: 0 a file of the standard comes; 1 something else, or nothing; 2 could not be carried out.
    """
    from transforms.registers.source_changes import SourceAct

    change = _change(SourceAct.TRY, standard, authority, url, why, by, None, kind, pattern, "")
    with open_configured_deployment() as deployment:
        from plugins.pipeline.discover.try_source import try_address

        samples = try_address(deployment.settings, change.url, is_listing=kind is SourceKind.LISTING, pattern=pattern)
        words = "; ".join(sample.words(standard) for sample in samples)
        _record(deployment, change, words)
    for sample in samples:
        typer.echo(sample.words(standard))
    raise typer.Exit(0 if samples and all(sample.standard == standard for sample in samples) else 1)


@app.command(epilog=f"\b\nExample:\n  council-returns sources pause {EXAMPLE} --why 'Moving house' --by 'A. Officer'")
def pause(standard: Standard, authority: Authority, url: Url, why: ReasonGiven, by: YourName, day: Day = None) -> None:
    """Pause a source: it is not asked until it is resumed, and its last valid file stays in use.

    Exit status: 0 saved; 2 could not be carried out.
    """
    from transforms.registers.source_changes import SourceAct

    typer.echo(f"Paused: {_saved(_change(SourceAct.PAUSE, standard, authority, url, why, by, day))}")


@app.command(epilog=f"\b\nExample:\n  council-returns sources resume {EXAMPLE} {PERSON}")
def resume(standard: Standard, authority: Authority, url: Url, why: ReasonGiven, by: YourName, day: Day = None) -> None:
    """Resume a paused source.

    Exit status: 0 saved; 2 could not be carried out.
    """
    from transforms.registers.source_changes import SourceAct

    typer.echo(f"Resumed: {_saved(_change(SourceAct.RESUME, standard, authority, url, why, by, day))}")


@app.command(epilog=f"\b\nExample:\n  council-returns sources end {EXAMPLE} {PERSON}")
def end(standard: Standard, authority: Authority, url: Url, why: ReasonGiven, by: YourName, day: Day = None) -> None:
    """End a source: it is not asked from the day on, and its files leave the set of several.

    Exit status: 0 saved; 2 could not be carried out.
    """
    from transforms.registers.source_changes import SourceAct

    typer.echo(f"Ended: {_saved(_change(SourceAct.END, standard, authority, url, why, by, day))}")


@app.command(epilog="\b\nExample:\n  council-returns sources diff > sources.patch")
def diff() -> None:
    """Print the changes to the register as a patch of transforms/registers/sources.csv for review.

    Exit status: 0 there is no change; 1 there is; 2 could not be carried out.
    """
    from transforms.registers import sources, write_sources
    from transforms.registers.publishing import by_authority

    with open_configured_deployment() as deployment:
        from plugins.storage.register import register_in_force

        base = write_sources(sources(deployment.settings.sources)).decode()
        changed = write_sources(sorted(register_in_force(deployment), key=by_authority)).decode()
    path = "transforms/registers/sources.csv"
    lines = difflib.unified_diff(base.splitlines(True), changed.splitlines(True), f"a/{path}", f"b/{path}")
    text = "".join(lines)
    typer.echo(text, nl=False)
    raise typer.Exit(1 if text else 0)


def _change(
    act: "SourceAct",
    standard: str,
    authority: str,
    url: str,
    why: str,
    by: str,
    day: str | None = None,
    kind: SourceKind = SourceKind.FILE,
    pattern: str = "",
    licence: str = "",
) -> "SourceChange":
    """Return a change as it was asked for; refuse what can't be meant."""
    from transforms.registers.documents import DOCUMENTS
    from transforms.registers.source_changes import SourceChange
    from transforms.standards import STANDARDS

    if standard not in {declared.slug for declared in STANDARDS} | set(DOCUMENTS):
        refuse(f"There is no dataset standard {standard}; `council-returns standards` lists them.")
    if not url.startswith(("http://", "https://")):
        refuse(f"“{url}” is not a web address.")
    if pattern and kind is not SourceKind.LISTING:
        refuse("Only a listing has a pattern: use --kind listing.")
    holds_from = day_named(day, "--day") if day else _today()
    return SourceChange(act, gss_of(authority), standard, url, holds_from, by, why, kind, pattern, "", licence)


def _saved(change: "SourceChange") -> str:
    with open_configured_deployment() as deployment:
        _record(deployment, change, "")
    return f"{change.url}, of {change.authority_gss} for {change.standard}, from {change.day}."


def _record(deployment: "Deployment", change: "SourceChange", outcome: str) -> None:
    """Save a change that can be made of the register as it is."""
    from plugins.storage.register import register_in_force
    from plugins.storage.warehouse.source_changes import record_source_change
    from transforms.registers.source_changes import ChangeRefused, check_change

    try:
        check_change(register_in_force(deployment), change)
    except ChangeRefused as error:
        refuse(str(error))
    with deployment.transaction() as connection:
        record_source_change(connection, change, outcome)


def _line(source: "Source") -> str:
    facts = [source.standard, source.authority_gss, source.url]
    facts += [f"{source.kind} {source.pattern}".strip()] if source.kind is not SourceKind.FILE else []
    facts += [f"ended {source.until}"] if source.until else []
    facts += [f"paused: {source.paused}"] if source.paused else []
    return "  ".join(facts)


def _today() -> date:
    return datetime.now(UTC).date()
