"""Rules of one field, from the standard's declaration of it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from expectations.file_records import Bools, FileRecords, is_valid, marks
from expectations.rule import Rule
from transforms.domain.codelist import Codelist
from transforms.domain.issue import Severity, issue_type
from transforms.domain.kind_patterns import form_of
from transforms.domain.standard import HORIZON_YEARS, Field, FieldKind, Requirement

_UNREADABLE = {
    FieldKind.DATE: "date-unparseable",
    FieldKind.INTEGER: "number-unparseable",
    FieldKind.DECIMAL: "number-unparseable",
    FieldKind.RANGE: "number-unparseable",
    FieldKind.BOOLEAN: "boolean-unparseable",
}
EPOCH = date(1970, 1, 1)
_WORDS = {
    "date-unparseable": "a valid date",
    "number-unparseable": "a number",
    "boolean-unparseable": "yes or no",
}


def field_rules(field: Field, *, is_point: bool = False) -> list[Rule]:
    """Return the rules that the declaration of `field` makes."""
    rules = []
    if field.is_essential or field.requirement is Requirement.MUST:
        rules.append(published(field))
    if field.kind in _UNREADABLE:
        rules.append(readable(field))
    if field.kind is FieldKind.RANGE:
        rules.append(whole(field))
    if field.codelist:
        rules.append(listed(field, field.codelist))
    if form := form_of(field):
        rules.append(well_formed(field, *form))
    if field.max_length:
        rules.append(short_enough(field))
    if is_point:
        rules.append(placed(field))
    elif field.kind is FieldKind.DATE:
        rules.append(in_time(field))
    elif field.minimum is not None or field.maximum is not None:
        rules.append(in_range(field))
    return rules


def published(field: Field) -> Rule:
    """Return the rule that a field which the standard requires is not blank."""
    return _rule(
        field,
        "published",
        "value-missing",
        f"{field.name} is not blank.",
        "ExpectColumnValuesToNotBeNull",
        measure=partial(_where_given, field.name),
        tested=_everywhere,
        records="every record",
    )


def readable(field: Field) -> Rule:
    """Return the rule that what is published can be read as the kind of value that it should be."""
    code = _UNREADABLE[field.kind]
    return _rule(
        field,
        "readable",
        code,
        f"{field.name} is {_WORDS[code]}.",
        "ExpectColumnValuesToBeNull",
        measure=partial(_where_unreadable, field.name),
        tested=partial(_is_given, field.name),
    )


def listed(field: Field, codelist: Codelist) -> Rule:
    """Return the rule that a code is one of its list, or, where a cell may hold several, that each of them is."""
    if field.separator:
        return _rule(
            field,
            "listed",
            "code-unknown",
            f"Every value in {field.name} is one of {codelist.words}.",
            "ExpectColumnValuesToBeNull",
            measure=partial(_where_unreadable, field.name),
            tested=partial(_is_given, field.name),
            facts={"text": "One of the values"},
        )
    return _rule(
        field,
        "listed",
        "code-unknown",
        f"{field.name} is one of {codelist.words}.",
        "ExpectColumnValuesToBeInSet",
        {"value_set": [code.code for code in codelist.readable]},
        facts={"text": "The text"},
    )


def well_formed(field: Field, form: str, words: str) -> Rule:
    """Return the rule that a text has the form of what it names."""
    return _rule(
        field,
        "well_formed",
        "value-malformed",
        f"{field.name} is {words}.",
        "ExpectColumnValuesToMatchRegex",
        {"regex": form},
        facts={"expected": words},
    )


def short_enough(field: Field) -> Rule:
    """Return the rule that a text is no longer than the standard allows."""
    return _rule(
        field,
        "short_enough",
        "value-malformed",
        f"{field.name} has at most {field.max_length} characters.",
        "ExpectColumnValueLengthsToBeBetween",
        {"max_value": field.max_length},
        facts={"expected": f"at most {field.max_length} characters"},
    )


def in_range(field: Field) -> Rule:
    """Return the rule that a number is within its field's bounds."""
    words = _bounds(field)
    return _rule(
        field,
        "in_range",
        "value-out-of-range",
        f"{field.name} is {words}.",
        "ExpectColumnValuesToBeBetween",
        {"min_value": field.minimum, "max_value": field.maximum},
        facts={"expected": words},
    )


