"""A good record of any edition of any standard, made of its declaration."""

from collections.abc import Iterator, Mapping

from tests.expectations.records import BY_EDITION
from transforms.domain.codelist import Codelist
from transforms.domain.declared_rule import AddsUp, Agrees, AtMost, Divides, NotFew, OnlyWhen
from transforms.domain.standard import Coordinates, DatasetStandard, Edition, Field, Kind
from transforms.issue_table import EXAMPLES

POINTS = {"WGS84": ("-1.082693", "52.961695"), "OSGB36": ("461700", "340800")}
PLAIN = {
    **EXAMPLES,
    Kind.DATE: "2025-03-31",
    Kind.BOOLEAN: "yes",
    Kind.EMAIL: "info@example.gov.uk",
    Kind.URI: "http://opendatacommunities.org/id/district-council/adur",
}


def good_record(standard: DatasetStandard, edition: Edition) -> dict[str, str]:
    """Return one record that breaks no rule of an edition."""
    if known := BY_EDITION.get((standard.slug, edition.name)):
        return dict(known)
    foreign = marks_of_others(standard, edition)
    record = {field.name: good_value(field) for field in edition.fields if field.name not in foreign}
    if standard.coordinates:
        record |= _point(standard.coordinates, edition)
    for rule in standard.rules:
        match rule:
            case Agrees(uri, label, codelist) if uri in record and label in record:
                code = next(code for code in codelist.codes if code.label)
                record |= {uri: code.code, label: code.label}
            case OnlyWhen(field, when, codes) if field in record and when in record:
                record[when] = codes[0]
            case AtMost(lower, upper) if lower in record and upper in record:
                record |= {lower: "1", upper: "1"}
            case NotFew(field, least) if field in record:
                record[field] = str(least)
            case Divides(quotient, dividend, divisor) if record.keys() >= {quotient, dividend, divisor}:
                record |= dict.fromkeys((quotient, dividend, divisor), "1")
            case _:
                pass
    record |= _sums(standard, record)
    for rule in standard.rules:
        match rule:
            case AtMost(lower, upper) if lower in record and upper in record:
                record[upper] = max(record[lower], record[upper], key=float)
            case Divides(quotient, dividend, divisor) if record.keys() >= {quotient, dividend, divisor}:
                record[quotient] = f"{float(record[dividend]) / float(record[divisor]):g}"
    return record


def marks_of_others(standard: DatasetStandard, edition: Edition) -> set[str | None]:
    """Return the fields that make a file one of another edition, though this one may declare them too."""
    return {other.recognised_by for other in standard.editions} - {edition.recognised_by}


def good_value(field: Field) -> str:
    """Return a text that the field may hold."""
    if field.codelist:
        return first_code(field.codelist)
    if field.example:
        return field.example
    if field.pattern:
        raise LookupError(f"{field.name} has a pattern and no example that shows it")
    if field.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.RANGE):
        return f"{max(field.minimum or 0, min(12, field.maximum or 12)):g}"
    return PLAIN.get(field.kind, f"Some {field.name}"[: field.max_length or 100])


def first_code(codelist: Codelist) -> str:
    return codelist.codes[0].code


def _point(coordinates: Coordinates, edition: Edition) -> dict[str, str]:
    """Return a point in the system that is assumed where none is named."""
    names = {field.name for field in edition.fields}
    x, y = POINTS["OSGB36" if coordinates.default_system == "OSGB36" else "WGS84"]
    point = {coordinates.x: x, coordinates.y: y}
    if coordinates.system:
        point[coordinates.system] = coordinates.default_system
    return {name: text for name, text in point.items() if name in names}


def _sums(standard: DatasetStandard, record: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of sums: nought, save what is divided by, and shares of a whole, which are even."""
    divisors = {rule.divisor for rule in standard.rules if isinstance(rule, Divides)}
    values: dict[str, float] = {
        name: int(name in divisors) for rule in _sums_of(standard, record) for name in (*rule.parts, *rule.less)
    }
    for rule in _sums_of(standard, record):
        if not isinstance(rule.total, str):
            values |= dict.fromkeys(rule.parts, rule.total / len(rule.parts))
    for _ in range(len(values)):  # as often as totals can be parts of totals
        for rule in _sums_of(standard, record):
            if isinstance(rule.total, str):
                total = sum(values[part] for part in rule.parts) - sum(values[part] for part in rule.less)
                values[rule.total] = max(total, values.get(rule.total, total)) if rule.at_most else total
    return {name: f"{value:g}" for name, value in values.items()}


def _sums_of(standard: DatasetStandard, record: Mapping[str, str]) -> Iterator[AddsUp]:
    for rule in standard.rules:
        total = (rule.total,) if isinstance(rule, AddsUp) and isinstance(rule.total, str) else ()
        if isinstance(rule, AddsUp) and record.keys() >= {*total, *rule.parts, *rule.less}:
            yield rule
