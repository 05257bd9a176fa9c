"""`suite`: the rules of a dataset standard as Great Expectations' own JSON, for people who work with that tool.

Known:  a rule reads a column of what `check --table` and more derive from a file (`CaseDate.order` says whether two
        dates are in order), not of the file as published; `meta` has its sentence, its name and its issue code.
"""

from typing import Annotated

import typer

from plugins.cli.console import refuse, write_out
from plugins.cli.declared import declared_standard
from plugins.cli.options import Output


def suite(
    standard: Annotated[str, typer.Argument(metavar="STANDARD", help="The dataset standard.")],
    edition: Annotated[
        str | None, typer.Option(metavar="NAME", help="An edition of the standard; default the newest.")
    ] = None,
    output: Output = None,
) -> None:
    """Write the rules of a dataset standard as a suite of Great Expectations, each with its sentence.

    Exit status: 0 written; 2 there is no such standard or edition.
    """
    from expectations.runner import suite_as_json
    from expectations.suites import every_rule

    declared = declared_standard(standard)
    try:
        of_edition = declared.edition(edition) if edition else declared.editions[0]
    except LookupError:
        names = ", ".join(other.name for other in declared.editions)
        refuse(f"{declared.slug} has no edition “{edition}”; it has {names}.")
    text = suite_as_json(f"{declared.slug} {of_edition.name}", every_rule(declared, of_edition))
    write_out(iter([text.encode()]), output)
