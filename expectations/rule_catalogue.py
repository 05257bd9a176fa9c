"""The rule catalogue: every rule that published files and assembled returns are held against, a sentence each."""

from collections.abc import Sequence

from expectations.check_return import rules_of
from expectations.consistency_rules import words_of
from expectations.history_rules import RHYTHM, history_rules
from expectations.rule import Rule
from expectations.share_rules import share_rules
from expectations.standard_fit import fit_rules
from expectations.suites import RULES_VERSION, column_rules, suite_for
from transforms.domain.standard import DatasetStandard, Edition
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.reference import GENERATED, markdown_table

HEADING = ("Rule", "What is true of good data", "Issue", "Severity", "Tested")


def rule_catalogue(standards: Sequence[DatasetStandard], returns: Sequence[StatutoryReturn]) -> str:
    """Return the rule catalogue as Markdown."""
    pages = "\n".join([*map(_standard, standards), *map(_return, returns)])
    return f"""{GENERATED}
# Rules

What must hold of a published file, standard by standard and edition by edition, and of an assembled return. Every rule
is run by Great Expectations and comes out as *passed*, *failed* or *not applicable*, with the reason; what breaks it is
found as the issue named beside it, which the [issue register](issue-register.md) explains. Rules over several fields
are not tested on a record that lacks one of them. These are the rules of version {RULES_VERSION}.

{pages}"""


def _standard(standard: DatasetStandard) -> str:
    editions = "\n".join(_edition(standard, edition) for edition in standard.editions)
    over_time = [_row(rule, _between_files(rule)) for rule in history_rules(standard)]
    after = f"### From file to file\n\n{markdown_table(HEADING, over_time)}" if over_time else ""
    return f"## {standard.title} (`{standard.slug}`)\n\n{editions}\n{after}"


def _edition(standard: DatasetStandard, edition: Edition) -> str:
    rows = [_row(rule, "the file") for rule in (*fit_rules(standard), *column_rules(edition))]
    rows += [_row(rule, _records(rule)) for rule in suite_for(standard, edition)]
    rows += [_row(rule, _shares(rule)) for rule in share_rules(standard, edition)]
    return f"### {edition.name} edition\n\n{markdown_table(HEADING, rows)}"


def _row(rule: Rule, tested: str) -> tuple[str, ...]:
    return (f"`{rule.name}`", rule.sentence, f"`{rule.code}`", rule.severity, tested)


def _records(rule: Rule) -> str:
    """Return which records a rule is tested on, in words."""
    names = list(dict.fromkeys(name.split(".")[0] for name in rule.tested))
    if rule.code == "value-missing":
        return "every record" if "which" not in rule.facts else str(rule.facts["which"]).replace("a record", "records")
    if rule.code == "total-disagrees" and len(rule.fields) > 2 and "÷" not in rule.sentence:
        return f"records with `{rule.field}` and any of the others"
    linked = f", where the {words_of(rule.linked)} of the authority are known" if rule.linked else ""
    own = " and ".join(f"`{name}`" for name in (rule.fields if len(rule.fields) > 1 else names))
    return f"records with {own}{linked}"


def _shares(rule: Rule) -> str:
    return "all usable records" if rule.code == "column-sparse" else f"all values in `{rule.field}`"


def _between_files(rule: Rule) -> str:
    return "the files' days" if rule.name == RHYTHM else "records of the file before"


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
    return f"## Return: {definition.title} (`{definition.slug}`)\n\n{table}"
