"""`round`: the rounds of returns: listing, showing, planning, changing, freezing and closing one."""

from typing import Annotated

import typer

from plugins.cli.acting import By, Why, acting
from plugins.cli.console import refuse
from plugins.cli.declared import gss_of
from plugins.cli.options import PeriodName, ReturnName

EXAMPLE = "planning_matters --period 2025-Q1"
app = typer.Typer(help="List and show rounds; plan, change, freeze and close one.")
PartOf = Annotated[str | None, typer.Option("--authority", metavar="GSS", help="The part of this authority.")]
Days = Annotated[
    list[str],
    typer.Option("--day", metavar="NAME=YYYY-MM-DD", help="opens, freezes, releases_by or closes; several times."),
]


@app.command("list", epilog="\b\nExample:\n  council-returns round list --by ada")
def list_rounds(by: By) -> None:
    """List the rounds that a person sees.

    Exit status: 0 listed; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.rounds import list_rounds as visible_rounds

        for opened in visible_rounds(actor.connection, actor.archive, actor.access, actor.day):
            days = opened.round.days
            freezes = f", freezes {days.freezes}" if days else ""
            typer.echo(f"{opened.round.subject}: {opened.round.state}{freezes}")


@app.command(epilog=f"\b\nExample:\n  council-returns round show {EXAMPLE} --authority E07000223 --by ada")
def show(slug: ReturnName, period: PeriodName, by: By, authority: PartOf = None) -> None:
    """Show a round with the parts that a person sees, or one part with its cells.

    Exit status: 0 shown; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.parts import read_part, read_parts
        from plugins.submissions.rounds import read_visible_round
        from plugins.submissions.visibility import sees_part

        if authority:
            address = (slug, period, gss_of(authority))
            part = read_part(actor.connection, actor.archive, actor.access, address, actor.day).part
            typer.echo(f"{'/'.join(address)}: {part.state}, cells {part.cells_sha256}")
            for cell in part.cells:
                typer.echo(f"   {cell.cell}: {cell.value or '–'} ({cell.origin}, {cell.state})")
            return
        opened = read_visible_round(actor.connection, actor.archive, actor.access, slug, period, actor.day)
        typer.echo(f"{opened.round.subject}: {opened.round.state}")
        for gss, part in read_parts(actor.connection, actor.archive, opened).items():
            if sees_part(actor.access, gss, actor.day):
                typer.echo(f"   {gss}: {part.state}")


@app.command(epilog=f"\b\nExample:\n  council-returns round plan {EXAMPLE} --by carol --why 'By hand'")
def plan(slug: ReturnName, period: PeriodName, by: By, why: Why) -> None:
    """Plan a round, and open it if its day has come.

    Exit status: 0 done; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.rounds import plan_round

        opened = plan_round(actor.connection, actor.access, slug, period, why, actor.day)
    typer.echo(f"{opened.subject}: {opened.state}.")


@app.command(epilog=f"\b\nExample:\n  council-returns round freeze {EXAMPLE} --by carol --why 'All have answered'")
def freeze(slug: ReturnName, period: PeriodName, by: By, why: Why) -> None:
    """Freeze a round: what is proposed now is what will be released.

    Exit status: 0 done; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.rounds import freeze_round

        opened = freeze_round(actor.connection, actor.archive, actor.access, (slug, period), why, actor.day)
    typer.echo(f"{opened.subject}: {opened.state}.")


@app.command(
    epilog=f"\b\nExample:\n  council-returns round change {EXAMPLE} --day closes=2028-01-31 --by carol --why 'Longer'"
)
def change(slug: ReturnName, period: PeriodName, day: Days, by: By, why: Why) -> None:
    """Change days of a round; chases are several days, with commas between them, or none.

    Exit status: 0 done; 2 could not be carried out.
    """
    pairs = [text.partition("=") for text in day]
    names = ("opens", "chases", "freezes", "releases_by", "closes")
    if any(name not in names for name, _, _ in pairs):
        refuse(f"A day of a round is one of {', '.join(names)}; write --day closes=2028-01-31.")
    with acting(by) as actor:
        from plugins.submissions.rounds import change_round

        days = {name: [*filter(None, text.split(","))] if name == "chases" else text for name, _, text in pairs}
        opened = change_round(actor.connection, actor.access, slug, period, days, why)
    changed = ", ".join(f"{name} {text or 'none'}" for name, _, text in pairs)
    typer.echo(f"{opened.subject}: {changed}.")


@app.command(epilog=f"\b\nExample:\n  council-returns round chase {EXAMPLE} --by carol --why 'Five are missing'")
def chase(slug: ReturnName, period: PeriodName, by: By, why: Why) -> None:
    """Remind everybody who has not confirmed, in the next messages.

    Exit status: 0 done; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.chases import chase_round

        address = (slug, period)
        authorities = chase_round(actor.connection, actor.archive, actor.access, address, why, actor.day)
    typer.echo(f"{slug}/{period}: {', '.join(authorities)} will be reminded.")


@app.command(epilog=f"\b\nExample:\n  council-returns round close {EXAMPLE} --by carol --why 'Final'")
def close(slug: ReturnName, period: PeriodName, by: By, why: Why) -> None:
    """Close a round before its day: nothing can be revised afterwards.

    Exit status: 0 done; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.rounds import close_round

        opened = close_round(actor.connection, actor.access, slug, period, why)
    typer.echo(f"{opened.subject}: {opened.state}.")
