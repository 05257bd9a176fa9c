"""Invented records are as many as asked, differ in their key, and belong to the edition that they are of."""

import pytest

from transforms.domain.standard import DatasetStandard, Edition
from transforms.example_record import example_records, fields_to_fill
from transforms.standards import STANDARDS

EDITIONS = [(standard, edition) for standard in STANDARDS for edition in standard.editions]
IDS = [f"{standard.slug}-{edition.name}" for standard, edition in EDITIONS]


@pytest.mark.parametrize(("standard", "edition"), EDITIONS, ids=IDS)
def test_records_differ_in_their_key(standard: DatasetStandard, edition: Edition) -> None:
    records = example_records(standard, edition, 3)
    assert len(records) == 3
    if standard.key:
        assert len({tuple(record.get(name) for name in standard.key) for record in records}) == 3


@pytest.mark.parametrize(("standard", "edition"), EDITIONS, ids=IDS)
def test_a_new_file_with_every_column_is_of_its_edition(standard: DatasetStandard, edition: Edition) -> None:
    names = [field.name for field in fields_to_fill(standard, edition)]
    assert standard.edition_for(names) == edition
    assert {field.name for field in edition.essential} <= set(names)


def test_a_field_that_would_make_it_another_edition_is_left_out() -> None:
    grants = next(standard for standard in STANDARDS if standard.slug == "grants")
    assert "recipientIndividual/id" not in [field.name for field in fields_to_fill(grants, grants.editions[-1])]
