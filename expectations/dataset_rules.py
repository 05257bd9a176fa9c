"""Rules over several fields of a dataset, from the standard's declaration of them."""

from expectations.rule import Rule
from transforms.domain.issue import Severity
from transforms.domain.standard import AtMost, DatasetStandard, InOrder, NotAfter, Together

_SKIP = {"ignore_row_if": "either_value_is_missing"}


def dataset_rules(standard: DatasetStandard) -> list[Rule]:
    """Return the cross-field rules of `standard`, and that no record is published twice."""
    rules = [unique_key(standard)] if standard.key else []
    for declared in standard.rules:
        match declared:
            case InOrder(earlier, later):
                rules.append(in_order(earlier, later))
            case NotAfter(date, limit):
                rules.append(not_after(date, limit))
            case Together(first, second):
                rules.extend((published_with(first, second), published_with(second, first)))
            case AtMost():
                rules.append(at_most(declared))
    return rules


def unique_key(standard: DatasetStandard) -> Rule:
    """Return the rule that a record is published once: no newer or later row has the same key."""
    key = standard.key[0]
    return Rule(
        name=f"{key}.unique",
        sentence=f"No two records have the same {' and '.join(standard.key)}.",
        expectation="ExpectColumnValuesToBeInSet",
        arguments={"column": "superseded", "value_set": [False]},
        columns=("superseded",),
        code="row-duplicated",
        severity=Severity.CRITICAL,
        field=key,
        fields=standard.key,
        tested=(key,),
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
