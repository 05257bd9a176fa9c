"""`audit verify` and `audit show`: whether the audit trail holds, and the story of something in it."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import note, refuse
from plugins.cli.deployed import open_configured_deployment

if TYPE_CHECKING:
    from transforms.audit import AuditHead

app = typer.Typer(help="Verify the audit trail, or show what it says of a return, an authority, a cell or a person.")


@app.command(epilog="\b\nExample:\n  council-returns audit verify")
def verify(
    head: Annotated[
        str | None, typer.Option(metavar="NUMBER:HASH", help="A published head, which has to be in the trail.")
    ] = None,
) -> None:
    """Recompute every hash of the audit trail, and name the first entry that does not hold.

    Exit status: 0 the trail holds; 1 it does not; 2 could not be carried out.
    """
    expected = _published_head(head) if head else None
    with open_configured_deployment() as deployment, deployment.transaction() as connection:
        from plugins.storage.warehouse.audit_trail import stream_entries
        from transforms.audit import verify_trail

        outcome = verify_trail(stream_entries(connection), expected)
    if outcome.broken is not None:
        typer.echo(f"Entry {outcome.broken.number} does not hold: {outcome.broken.reason}.")
        raise typer.Exit(1)
    typer.echo(f"The audit trail holds: {outcome.head.number} entries, head {outcome.head.hash}.")


@app.command(epilog="\b\nExample:\n  council-returns audit show --subject planning_matters/2025-Q1/E07000223")
def show(
    subject: Annotated[
        str | None, typer.Option(help="A return, a round, a part, an authority, a cell or a person; all by default.")
    ] = None,
    after: Annotated[int, typer.Option(metavar="NUMBER", help="Only entries after this one.")] = 0,
) -> None:
    """Show entries of the audit trail as sentences.

    Exit status: 0 shown; 2 could not be carried out.
    """
    with open_configured_deployment() as deployment, deployment.transaction() as connection:
        from plugins.storage.warehouse.audit_trail import search_entries
        from plugins.storage.warehouse.people import load_names
        from transforms.audit.stories import entry_sentence

        names = load_names(connection)
        for entry in (entries := search_entries(connection, subject, after=after)):
            typer.echo(entry_sentence(entry, names))
    if not entries:
        note("There is no such entry in the audit trail.")


def _published_head(text: str) -> "AuditHead":
    from transforms.audit import AuditHead

    parts = re.fullmatch(r"([0-9]+):([0-9a-f]{64})", text.strip())
    if parts is None:
        refuse(f"“{text}” is not a head; write its number, a colon and its hash of 64 digits.")
    return AuditHead(int(parts[1]), parts[2])
