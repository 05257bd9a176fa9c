"""`sources proposals`, `sources accept` and `sources refuse`: what people decide about what discovery found."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli import sources
from plugins.cli.console import refuse
from plugins.cli.deployed import open_configured_deployment
from plugins.cli.options import ReasonGiven, YourName

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from plugins.storage.warehouse.proposals import Proposal

app = sources.app  # a proposal is a source that waits for a person

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The proposal; see `sources proposals`.")]
EXAMPLE = "7 --why 'Their own page' --by 'A. Officer'"


@app.command(epilog="\b\nExample:\n  council-returns sources proposals")
def proposals(
    decided: Annotated[bool, typer.Option("--decided", help="Also those that somebody has decided about.")] = False,
) -> None:
    """List the sources that discovery proposes: what it found, why, and how well the columns match."""
    with open_configured_deployment() as deployment, deployment.transaction() as connection:
        from plugins.storage.warehouse.proposals import load_proposals

        for proposal in load_proposals(connection):
            if decided or not proposal.decision:
                typer.echo(_line(proposal))


@app.command(epilog=f"\b\nExample:\n  council-returns sources accept {EXAMPLE}")
def accept(number: Number, why: ReasonGiven, by: YourName) -> None:
    """Accept a proposal: its address becomes a source, collected from the next collection on.

    Exit status: 0 saved; 2 could not be carried out.
    """
    from transforms.registers.source_changes import ChangeRefused, SourceAct, SourceChange, check_change

    with open_configured_deployment() as deployment:
        from plugins.storage.register import register_in_force
        from plugins.storage.warehouse.proposals import ACCEPTED, record_decision
        from plugins.storage.warehouse.source_changes import record_source_change

        proposal = _open_proposal(deployment, number)
        change = SourceChange(
            SourceAct.ADD, proposal.authority_gss, proposal.standard, proposal.url, datetime.now(UTC).date(), by, why,
            proposal.kind, "", proposal.format, proposal.licence,
        )  # fmt: skip
        try:
            check_change(register_in_force(deployment), change)
        except ChangeRefused as error:
            refuse(str(error))
        with deployment.transaction() as connection:
            record_decision(connection, proposal, ACCEPTED, by, why)
            record_source_change(connection, change, f"proposal {number}")
    typer.echo(f"Added: {proposal.url}, of {proposal.authority_gss} for {proposal.standard}.")


@app.command("refuse", epilog=f"\b\nExample:\n  council-returns sources refuse {EXAMPLE}")
def refuse_proposal(number: Number, why: ReasonGiven, by: YourName) -> None:
    """Refuse a proposal: it is not proposed again.

    Exit status: 0 saved; 2 could not be carried out.
    """
    if not why.strip() or not by.strip():
        refuse("Every decision says who takes it and why.")
    with open_configured_deployment() as deployment:
        from plugins.storage.warehouse.proposals import REFUSED, record_decision

        proposal = _open_proposal(deployment, number)
        with deployment.transaction() as connection:
            record_decision(connection, proposal, REFUSED, by, why)
    typer.echo(f"Refused: {proposal.url}.")


def _open_proposal(deployment: "Deployment", number: int) -> "Proposal":
    from plugins.storage.warehouse.proposals import load_proposals

    with deployment.transaction() as connection:
        by_number = {proposal.id: proposal for proposal in load_proposals(connection)}
    if number not in by_number:
        refuse(f"There is no proposal {number}; `council-returns sources proposals` lists them.")
    proposal = by_number[number]
    if proposal.decision:
        refuse(f"Proposal {number} has already been {proposal.decision} by {proposal.decided_by}.")
    return proposal


def _line(proposal: "Proposal") -> str:
    decision = f" ({proposal.decision} by {proposal.decided_by})" if proposal.decision else ""
    licence = proposal.licence or "no licence stated"
    where = f"{proposal.standard}  {proposal.authority_gss}  {proposal.kind}  {proposal.url}"
    return f"{proposal.id}  {where}{decision}\n   {proposal.why}; {licence}"