def in_time(field: Field) -> Rule:
    """Return the rule that a day is one on which what the field tells can have been or can be."""
    latest = "the day of the check" if field.is_past else f"{HORIZON_YEARS} years after the day of the check"
    words = f"from {field.earliest.day} {field.earliest:%B %Y} to {latest}"
    return _rule(
        field,
        "in_time",
        "value-out-of-range",
        f"{field.name} is a day {words}.",
        "ExpectColumnValuesToBeNull",
        measure=partial(_where_out_of_time, field),
        tested=partial(_is_read, field.name),
        facts={"expected": f"a day {words}"},
    )


def whole(field: Field) -> Rule:
    """Return the rule that a count is a whole number, or a range of two."""
    return _rule(
        field,
        "whole",
        "value-malformed",
        f"{field.name} is a whole number, or two for a range.",
        "ExpectColumnValuesToBeNull",
        measure=partial(_where_in_parts, field.name),
        tested=partial(_is_read, field.name),
        facts={"expected": "a whole number"},
    )


def placed(field: Field) -> Rule:
    """Return the rule that a coordinate is half of a point that lies where it can."""
    words = "a point in the authority's area, or at least in Great Britain"
    return _rule(
        field,
        "placed",
        "value-out-of-range",
        f"{field.name} places the record at {words}.",
        "ExpectColumnValuesToBeNull",
        measure=_where_misplaced,
        tested=partial(_is_given, field.name),
        facts={"expected": words},
    )


def _bounds(field: Field) -> str:
    if field.maximum is None:
        return f"at least {field.minimum:g}"
    return f"at most {field.maximum:g}" if field.minimum is None else f"from {field.minimum:g} to {field.maximum:g}"


def severity_of(code: str, field: Field) -> Severity:
    """Return the severity of an issue on `field`."""
    kind = issue_type(code)
    return Severity.CRITICAL if field.is_essential and kind.essential_is_critical else kind.severity


def _rule(
    field: Field,
    predicate: str,
    code: str,
    sentence: str,
    expectation: str,
    arguments: Mapping[str, object] = MappingProxyType({}),
    *,
    measure: Callable[[FileRecords], pa.Array] | None = None,
    tested: Callable[[FileRecords], Bools] | None = None,
    facts: Mapping[str, object] = MappingProxyType({}),
    records: str = "",
) -> Rule:
    """Return a rule on the values of a field, or with `measure` on what that makes of them."""
    name = f"{field.name}.{predicate}"
    return Rule(
        name=name,
        sentence=sentence,
        expectation=expectation,
        arguments=arguments,
        column=name if measure else field.name,
        code=code,
        severity=severity_of(code, field),
        field=field.name,
        fields=(field.name,),
        measure=measure,
        tested=tested,
        facts=facts,
        records=records,
    )


def _where_given(field: str, records: FileRecords) -> pa.Array:
    return marks(records.is_given(field))


def _where_unreadable(field: str, records: FileRecords) -> pa.Array:
    return marks(records.file.unreadable[field])


def _where_out_of_time(field: Field, records: FileRecords) -> pa.Array:
    days, as_at = records.days(field.name).to_numpy(zero_copy_only=False), records.file.as_at
    latest = None if as_at is None else as_at if field.is_past else date(as_at.year + HORIZON_YEARS, 12, 31)
    too_late = np.zeros(len(days), dtype=bool) if latest is None else days > (latest - EPOCH).days
    return marks((days < (field.earliest - EPOCH).days) | too_late)


def _where_in_parts(field: str, records: FileRecords) -> pa.Array:
    numbers = (records.numbers(field), records.range_ends(field))
    parts = [np.mod(values.to_numpy(zero_copy_only=False), 1) for values in numbers]
    return marks(np.nan_to_num(parts[0]) + np.nan_to_num(parts[1]) > 0)


def _is_read(field: str, records: FileRecords) -> Bools:
    return is_valid(records.values(field))


def _where_misplaced(records: FileRecords) -> pa.Array:
    return marks(records.file.misplaced)


def _is_given(field: str, records: FileRecords) -> Bools:
    return records.is_given(field)


def _everywhere(records: FileRecords) -> Bools:
    return np.ones(records.file.table.num_rows, dtype=bool)
