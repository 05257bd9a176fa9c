"""The returns page: every return, its switches and every cell, as declared."""

from collections.abc import Sequence

from transforms.domain.statutory_return import BySwitch, Cell, StatutoryReturn
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


def _definition(definition: StatutoryReturn) -> str:
    switches = [
        (f"`{switch.name}`", switch.default, ", ".join(switch.choices) or "a whole number", switch.description)
        for switch in definition.switches
    ]
    cells = [(f"`{cell.name}`", cell.label, _origin(cell)) for cell in definition.cells]
    reads = ", ".join(f"`{slug}`" for slug in definition.reads)
    rates = [(f"`{one.name}`", one.label) for one in definition.indicators]
    return f"""## {definition.title} (`{definition.slug}`)

{definition.code}, for {definition.department}. {definition.basis} One {definition.period_kind}; \
version {definition.version}; due {definition.deadline.words}. Reads {reads}. {definition.note}

{markdown_table(("Switch", "Default", "Choices", "Meaning"), switches) if switches else "No switches." + chr(10)}
{markdown_table(("Indicator", "Meaning"), rates)}
{markdown_table(("Cell", "Words of the form", "Origin"), cells)}"""


def _origin(cell: Cell) -> str:
    rule = cell.origin
    if isinstance(rule, str):
        return rule
    if isinstance(rule, BySwitch):
        return "; ".join(f"{origin} with {rule.switch}={value}" for value, origin in rule.origins)
    return f"{rule.if_true} where {rule.fact.replace('_', ' ')}, else {rule.if_false}"
