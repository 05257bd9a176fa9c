"""`standards`, `returns` and `authorities`: the declarations, listed, and looked up by the name that a user gave."""

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import refuse

MOST_GUESSES, ALIKE = 3, 0.6

if TYPE_CHECKING:
    from transforms.domain.period import Period
    from transforms.domain.standard import DatasetStandard
    from transforms.domain.statutory_return import StatutoryReturn


def standards() -> None:
    """List the dataset standards: slug, title, editions and fields."""
    from transforms.standards import STANDARDS

    for standard in STANDARDS:
        editions = ", ".join(f"{edition.name} edition ({len(edition.fields)} fields)" for edition in standard.editions)
        typer.echo(f"{standard.slug:<24}{standard.title}; {standard.frequency}; {editions}")


def returns() -> None:
    """List the returns: slug, title, what they read, their period and their switches."""
    from transforms.returns import RETURNS

    for definition in RETURNS:
        read_returns = [reads.definition.slug for reads in definition.reads_returns]
        reads = ", ".join((*definition.standards, *read_returns))
        typer.echo(f"{definition.slug:<24}{definition.title}; for each {definition.period_kind}; reads {reads}")
        for switch in definition.switches:
            choices = " or ".join(switch.choices) or "a number"
            typer.echo(f"{'':<24}--set {switch.name}={switch.default} ({choices}): {switch.description}")


def authorities(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="Part of a name or code.")] = None,
    ended: Annotated[bool, typer.Option("--ended", help="Include authorities that have ended.")] = False,
) -> None:
    """List the authorities: GSS code, three-letter code, nation, class and name."""
    from transforms.registers import authorities as register

    today = datetime.now().astimezone().date()
    query = " ".join(words or ()).casefold()
    for body in sorted(set(register().values()), key=lambda body: body.gss):
        line = f"{body.gss}  {body.code:<6}{body.nation:<18}{body.authority_class:<26}{body.name}"
        if query in line.casefold() and (ended or body.in_being(today)):
            typer.echo(line)


def declared_standard(slug: str) -> "DatasetStandard":
    """Return the dataset standard that the user named."""
    from transforms.standards import STANDARDS, standard

    try:
        return standard(slug)
    except LookupError as error:
        refuse(_with_guess(error, slug, [declared.slug for declared in STANDARDS]))


def declared_return(slug: str) -> "StatutoryReturn":
    """Return the statutory return that the user named."""
    from transforms.returns import RETURNS, statutory_return

    try:
        return statutory_return(slug)
    except LookupError as error:
        refuse(_with_guess(error, slug, [definition.slug for definition in RETURNS]))


def period_of(definition: "StatutoryReturn", text: str) -> "Period":
    """Return the period that the user named, if it is of the return's kind."""
    from transforms.domain.period import KINDS, parse_period, quarter_of

    try:
        period = parse_period(text)
    except ValueError as error:
        refuse(f"{error}.")
    if not isinstance(period, KINDS[definition.period_kind]):
        kind = f"{'an' if definition.period_kind[0] in 'aeiou' else 'a'} {definition.period_kind}"
        refuse(f"{definition.slug} is for {kind}, and “{text}” is not {kind}.")
    if definition.period_kind == "assessment year" and period.last != quarter_of(period.last).last:
        refuse(f"An assessment year is named by the last day of its last quarter, such as 2025-09-30, not “{text}”.")
    return period


def gss_of(code: str) -> str:
    """Return the GSS code of the authority that the user named by any of its codes."""
    from transforms.registers import authority
    from transforms.registers.search import find, near

    try:
        return authority(code).gss
    except LookupError as error:
        bodies = list(dict.fromkeys([*(match.authority for match in find(code)), *near(code)]))[:MOST_GUESSES]
        guesses = " or ".join(f"{body.name} ({body.gss})" for body in bodies)
        refuse(f"“{code}” is not a code of any authority: did you mean {guesses}?" if guesses else in_words(error))


def _with_guess(error: Exception, slug: str, slugs: Sequence[str]) -> str:
    """Return the message of an error about a name, with the names that are nearly the same instead of all."""
    guesses = get_close_matches(slug.casefold().replace("-", "_"), slugs, n=MOST_GUESSES, cutoff=ALIKE)
    if not guesses:
        return in_words(error)
    return f"{in_words(error).split('; choose one of')[0]}: did you mean {' or '.join(guesses)}?"


def is_total(definition: "StatutoryReturn", code: str) -> bool:
    """Return whether a code is that of an area over which the return is added up, such as E92000001."""
    return definition.total_area(code) is not None


def in_words(error: Exception) -> str:
    """Return the message of an error."""
    return str(error.args[0]) if error.args else str(error)
