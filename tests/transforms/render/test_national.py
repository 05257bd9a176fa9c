"""A national dataset has the usable records and nobody's personal data, neither in its own place nor in another."""

import re
from datetime import date

import pyarrow as pa
import pytest

from expectations.check import PublishedFile, standardise_files
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind
from transforms.example_record import example_records, fields_to_fill
from transforms.render.csv_text import csv_bytes
from transforms.render.national import PROVENANCE, national_records, national_schema
from transforms.standards import STANDARDS

EDITIONS = [(declared, edition) for declared in STANDARDS for edition in declared.editions]
IDS = [f"{declared.slug}-{edition.name}" for declared, edition in EDITIONS]
AS_AT = date(2026, 10, 1)
SOMEBODY, ADDRESS, MOBILE = "Jo Bloggs-Sample", "jo.bloggs@example.com", "07700 900123"
REDACTED = "REDACTED PERSONAL DATA"
TOLD_IN = re.compile(r"(?i)(description|purpose|summary|notes?|comments?)$")


def nationally(declared: DatasetStandard, edition: Edition, change: dict[str, str]) -> str:
    """Return a file whose record has these values as the national dataset has it, were all of its records usable."""
    [example] = example_records(declared, edition, 1)
    names = [field.name for field in fields_to_fill(declared, edition)]
    file = csv_bytes(pa.table({name: [{**example, **change}.get(name, "")] for name in names}))
    [read] = standardise_files([PublishedFile("f.csv", file, None, AS_AT)], declared)
    table = read.table.append_column("is_usable", pa.array([True] * read.table.num_rows))
    dataset = national_records(table, national_schema(declared), dict.fromkeys(PROVENANCE, "–"))
    assert dataset.num_rows == 1
    return csv_bytes(dataset).decode()


def is_free_text(field: Field) -> bool:
    """Return whether anything can stand in a field."""
    return field.kind is FieldKind.TEXT and not (field.codelist or field.pattern or field.max_length)


@pytest.mark.parametrize(("declared", "edition"), EDITIONS, ids=IDS)
def test_personal_data_is_gone_from_its_own_place_and_from_every_other(
    declared: DatasetStandard, edition: Edition
) -> None:
    change = {}
    for field in fields_to_fill(declared, edition):
        if field.kind is FieldKind.EMAIL:
            change[field.name] = ADDRESS
        elif field.is_personal:
            change[field.name] = SOMEBODY
        elif is_free_text(field):
            told = f"{MOBILE} or " if TOLD_IN.search(field.name) else ""
            change[field.name] = f"Ask {told}{ADDRESS}"
    said = nationally(declared, edition, change)
    assert "[personal data removed]" in said or not any(map(is_free_text, edition.fields))
    for one in (SOMEBODY, ADDRESS, MOBILE):
        assert one not in said


@pytest.mark.parametrize(
    ("declared", "edition"), [one for one in EDITIONS if any(field.is_redactable for field in one[1].fields)]
)
def test_what_a_council_withheld_is_blank(declared: DatasetStandard, edition: Edition) -> None:
    withheld = [one.name for one in fields_to_fill(declared, edition) if one.is_redactable and not one.is_essential]
    assert "REDACTED" not in nationally(declared, edition, dict.fromkeys(withheld, REDACTED))
