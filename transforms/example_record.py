"""Example records: invented ones of any edition of any standard that break no rule, made of its declaration.

Known:  examples and code lists of the declaration come first; what neither gives is named after its field. Sums add up,
        a condition of another field is met, and records differ in their key.
"""

import re
from collections.abc import Mapping

from transforms.domain.standard import Coordinates, DatasetStandard, Edition, Field, FieldKind
from transforms.findings.issue_table import EXAMPLES

POINTS = {"WGS84": ("-1.082693", "52.961695"), "OSGB36": ("461700", "340800")}
PLAIN = {
    **EXAMPLES,
    FieldKind.DATE: "2025-03-31",
    FieldKind.BOOLEAN: "yes",
    FieldKind.EMAIL: "info@example.gov.uk",
    FieldKind.URI: "http://opendatacommunities.org/id/district-council/adur",
}
# What a text is called by the end of its field's name, the first that fits.
WORDS = (
    (r"organisation(label|name)|publisherlabel|authority(label|name)", "Example Borough Council"),
    (r"contactname", "The contracts team"),
    (r"(agent|supplier|beneficiary|merchant|trading|applicant|holder).*", "Example Services Ltd"),
    (r".*(reference|ref|number|code|identifier|id|pointer)", "EX-001"),
    (r".*(locationtext|address|nameaddress|street|location)", "1 High Street, Exampleton"),
    (r".*(unit|department|directorate|team|service\w*label)", "Environment and Housing"),
    (r".*(description|purpose|text|title|summary)", "Repairs to the library roof"),
    (r".*(notes?|comments?)", "An invented note"),
)
NUMBERED = re.compile(r"(?<=^EX-00)1$|^1(?= High Street)")
YEAR = re.compile(r"\b((?:19|20)\d{2})(?:/(\d{2}))?\b")
Record = dict[str, str]


def example_records(standard: DatasetStandard, edition: Edition, count: int) -> list[Record]:
    """Return up to `count` records with keys that differ; fewer where a key leaves no room for more."""
    first = example_record(standard, edition)
    records, keys = [first], {_key(standard, first)}
    for number in range(1, count):
        another = _another(standard, edition, first, number)
        if _key(standard, another) not in keys or not standard.key:
            keys.add(_key(standard, another))
            records.append(another)
    return records


def example_record(standard: DatasetStandard, edition: Edition) -> Record:
    """Return one record that breaks no rule of an edition."""
    record = {field.name: example_value(field) for field in fields_to_fill(standard, edition)}
    if standard.coordinates:
        record |= _point(standard.coordinates, edition)
    for rule in standard.rules:
        record |= rule.example(record)
    for rule in standard.rules * len(standard.rules):  # as often as totals can be parts of totals
        record |= rule.adjusted(record)
    return record


def fields_to_fill(standard: DatasetStandard, edition: Edition) -> list[Field]:
    """Return the fields that a new file of an edition has columns for."""
    foreign = marks_of_others(standard, edition)
    return [field for field in edition.fields if field.name not in foreign]


def marks_of_others(standard: DatasetStandard, edition: Edition) -> set[str | None]:
    """Return the fields that make a file one of another edition, though this one may declare them too."""
    return {other.recognised_by for other in standard.editions} - {edition.recognised_by}


def example_value(field: Field) -> str:
    """Return a text that the field may hold; raise LookupError where its pattern comes without an example."""
    if field.codelist:
        return field.codelist.codes[0].code
    if field.example:
        return field.example
    if field.pattern:
        raise LookupError(f"{field.name} has a pattern and no example that shows it")
    if field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL, FieldKind.RANGE):
        return f"{max(field.minimum or 0, min(12, field.maximum or 12)):g}"
    return PLAIN.get(field.kind) or invented(field.name)[: field.max_length or 100]


def invented(name: str) -> str:
    """Return a text that is plainly an example, in the manner of a field of that name."""
    plain = re.sub("[^a-z]", "", name.casefold())
    words = re.sub(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])", " ", name).strip().lower()
    return next((text for pattern, text in WORDS if re.fullmatch(pattern, plain)), f"Example {words}")


def _another(standard: DatasetStandard, edition: Edition, record: Record, number: int) -> Record:
    """Return a record that differs from another in the first part of its key that can, or in what numbers it."""
    numbered = [name for name, text in record.items() if NUMBERED.search(text)]
    for field in (edition.field(name) for name in (standard.key or numbered) if name in record):
        text = _varied(field, record[field.name], number)
        if text != record[field.name]:
            return record | {field.name: text}
    return dict(record)


def _varied(field: Field, text: str, number: int) -> str:
    """Return another text that a part of a key may hold: another word of the list, an earlier year, a number."""
    if field.codelist:
        return field.codelist.codes[number % len(field.codelist.codes)].code
    if field.kind is FieldKind.DATE or (field.pattern and YEAR.fullmatch(text)):
        return YEAR.sub(lambda year: _earlier(year, number), text)
    if field.pattern or field.kind is not FieldKind.TEXT:
        return text
    return NUMBERED.sub(str(number + 1), text) if NUMBERED.search(text) else f"{text} {number + 1}"


def _earlier(year: re.Match[str], number: int) -> str:
    whole = str(int(year[1]) - number)
    return f"{whole}/{int(year[2]) - number:02d}" if year[2] else whole


def _key(standard: DatasetStandard, record: Mapping[str, str]) -> tuple[str | None, ...]:
    return tuple(record.get(name) for name in standard.key)


def _point(coordinates: Coordinates, edition: Edition) -> Record:
    """Return a point in the system that is assumed where none is named."""
    names = {field.name for field in edition.fields}
    x, y = POINTS["OSGB36" if coordinates.default_system == "OSGB36" else "WGS84"]
    point = {coordinates.x: x, coordinates.y: y}
    if coordinates.system:
        point[coordinates.system] = coordinates.default_system
    return {name: text for name, text in point.items() if name in names}
