"""JSON Table Schemas: each edition of a standard for other people's tools.

Source: Frictionless Data, Table Schema, https://specs.frictionlessdata.io/table-schema/
Known:  we read more than a schema can say (any case, several date orders, £ signs); a file that satisfies the schema is
        one that needs no repair.
"""

import json
from typing import Any

from transforms.domain.codelist import Codelist
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, Requirement

BLANKS = ("", "N/A", "null", "-")
TYPES = {
    FieldKind.DATE: "date",
    FieldKind.INTEGER: "integer",
    FieldKind.DECIMAL: "number",
    FieldKind.BOOLEAN: "boolean",
}
DAY_FIRST = "%d/%m/%Y"
BOOLEAN_WORDS = {
    "trueValues": ["Yes", "yes", "YES", "True", "true", "TRUE"],
    "falseValues": ["No", "no", "NO", "False", "false", "FALSE"],
}
FORMATS = {FieldKind.URL: "uri", FieldKind.URI: "uri", FieldKind.EMAIL: "email"}


def table_schema(standard: DatasetStandard, edition: Edition) -> str:
    """Return the Table Schema of one edition as JSON."""
    names = {field.name for field in edition.fields}
    schema = {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": f"{standard.slug}-{edition.name}",
        "title": f"{standard.title}, {edition.name} edition",
        "homepage": standard.source,
        "version": standard.version,
        "fields": [_field(field) for field in edition.fields],
        "primaryKey": list(standard.unique_in) if names.issuperset(standard.unique_in) else [],
        "missingValues": list(BLANKS),
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "title": field.title,
        "description": field.description,
        "type": TYPES.get(field.kind, "string"),
        "format": _format(field),
        **(BOOLEAN_WORDS if field.kind is FieldKind.BOOLEAN else {}),
        "example": field.example,
        "constraints": _constraints(field),
    }
    return {name: value for name, value in described.items() if value}


def _format(field: Field) -> str:
    if field.kind is FieldKind.DATE:
        return DAY_FIRST if "/" in field.example else "default"
    return FORMATS.get(field.kind, "") if not field.separator else ""


def _constraints(field: Field) -> dict[str, Any]:
    constraints = {
        "required": field.is_essential or field.requirement is Requirement.MUST or None,
        "minimum": field.minimum if field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL) else None,
        "maximum": field.maximum if field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL) else None,
        "maxLength": field.max_length,
        "pattern": field.pattern,
        "enum": _words(field.codelist) if field.codelist and not field.separator else None,
    }
    return {name: bound for name, bound in constraints.items() if bound is not None}


def _words(codelist: Codelist) -> list[str]:
    """Return every word that a list accepts, the canonical ones first."""
    words = [*(code.code for code in codelist.codes), *(alias for code in codelist.codes for alias in code.aliases)]
    return list(dict.fromkeys(words))
