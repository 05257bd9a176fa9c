"""Rules that hold one thing against another that says the same: a word, a sum, a record of a linked standard."""

from expectations.rule import Rule
from transforms.domain.declared_rule import AddsUp, Agrees, Divides, RefersTo
from transforms.domain.issue import Severity


def agrees(declared: Agrees) -> Rule:
    """Return the rule that a label is not the list's word for another address than the one beside it."""
    label, uri = declared.label, declared.uri
    column, name = f"{label}.agrees.{uri}", f"{label}.agrees_with.{uri}"
    return Rule(
        name=name,
        sentence=f"{label}, where it is a word of the list, is the word for {uri}.",
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"column": column, "min_value": 1},
        columns=(column,),
        code="label-disagrees",
        severity=Severity.WARNING,
        field=label,
        fields=(label, uri),
        tested=(column,),
        facts={"uri": uri, "rule": name},
    )


def adds_up(declared: AddsUp) -> Rule:
    """Return the rule that a total is the sum of its parts, or no less than it."""
    name, column = sum_name(declared), f"{field_of(declared)}.excess.{sum_name(declared)}"
    statement = _statement(declared)
    return Rule(
        name=name,
        sentence=f"{statement}, to within {declared.tolerance:g}.",
        expectation="ExpectColumnValuesToBeBetween",
        arguments={
            "column": column,
            "min_value": -declared.tolerance,
            "max_value": None if declared.at_most else declared.tolerance,
        },
        columns=(column,),
        code="total-disagrees",
        severity=Severity.WARNING,
        field=field_of(declared),
        fields=tuple(dict.fromkeys((field_of(declared), *declared.parts, *declared.less))),
        tested=(column,),
        facts={
            "statement": statement.replace(" is ", " should be ", 1),
            "tolerance": f"{declared.tolerance:g}",
            "rule": name,
        },
    )


def _statement(declared: AddsUp) -> str:
    """Return a sum in words; a number stands on the right."""
    parts = " + ".join(declared.parts) + "".join(f" − {part}" for part in declared.less)
    if isinstance(declared.total, str):
        return f"{declared.total} is {'at least ' if declared.at_most else ''}{parts}"
    return f"{parts} is {'at most ' if declared.at_most else ''}{declared.total:g}"


def divides(declared: Divides) -> Rule:
    """Return the rule that a quotient is that of the two fields beside it."""
    name, statement = quotient_name(declared), f"{declared.quotient} is {declared.dividend} ÷ {declared.divisor}"
    return Rule(
        name=name,
        sentence=f"{statement}, to within {declared.tolerance:g}.",
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"column": name, "min_value": -declared.tolerance, "max_value": declared.tolerance},
        columns=(name,),
        code="total-disagrees",
        severity=Severity.WARNING,
        field=declared.quotient,
        fields=(declared.quotient, declared.dividend, declared.divisor),
        tested=(name,),
        facts={
            "statement": statement.replace(" is ", " should be ", 1),
            "tolerance": f"{declared.tolerance:g}",
            "rule": name,
        },
    )


def refers_to(declared: RefersTo) -> Rule:
    """Return the rule that a reference is the key of a record that the same authority publishes."""
    column, name = f"{declared.field}.known.{declared.standard}", f"{declared.field}.refers_to.{declared.standard}"
    records = words_of(declared.standard)
    return Rule(
        name=name,
        sentence=f"{declared.field} is the {declared.key} of one of the {records} of the same authority.",
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"column": column, "min_value": 1},
        columns=(column,),
        code="reference-unknown",
        severity=Severity.WARNING,
        field=declared.field,
        fields=(declared.field,),
        tested=(column,),
        facts={"records": records, "key": declared.key, "rule": name},
        linked=declared.standard,
    )


def field_of(declared: AddsUp) -> str:
    """Return the field on which a wrong sum is reported: the total, or the first part where that is a number."""
    return declared.total if isinstance(declared.total, str) else declared.parts[0]


def sum_name(declared: AddsUp) -> str:
    """Return the name of the rule on a sum, which tells two on one total apart."""
    parts = "+".join(declared.parts) + "".join(f"-{part}" for part in declared.less)
    total = "" if isinstance(declared.total, str) else f"={declared.total:g}"
    return f"{field_of(declared)}.{'at_least' if declared.at_most else 'sum_of'}.{parts}{total}"


def quotient_name(declared: Divides) -> str:
    """Return the name of the rule on a quotient, and of the column that it tests."""
    return f"{declared.quotient}.quotient_of.{declared.dividend}/{declared.divisor}"


def words_of(slug: str) -> str:
    """Return what a standard is about, in words: `developer_agreements` as developer agreements."""
    return slug.replace("_", " ")
