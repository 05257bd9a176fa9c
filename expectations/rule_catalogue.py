"""The rule catalogue: every rule that published files and assembled returns are held against, a sentence each."""

from collections.abc import Sequence

from expectations.check_return import rules_of
from expectations.history_rules import history_rules
from expectations.rule import Rule
from expectations.share_rules import share_rules
from expectations.standard_fit import fit_rules
from expectations.suites import RULES_VERSION, column_rules, suite_for
from transforms.domain.standard import DatasetStandard, Edition
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.reference import GENERATED, INDEX, markdown_table

HEADING = ("Rule", "What is true of good data", "Issue", "Severity", "Tested")


def rule_catalogue(standards: Sequence[DatasetStandard], returns: Sequence[StatutoryReturn]) -> dict[str, str]:
    """Return the rule catalogue as pages of Markdown by file name: an index, one for each standard and each return."""
    of_standards = {f"{standard.slug}.md": GENERATED + _standard(standard) for standard in standards}
    of_returns = {f"returns/{definition.slug}.md": GENERATED + _return(definition) for definition in returns}
    index = f"""{GENERATED}
# Rules

What must hold of a published file, standard by standard and edition by edition, and of an assembled return. Every rule
is run by Great Expectations and comes out as *passed*, *failed* or *not applicable*, with the reason; what breaks it is
found as the issue named beside it, which the [issue register](../issue-register.md) explains. Rules over several fields
are not tested on a record that lacks one of them. These are the rules of version {RULES_VERSION}.

{markdown_table(("Dataset", "Editions"), [_line(standard) for standard in standards])}
{markdown_table(("Return",), [(f"[{definition.title}](returns/{definition.slug}.md)",) for definition in returns])}"""
    return {INDEX: index, **of_standards, **of_returns}


def _line(standard: DatasetStandard) -> tuple[str, str]:
    editions = ", ".join(edition.name for edition in standard.editions)
    return (f"[{standard.title}]({standard.slug}.md)", editions)


def _standard(standard: DatasetStandard) -> str:
    editions = "\n".join(_edition(standard, edition) for edition in standard.editions)
    over_time = [_row(rule) for rule in history_rules(standard)]
    after = f"\n## From file to file\n\n{markdown_table(HEADING, over_time)}" if over_time else ""
    return f"""
# Rules: {standard.title} (`{standard.slug}`)

What the fields mean: [data dictionary](../data-dictionary/{standard.slug}.md).

{editions}{after}"""


def _edition(standard: DatasetStandard, edition: Edition) -> str:
    rules = (*fit_rules(standard), *column_rules(edition), *suite_for(standard, edition))
    rows = [_row(rule) for rule in (*rules, *share_rules(standard, edition))]
    return f"## {edition.name} edition\n\n{markdown_table(HEADING, rows)}"


def _row(rule: Rule) -> tuple[str, ...]:
    fields = " and ".join(f"`{name}`" for name in rule.fields)
    return (f"`{rule.name}`", rule.sentence, f"`{rule.code}`", rule.severity, rule.records or f"records with {fields}")


def _return(definition: StatutoryReturn) -> str:
    rows = [
        (
            f"`{rule.name}`",
            f"{rule.sentence}.",
            f"`{rule.code}`",
            "fails the return" if rule.code in definition.failing_reasons else "exception",
        )
        for rule in rules_of(definition)
    ]
    table = (
        markdown_table(("Check", "What is true of a good return", "Reason", "Effect"), rows) if rows else "No checks.\n"
    )
    listed = [(f"`{reason.name}`", f"{reason.sentence}.", reason.fix) for reason in definition.reasons]
    exceptions = markdown_table(("Exception", "What is so", "What to do"), listed)
    return f"""
# Checks on the {definition.kind}: {definition.title} (`{definition.slug}`)

{table}
## Exceptions

{exceptions}"""
