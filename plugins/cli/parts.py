"""`confirm`, `dispute` and `declare`: what an authority says of its part of a round."""

from typing import Annotated

import typer

from plugins.cli.acting import By, PartAuthority, Why, acting
from plugins.cli.console import refuse
from plugins.cli.declared import gss_of
from plugins.cli.options import PeriodName, ReturnName

LeftOut = Annotated[
    list[str] | None,
    typer.Option(
        "--except", metavar="CELL=WHY", help="Leave this cell out, with the reason; may be given several times."
    ),
]


def confirm(
    slug: ReturnName,
    period: PeriodName,
    authority: PartAuthority,
    cells: Annotated[str, typer.Option("--cells", metavar="SHA256", help="The cells; `round show` has their hash.")],
    by: By,
    left_out: LeftOut = None,
) -> None:
    """Confirm an authority's cells, all or all but some. If they have changed since, nothing is recorded.

    Exit status: 0 confirmed; 2 could not be carried out.
    """
    reasons = [_cell_and_reason(text) for text in left_out or ()]
    address = (slug, period, gss_of(authority))
    with acting(by) as actor:
        from plugins.submissions.parts import confirm_cells, read_part

        confirm_cells(actor.connection, actor.archive, actor.access, address, cells, reasons, actor.day)
        state = read_part(actor.connection, actor.archive, actor.access, address, actor.day).part.state
    typer.echo(f"{'/'.join(address)}: {state}.")


def dispute(
    slug: ReturnName,
    period: PeriodName,
    authority: PartAuthority,
    cell: Annotated[str, typer.Option(metavar="CELL", help="The cell.")],
    why: Why,
    by: By,
    value: Annotated[str | None, typer.Option(metavar="NUMBER", help="The value that it should have.")] = None,
) -> None:
    """Dispute a cell of an authority.

    Exit status: 0 recorded; 2 could not be carried out.
    """
    address = (slug, period, gss_of(authority))
    with acting(by) as actor:
        from plugins.submissions.parts import dispute_cells

        cells = [{"cell": cell, "why": why, "value": value}]
        dispute_cells(actor.connection, actor.archive, actor.access, address, cells, actor.day)
    typer.echo(f"{'/'.join(address)}: {cell} is disputed.")


def declare(
    slug: ReturnName,
    period: PeriodName,
    authority: PartAuthority,
    cell: Annotated[str, typer.Option(metavar="CELL", help="The cell.")],
    value: Annotated[str, typer.Option(metavar="NUMBER", help="The value, or nil for “there is none”.")],
    why: Why,
    by: By,
    until: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="For following periods too, until this day.")
    ] = None,
) -> None:
    """Declare a value of a cell that published data can't give.

    Exit status: 0 recorded; 2 could not be carried out.
    """
    address = (slug, period, gss_of(authority))
    declaration = {"cell": cell, "value": value, "why": why, "until": until}
    with acting(by) as actor:
        from plugins.submissions.parts import declare_cell

        declare_cell(actor.connection, actor.archive, actor.access, address, declaration, actor.day)
    typer.echo(f"{'/'.join(address)}: {cell} is declared.")


def accept(
    slug: ReturnName,
    period: PeriodName,
    authority: PartAuthority,
    cell: Annotated[str, typer.Option(metavar="CELL", help="The cell.")],
    why: Why,
    by: By,
) -> None:
    """Accept a council's value of a cell, for the data team: one person proposes it, a second agrees.

    The value of a dispute takes the place of ours once a second person has run this. A value that the council declared
    for a blank cell needs no second person; agreeing to it shows that the data team has looked.

    Exit status: 0 recorded; 2 could not be carried out.
    """
    address = (slug, period, gss_of(authority))
    with acting(by) as actor:
        from plugins.submissions import declared_values
        from plugins.submissions.parts import cell_named, read_part

        stated = cell_named(read_part(actor.connection, actor.archive, actor.access, address, actor.day), cell)
        if stated.origin == "declared" and stated.state != "disputed":
            act, words = declared_values.agree_to_declaration, "agreed to"
        elif stated.acceptance_by:
            act, words = declared_values.accept_value, "accepted"
        else:
            act, words = declared_values.propose_acceptance, "proposed to be accepted, by a second person"
        act(actor.connection, actor.archive, actor.access, address, cell, why, actor.day)
    typer.echo(f"{'/'.join(address)}: what the council says of {cell} is {words}.")


def _cell_and_reason(text: str) -> dict[str, str]:
    cell, sign, why = text.partition("=")
    if not sign:
        refuse(f"“{text}” has no reason; write --except CELL=WHY.")
    return {"cell": cell, "why": why}
