"""Suites: the rules of a dataset standard, derived from its declaration."""

from expectations.field_rules import field_rules, severity_of
from expectations.key_rules import key_rules
from expectations.rule import Rule, rule_of
from expectations.share_rules import share_rules
from expectations.standard_fit import fit_rules
from transforms.domain.standard import DatasetStandard, Edition, Requirement

RULES_VERSION = "3.3"


def every_rule(standard: DatasetStandard, edition: Edition) -> tuple[Rule, ...]:
    """Return all rules of one edition: on the file, its columns, its records, the share of records or values."""
    return (
        *fit_rules(standard),
        *column_rules(edition),
        *suite_for(standard, edition),
        *share_rules(standard, edition),
    )


def suite_for(standard: DatasetStandard, edition: Edition) -> tuple[Rule, ...]:
    """Return the rules of one edition: field by field in the standard's order, then those over several fields."""
    names = {field.name for field in edition.fields}
    points = (standard.coordinates.x, standard.coordinates.y) if standard.coordinates else ()
    rules = [rule for field in edition.fields for rule in field_rules(field, is_point=field.name in points)]
    required = {rule.field for rule in rules if rule.code == "value-missing"}
    declared = [rule_of(test) for declared in standard.rules for test in declared.tests()]
    for rule in (*key_rules(standard), *declared):
        is_required_anyway = rule.code == "value-missing" and rule.field in required
        if names.issuperset(rule.fields) and not is_required_anyway:
            rules.append(rule)
    return tuple(rules)


def column_rules(edition: Edition) -> tuple[Rule, ...]:
    """Return, for every field that the standard says a file must or should have, that it has the column.

    The column that the edition is told by is there, or the file would be of another.
    """
    return tuple(
        Rule(
            name=f"{field.name}.column",
            sentence=f"The file has a column {field.name}.",
            expectation="ExpectColumnValuesToNotBeNull",
            arguments={},
            column=field.name,
            code="column-missing",
            severity=severity_of("column-missing", field),
            field=field.name,
            fields=(),
            records="the file",
        )
        for field in edition.fields
        if field.name != edition.recognised_by and (field.is_essential or field.requirement is not Requirement.MAY)
    )
