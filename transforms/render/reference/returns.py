"""The returns page: every return, its switches and every cell, as declared."""

from collections.abc import Sequence

from transforms.domain.standard import DatasetStandard
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.derivations import origin_in_words
from transforms.render.reference import GENERATED, markdown_table


def returns_page(returns: Sequence[StatutoryReturn], standards: Sequence[DatasetStandard]) -> str:
    """Return the page of all returns, and of the standards that each is made of, as Markdown."""
    pages = "\n".join(_definition(definition) for definition in returns)
    read_by = [(f"`{standard.slug}`", _readers(standard, returns)) for standard in standards]
    return f"""{GENERATED}
# Returns

Every cell is declared once; its value and the records behind it (`council-returns trace`) come from that declaration.
Origins: *computed* from records; *inferred* with an assumption; *declared* by the council; *not-derivable*, what is
published does not give it; *no-data*, nothing usable was published. The last two have no value: they are blank, never
zero.

## Which dataset is read by what

{markdown_table(("Dataset standard", "Read by"), read_by)}
{pages}"""


def _readers(standard: DatasetStandard, returns: Sequence[StatutoryReturn]) -> str:
    """Return the returns, statements and reconciliations that are made of a standard, or why there is none."""
    readers = [definition for definition in returns if standard.slug in definition.all_standards]
    named = (
        f"`{definition.slug}`" + (f" ({definition.kind})" if definition.kind_in_words else "") for definition in readers
    )
    return ", ".join(named) or standard.no_return


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
    cells = [(f"`{cell.name}`", cell.label, origin_in_words(definition, cell)) for cell in definition.cells]
    returns = [reads.definition.slug for reads in definition.reads_returns]
    reads = ", ".join(f"`{slug}`" for slug in (*definition.standards, *returns))
    rates = [(f"`{indicator.name}`", indicator.label) for indicator in definition.indicators]
    about = [
        ("Code", definition.code),
        ("Department", definition.department),
        ("Basis", definition.basis),
        ("Period", definition.period_kind),
        ("Due", definition.deadline.words),
        ("Owed by", definition.owed_by.value),
        ("Reads", reads),
        ("Version", definition.version),
    ]
    kind = f"**{definition.kind_in_words}.**\n\n" if definition.kind_in_words else ""
    return f"""## {definition.title} (`{definition.slug}`)

{kind}{definition.note}

{markdown_table(("", ""), about)}
{markdown_table(("Switch", "Default", "Choices", "Meaning"), switches) if switches else "No switches." + chr(10)}
{markdown_table(("Indicator", "Meaning"), rates) if rates else "No indicators." + chr(10)}
{_department(definition)}{markdown_table(("Cell", "Words of the form", "Origin"), cells)}"""


def _department(definition: StatutoryReturn) -> str:
    """Return where the department's own figures are found, and the lines that a file of them may hold."""
    if not definition.department_lines:
        return ""
    lines = [(f"`{line.name}`", line.label, line.unit, f"`{line.cell}`") for line in definition.department_lines]
    return f"""The department's own figures are a CSV `authority,period,line,value,unit`, given with `--beside`. \
{definition.department_source}

{markdown_table(("Line", "In words", "Unit", "Compared with"), lines)}
"""
