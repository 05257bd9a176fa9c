"""`discover`: what catalogues list that looks like a standard of ours, written down as proposals for people."""

from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import note, progress, refuse
from plugins.cli.declared import gss_of
from plugins.cli.deployed import open_configured_deployment

if TYPE_CHECKING:
    from transforms.domain.authority import Source
    from transforms.registers.catalogues import Catalogue


def discover(
    authority: Annotated[
        str | None, typer.Option("--authority", metavar="GSS", help="Only this authority, its own catalogue included.")
    ] = None,
    catalogue: Annotated[
        str | None, typer.Option("--catalogue", metavar="URL", help="Ask this catalogue instead of the usual ones.")
    ] = None,
) -> None:
    """Ask catalogues for datasets that look like a standard of ours, and propose those whose columns do.

    Nothing is collected: `sources accept` adds a proposed source, `sources refuse` keeps it from being proposed again.

    Exit status: 0 searched; 1 a catalogue could not be searched to its end; 2 could not be carried out.
    """
    if catalogue and not catalogue.startswith(("http://", "https://")):
        refuse(f"“{catalogue}” is not a web address.")
    gss = gss_of(authority) if authority else None
    with open_configured_deployment() as deployment:
        from plugins.pipeline.discover.propose_sources import discover as search
        from plugins.storage.register import register_in_force

        catalogues = _catalogues(register_in_force(deployment), gss, catalogue)
        progress(f"Asking {len(catalogues)} catalogues…")
        discovery = search(deployment, catalogues, gss)
    for proposal in discovery.proposals:
        typer.echo(f"{proposal.standard}  {proposal.authority_gss}  {proposal.url}\n  {proposal.why}")
    for problem in discovery.problems:
        note(problem)
    typer.echo(
        f"{len(discovery.proposals)} proposed, {len(discovery.dismissed)} looked into and dismissed, "
        f"of {discovery.files} files listed; `council-returns sources proposals` lists what is open."
    )
    raise typer.Exit(1 if discovery.problems else 0)


def _catalogues(register: "tuple[Source, ...]", gss: str | None, url: str | None) -> "list[Catalogue]":
    """Return whom to ask: the catalogue named, or the usual ones and those of the authority itself."""
    from transforms.registers.catalogues import Catalogue, catalogues, own_catalogues

    if url:
        return [Catalogue(url, url, gss or "")]
    own = own_catalogues(source for source in register if source.authority_gss == gss) if gss else []
    return [*catalogues(), *own]
