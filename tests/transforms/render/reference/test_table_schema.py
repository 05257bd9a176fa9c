"""The published Table Schemas, taken by the tool that their users have."""

import json

import pytest

from transforms.domain.standard import DatasetStandard, Edition
from transforms.render.reference.table_schema import table_schema
from transforms.standards import STANDARDS

EDITIONS = [(standard, edition) for standard in STANDARDS for edition in standard.editions]


@pytest.mark.parametrize(("standard", "edition"), EDITIONS, ids=lambda one: getattr(one, "slug", None) or one.name)
def test_frictionless_takes_every_published_schema_and_its_examples(
    standard: DatasetStandard, edition: Edition
) -> None:
    from frictionless import Schema

    schema = Schema.from_descriptor(json.loads(table_schema(standard, edition)))
    assert [field.name for field in schema.fields] == [field.name for field in edition.fields]
