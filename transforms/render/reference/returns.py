"""The returns page: every return, its switches and every cell, as declared."""

from collections.abc import Sequence

from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.reference import GENERATED, markdown_table


def returns_page(returns: Sequence[StatutoryReturn]) -> str:
    """Return the page of all returns as Markdown."""
    pages = "\n".join(_definition(definition) for definition in returns)
    return f"""{GENERATED}
# Returns

Every cell is declared once; its value and the records behind it (`council-returns trace`) come from that declaration.
Origins: *computed* from records; *inferred* with an assumption; *not-derivable*, no standard field holds it;
*no-data*, nothing usable was published. Only the first two have a value; the others are blank, never zero.

{pages}"""


def _kind(definition: StatutoryReturn) -> str:
    """Return what it is where it is no return, in words of their own."""
    return f"**{definition.kind_in_words}.** " if definition.kind_in_words else ""


def _definition(definition: StatutoryReturn) -> str:
    switches = [
        (
            f"`{switch.name}`",
            switch.default,
            ", ".join(switch.choices) or switch.form or "a whole number",
            switch.description,
        )
        for switch in definition.switches
    ]
    cells = [(f"`{cell.name}`", cell.label, cell.origin.declared()) for cell in definition.cells]
    returns = [reads.definition.slug for reads in definition.reads_returns]
    reads = ", ".join(f"`{slug}`" for slug in (*definition.standards, *returns))
    rates = [(f"`{indicator.name}`", indicator.label) for indicator in definition.indicators]
    return f"""## {definition.title} (`{definition.slug}`)

{_kind(definition)}{definition.code}, for {definition.department}. {definition.basis} One {definition.period_kind}; \
version {definition.version}; due {definition.deadline.words}. Reads {reads}. {definition.note}

{markdown_table(("Switch", "Default", "Choices", "Meaning"), switches) if switches else "No switches." + chr(10)}
{markdown_table(("Indicator", "Meaning"), rates) if rates else "No indicators." + chr(10)}
{markdown_table(("Cell", "Words of the form", "Origin"), cells)}"""
