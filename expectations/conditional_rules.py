"""Rules on whether a field is published at all, given what another field of the record says."""

from expectations.rule import Rule
from transforms.domain.declared_rule import OnlyWhen, PublishedWhen
from transforms.domain.issue import Severity
from transforms.domain.listing import listed

_SKIP = {"ignore_row_if": "either_value_is_missing"}


def published_with(field: str, other: str) -> Rule:
    """Return the rule that a field is published where the field that it goes with is."""
    return Rule(
        name=f"{field}.published_with.{other}",
        sentence=f"{field} is published wherever {other} is.",
        expectation="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={"column_A": f"{field}.given", "column_B": f"{other}.given", "or_equal": True},
        columns=(f"{field}.given", f"{other}.given"),
        code="pair-incomplete",
        severity=Severity.WARNING,
        field=field,
        fields=(field, other),
        tested=(f"{other}.published",),
        facts={"first": other, "second": field},
    )


def published_when(declared: PublishedWhen) -> Rule:
    """Return the rule that a field is published where another says that it should be."""
    field, when = declared.field, declared.when
    condition = f"{when} is {'something else than ' if declared.unless else ''}{listed(declared.codes, 'or')}"
    called_for = f"{field}.called_for.{when}"
    name = f"{field}.published_when.{when}"
    return Rule(
        name=name,
        sentence=f"{field} is published wherever {condition}.",
        expectation="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={"column_A": f"{field}.given", "column_B": called_for, "or_equal": True, **_SKIP},
        columns=(f"{field}.given", called_for),
        code="value-missing",
        severity=Severity.WARNING,
        field=field,
        fields=(field, when),
        tested=(called_for,),
        facts={"which": f"a record whose {condition}", "rule": name},
    )


def only_when(declared: OnlyWhen) -> Rule:
    """Return the rule that a field is blank where another says that it has no place."""
    field, when = declared.field, declared.when
    condition = f"{when} is {listed(declared.codes, 'or')}"
    allowed = f"{field}.allowed.{when}"
    name = f"{field}.only_when.{when}"
    return Rule(
        name=name,
        sentence=f"{field} is published only where {condition}.",
        expectation="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={"column_A": allowed, "column_B": f"{field}.given", "or_equal": True, **_SKIP},
        columns=(allowed, f"{field}.given"),
        code="value-out-of-place",
        severity=Severity.WARNING,
        field=field,
        fields=(field, when),
        tested=(f"{field}.published", allowed),
        facts={"condition": condition, "when": when, "rule": name},
    )
