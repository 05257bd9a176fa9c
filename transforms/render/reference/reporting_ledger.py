"""The page of the reporting ledger: what the forms ask, what would fill the rest, and what is asked more than once."""

from collections.abc import Sequence

from transforms.domain.standard import DatasetStandard
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.reference import GENERATED, markdown_table
from transforms.reporting_ledger.facts import repeated_facts
from transforms.reporting_ledger.forms import FormContent, form_content


def reporting_ledger_page(returns: Sequence[StatutoryReturn], standards: Sequence[DatasetStandard]) -> str:
    """Return the page as Markdown."""
    contents = [form_content(definition) for definition in returns]
    forms = [(f"`{content.definition.slug}`", str(content.cells), str(content.derivable)) for content in contents]
    facts = [
        (fact.words, ", ".join(f"`{source.name}` of `{source.slug}`" for source in fact.sources))
        for fact in repeated_facts(returns, standards)
    ]
    gaps = "\n".join(_gaps_of(content) for content in contents if content.gaps)
    return f"""{GENERATED}
# Reporting ledger

No council reports the same data twice. This page says what each form asks and how much of it published data can fill,
what would have to be published to fill the rest, and which facts more than one return or dataset asks for. The portal
shows the same with figures at `/ledger`, for each council at `/ledger/<GSS>`; so does `council-returns ledger`.

{markdown_table(("Return", "Cells on the form", "Cells that published data can fill"), forms)}
## What would fill the rest

{gaps}
## Asked for more than once

{markdown_table(("Fact", "Asked for by"), facts) if facts else "Nothing." + chr(10)}"""


def _gaps_of(content: FormContent) -> str:
    rows = [(str(len(group.cells)), group.reason, group.missing_data or "–") for group in content.gaps]
    heading = f"### {content.definition.title} (`{content.definition.slug}`)"
    return f"{heading}\n\n{markdown_table(('Cells', 'Why nothing published holds them', 'To be published'), rows)}"
