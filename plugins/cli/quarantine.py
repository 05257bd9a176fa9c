"""`quarantine` and `collect-now`: files that wait for a person, and a source collected without waiting for its day."""

from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.acting import By, Why, acting
from plugins.cli.declared import declared_standard, gss_of

if TYPE_CHECKING:
    from plugins.storage.warehouse.quarantine import QuarantinedFile

EXAMPLE = "brownfield_land --authority E07000223 --sha256 SHA256 --by carol"
app = typer.Typer(help="List quarantined files; accept or refuse one.")
Standard = Annotated[str, typer.Argument(metavar="STANDARD", help="The dataset standard of the file.")]
Publisher = Annotated[str, typer.Option("--authority", metavar="GSS", help="The authority that publishes it.")]
Sha256 = Annotated[str, typer.Option("--sha256", metavar="SHA256", help="The file; `quarantine list` has it.")]


@app.command("list", epilog="\b\nExample:\n  council-returns quarantine list --by carol")
def list_files(by: By) -> None:
    """List the quarantined files that a person sees, and what was decided about them.

    Exit status: 0 listed; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.source_acts import list_quarantined_files

        files = list_quarantined_files(actor.connection, actor.access, actor.day)
    for file in files:
        typer.echo(_line(file))
    if not files:
        typer.echo("No file is quarantined.")


@app.command(epilog=f"\b\nExample:\n  council-returns quarantine accept {EXAMPLE} --why 'They split the register'")
def accept(slug: Standard, authority: Publisher, sha256: Sha256, why: Why, by: By) -> None:
    """Accept a quarantined file: it is in use from the next collection on, which is asked for at once.

    Exit status: 0 recorded; 2 could not be carried out.
    """
    _decide(slug, authority, sha256, why, by, "accepted")


@app.command(epilog=f"\b\nExample:\n  council-returns quarantine refuse {EXAMPLE} --why 'Half of it is missing'")
def refuse(slug: Standard, authority: Publisher, sha256: Sha256, why: Why, by: By) -> None:
    """Refuse a quarantined file: it is not used, however long the source publishes it.

    Exit status: 0 recorded; 2 could not be carried out.
    """
    _decide(slug, authority, sha256, why, by, "refused")


def collect_now(slug: Standard, authority: Publisher, why: Why, by: By) -> None:
    """Collect a source of one authority now, through the scheduler, whether it is due or not.

    Exit status: 0 asked for; 2 could not be carried out.
    """
    source = (declared_standard(slug).slug, gss_of(authority))
    with acting(by) as actor:
        from plugins.storage.register import load_register
        from plugins.submissions.source_acts import request_collection

        register = load_register(actor.connection, actor.settings)
        number = request_collection(actor.connection, actor.access, source, register, why, actor.day)
    typer.echo(f"Request {number}: {source[0]} of {source[1]} will be collected now.")


def _decide(slug: str, authority: str, sha256: str, why: str, by: str, decision: str) -> None:
    source = (declared_standard(slug).slug, gss_of(authority))
    with acting(by) as actor:
        from plugins.submissions.source_acts import decide_on_file

        decide_on_file(actor.connection, actor.access, source, sha256, decision, why, actor.day)
    typer.echo(f"{source[0]} of {source[1]}: the file {sha256[:12]} is {decision}.")


def _line(file: "QuarantinedFile") -> str:
    before = f", after {file.last_valid_rows:,} on {file.last_valid_on}" if file.last_valid_rows is not None else ""
    status = f"{file.decision}: {file.why}" if file.decision else "nobody has decided"
    return (
        f"{file.standard} of {file.authority_gss}: {file.rows_usable:,} records since {file.first_on}{before} "
        f"({status})\n   {file.sha256}"
    )
