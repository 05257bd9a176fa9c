"""Rules over several fields of a dataset, from the standard's declaration of them."""

from expectations.conditional_rules import only_when, published_when, published_with
from expectations.consistency_rules import adds_up, agrees, divides, refers_to
from expectations.rule import Rule
from transforms.domain.declared_rule import (
    AddsUp,
    Agrees,
    AtMost,
    Divides,
    InOrder,
    NotAfter,
    OnlyWhen,
    PublishedWhen,
    RefersTo,
    SmallNumber,
    Together,
)
from transforms.domain.declared_rule import Rule as Declared
from transforms.domain.issue import Severity
from transforms.domain.listing import listed
from transforms.domain.standard import DatasetStandard, SharedKey

_SKIP = {"ignore_row_if": "either_value_is_missing"}


def dataset_rules(standard: DatasetStandard) -> list[Rule]:
    """Return the cross-field rules of `standard`, and that no record is published twice."""
    rules = [unique_key(standard)] if standard.unique_in else []
    if standard.shared_key:
        rules.append(distinct_reference(standard.shared_key))
    for declared in standard.rules:
        rules.extend(rules_of(declared))
    return rules


def rules_of(declared: Declared) -> tuple[Rule, ...]:
    """Return the rules on records that one declaration makes; what it says of whole columns is in `share_rules`."""
    match declared:
        case InOrder(earlier, later):
            return (in_order(earlier, later),)
        case NotAfter(date, limit):
            return (not_after(date, limit),)
        case Together(first, second):
            return (published_with(first, second), published_with(second, first))
        case AtMost():
            return (at_most(declared),)
        case PublishedWhen():
            return (published_when(declared),)
        case OnlyWhen():
            return (only_when(declared),)
        case Agrees():
            return (agrees(declared),)
        case AddsUp():
            return (adds_up(declared),)
        case SmallNumber(field, least):
            return (not_few(field, least),)
        case Divides():
            return (divides(declared),)
        case RefersTo():
            return (refers_to(declared),)
        case _:
            return ()


def unique_key(standard: DatasetStandard) -> Rule:
    """Return the rule that a record is published once: no newer or later row has the same key."""
    key, column = standard.key[0], f"{standard.key[0]}.superseded"
    names = listed(standard.unique_in)
    return Rule(
        name=f"{key}.unique",
        sentence=f"No two records have the same {names}.",
        expectation="ExpectColumnValuesToBeNull",
        arguments={"column": column},
        columns=(column,),
        code="row-duplicated",
        severity=Severity.CRITICAL,
        field=key,
        fields=standard.needed_to_compare,
        tested=(key,),
        facts={"key": names} if len(standard.unique_in) > 1 else {},
    )


def distinct_reference(shared: SharedKey) -> Rule:
    """Return the rule that records of their own have references of their own."""
    key, column = shared.fields[0], f"{shared.fields[0]}.repeated"
    names, differences = listed(shared.fields), listed(shared.differ_in, "or")
    return Rule(
        name=f"{key}.not_repeated",
        sentence=f"No two records that differ in {differences} have the same {names}.",
        expectation="ExpectColumnValuesToBeNull",
        arguments={"column": column},
        columns=(column,),
        code="reference-repeated",
        severity=Severity.WARNING,
        field=key,
        fields=shared.fields,
        tested=(key,),
        facts={"shared": names, "differ_in": differences},
    )


def in_order(earlier: str, later: str) -> Rule:
    """Return the rule that a later date is not before an earlier one."""
    return _dates(f"{later}.not_before.{earlier}", f"{later} is not before {earlier}", later, earlier, later)


def not_after(date: str, limit: str) -> Rule:
    """Return the rule that a date is not after the day of the extract."""
    return _dates(f"{date}.not_after.{limit}", f"{date} is not after {limit}", limit, date, date)


def _dates(name: str, words: str, greater: str, smaller: str, field: str) -> Rule:
    return Rule(
        name=name,
        sentence=f"{words}.",
        expectation="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={"column_A": greater, "column_B": smaller, "or_equal": True, **_SKIP},
        columns=(greater, smaller),
        code="dates-out-of-order",
        severity=Severity.WARNING,
        field=field,
        fields=(greater, smaller),
        tested=(greater, smaller),
        facts={"rule_text": words.replace(" is not ", " should not be "), "rule": name},
    )


def at_most(declared: AtMost) -> Rule:
    """Return the rule that a range does not end below its beginning."""
    upper, lower = declared.upper, declared.lower
    return Rule(
        name=f"{upper}.at_least.{lower}",
        sentence=f"{upper} is not less than {lower}.",
        expectation="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={"column_A": f"{upper}.end", "column_B": f"{upper}.beginning", "or_equal": True, **_SKIP},
        columns=(f"{upper}.end", f"{upper}.beginning"),
        code="value-out-of-range",
        severity=Severity.WARNING,
        field=upper,
        fields=(upper,),
        tested=(f"{upper}.end", f"{upper}.beginning"),
        facts={"expected": f"at least {lower}", "rule": "range"},
    )


def not_few(field: str, least: int) -> Rule:
    """Return the rule that a number is nought or large enough to single nobody out."""
    column = f"{field}.but_nought"
    return Rule(
        name=f"{field}.not_few",
        sentence=f"{field} is 0 or at least {least}.",
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"column": column, "min_value": least},
        columns=(column,),
        code="value-out-of-range",
        severity=Severity.WARNING,
        field=field,
        fields=(field,),
        tested=(column,),
        facts={"expected": f"0, or at least {least}, since fewer can be told one from another", "rule": "few"},
    )
