"""`people`: who may do what; granting and ending roles."""

from datetime import date
from typing import Annotated

import typer

from plugins.cli.acting import By, Why, acting, person_named
from plugins.cli.console import day_named
from plugins.cli.deployed import open_configured_deployment

app = typer.Typer(help="List people and their roles; grant and end roles.")
Subject = Annotated[str, typer.Argument(metavar="SUBJECT", help="Whose role, as the identity provider names them.")]
Scope = Annotated[
    str,
    typer.Option(
        metavar="SCOPE", help="An authority's code; with a slash and a certifying role for a certifier; a return."
    ),
]


@app.command("list", epilog="\b\nExample:\n  council-returns people list")
def list_people() -> None:
    """List everybody with the roles that they hold or held.

    Exit status: 0 listed; 2 could not be carried out.
    """
    with open_configured_deployment() as deployment, deployment.transaction() as connection:
        from plugins.submissions.people import load_everybody

        for person, grants in load_everybody(connection):
            typer.echo(f"{person.id}. {person.subject}{f' ({person.name})' if person.name else ''}")
            for grant in grants:
                scope = f" of {grant.scope}" if grant.scope else ""
                until = f" until {grant.until}" if grant.until else ""
                typer.echo(f"   {grant.number}: {grant.role}{scope} since {grant.since}{until}")


@app.command(
    epilog="\b\nExample:\n  council-returns people grant ada officer --scope E07000223 --by bob --why 'New in post'"
)
def grant(
    subject: Subject,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="officer, certifier, collector, releaser, receiver, …")],
    by: By,
    why: Why,
    scope: Scope = "",
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="From this day; today by default.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Until this day.")] = None,
) -> None:
    """Grant a role to a person, who may not have signed in yet. Nobody grants a role to themselves.

    Exit status: 0 granted; 2 could not be carried out.
    """
    first = day_named(since, "--since") if since else None
    last = day_named(until, "--until") if until else None
    with acting(by) as actor:
        from plugins.submissions.people import grant_role

        person = person_named(actor.connection, actor.settings, subject)
        period: tuple[date, date | None] = (first or actor.day, last)
        number = grant_role(actor.connection, actor.access, person.id, (role, scope), period, why)
    typer.echo(f"Grant {number}: {subject} is {role}{f' of {scope}' if scope else ''}.")


@app.command(epilog="\b\nExample:\n  council-returns people end ada --grant 12 --by bob --why 'Has left'")
def end(
    subject: Subject,
    number: Annotated[int, typer.Option("--grant", metavar="NUMBER", help="The grant; `people list` has it.")],
    by: By,
    why: Why,
) -> None:
    """End a role of a person at once.

    Exit status: 0 ended; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.people import end_role

        person = person_named(actor.connection, actor.settings, subject)
        end_role(actor.connection, actor.access, person.id, number, actor.day, why)
    typer.echo(f"Grant {number} has ended.")
