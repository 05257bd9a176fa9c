"""The published JSON Table Schema of a standard, from its declaration.

Source: Frictionless Table Schema, https://specs.frictionlessdata.io/table-schema/
"""

from transforms.domain.standard import DatasetStandard, Edition, Field, Kind, Requirement

TYPES = {
    Kind.DATE: "date",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
    Kind.BOOLEAN: "boolean",
}
FORMATS = {Kind.DATE: "any", Kind.URL: "uri", Kind.EMAIL: "email"}


def table_schema(standard: DatasetStandard, edition: Edition) -> dict[str, object]:
    """Return the JSON Table Schema of one edition."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": standard.slug.replace("_", "-"),
        "title": f"{standard.title}, {edition.name} edition",
        "homepage": standard.source,
        "version": standard.version,
        "fields": [_field(field) for field in edition.fields],
        "primaryKey": list(standard.key),
        "missingValues": ["", "N/A", "null", "-"],
    }


def _field(field: Field) -> dict[str, object]:
    described: dict[str, object] = {
        "name": field.name,
        "title": field.title or field.name,
        "type": TYPES.get(field.kind, "string"),
        "description": field.description,
    }
    if field.kind in FORMATS and not field.separator:
        described["format"] = FORMATS[field.kind]
    if field.example:
        described["example"] = field.example
    if constraints := _constraints(field):
        described["constraints"] = constraints
    return described


def _constraints(field: Field) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if field.requirement is Requirement.MUST or field.is_essential:
        constraints["required"] = True
    if field.codelist:
        constraints["enum"] = [word for code in field.codelist.codes for word in (code.code, *code.aliases)]
    if field.kind in (Kind.INTEGER, Kind.DECIMAL):
        bounds = {"minimum": field.minimum, "maximum": field.maximum}
        constraints |= {name: bound for name, bound in bounds.items() if bound is not None}
    if field.max_length:
        constraints["maxLength"] = field.max_length
    if field.pattern:
        constraints["pattern"] = field.pattern
    return constraints
