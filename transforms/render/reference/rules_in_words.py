"""Declared rules over several fields, each as a sentence that is true of good data."""

from collections.abc import Sequence

from transforms.domain.declared_rule import (
    AddsUp,
    Agrees,
    AtMost,
    Covers,
    Divides,
    InOrder,
    NotAfter,
    OnlyWhen,
    PublishedWhen,
    RefersTo,
    Rule,
    SmallNumber,
    Together,
)


def rule_in_words(rule: Rule) -> str:
    """Return a rule as a sentence, field names as code."""
    match rule:
        case InOrder(earlier, later):
            return f"`{later}` is not before `{earlier}`."
        case NotAfter(day, limit):
            return f"`{day}` is not after `{limit}`."
        case Together(first, second):
            return f"`{first}` and `{second}` are both filled in or both blank."
        case AtMost(lower, upper):
            return f"`{lower}` is not more than `{upper}`."
        case PublishedWhen(field, when, codes, unless):
            return f"`{field}` is filled in where `{when}` is {'not ' if unless else ''}{_either(codes)}."
        case OnlyWhen(field, when, codes):
            return f"`{field}` is filled in only where `{when}` is {_either(codes)}."
        case _:
            return _of_sums_and_links(rule)


def _of_sums_and_links(rule: Rule) -> str:
    match rule:
        case Agrees(uri, label, codelist):
            return f"`{label}`, where it is a word of the list `{codelist.slug}`, is the word for `{uri}`."
        case AddsUp():
            return f"{_sum(rule)}, to within {rule.tolerance:g}."
        case SmallNumber(field, least):
            return f"`{field}` is 0 or at least {least}."
        case Divides(quotient, dividend, divisor, tolerance):
            return f"`{quotient}` is `{dividend}` ÷ `{divisor}`, to within {tolerance:g}."
        case RefersTo(field, standard, key):
            return f"`{field}` is the `{key}` of a record that the same authority publishes under `{standard}`."
        case Covers(field, least_pct, others):
            fields = " or ".join(f"`{name}`" for name in (field, *others))
            return f"{f'At least {least_pct:g} %' if least_pct < 100 else 'All'} of a file's records have {fields}."
        case _:
            raise LookupError(f"no words for {type(rule).__name__}")


def _sum(rule: AddsUp) -> str:
    """Return a sum as an equation in words."""
    parts = " + ".join(f"`{part}`" for part in rule.parts) + "".join(f" − `{part}`" for part in rule.less)
    if isinstance(rule.total, str):
        return f"`{rule.total}` is {'at least ' if rule.at_most else ''}{parts}"
    return f"{parts} is {'at most ' if rule.at_most else ''}{rule.total:g}"


def _either(codes: Sequence[str]) -> str:
    named = [f"`{code}`" for code in codes]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
