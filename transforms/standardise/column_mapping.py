"""Column mappings: what somebody who knows a file says of which of its columns is which field of the standard."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace

from transforms.domain.csv_lines import read_lines
from transforms.domain.standard import DatasetStandard, Edition

COLUMNS = ("published", "field")


def read_mapping(content: bytes) -> dict[str, str]:
    """Return a mapping's published names, each with its field, from a CSV `published,field`.

    Raises:
        ValueError: in one sentence, for anything else, or a name or field that stands in it twice.

    """
    mapping: dict[str, str] = {}
    for line, values in read_lines(content, COLUMNS, "a mapping of columns"):
        published, field = values["published"], values["field"]
        if not published or not field:
            raise ValueError(f"line {line}: a published name and a field are needed")
        if published in mapping or field in mapping.values():
            raise ValueError(f"line {line}: “{published if published in mapping else field}” stands in it twice")
        mapping[published] = field
    return mapping


def write_mapping(mapping: Mapping[str, str]) -> bytes:
    """Return the CSV that `read_mapping` reads, names exactly as published: it is for programs."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *mapping.items()])
    return text.getvalue().encode()


def with_mapping(standard: DatasetStandard, mapping: Mapping[str, str]) -> DatasetStandard:
    """Return a standard whose fields are read from the columns that a mapping names, whatever others are called.

    Raises:
        ValueError: in one sentence, for a field that the standard doesn't have.

    """
    field_names = {field.name for field in standard.all_fields}
    if unknown := [field for field in mapping.values() if field not in field_names]:
        raise ValueError(f"{standard.slug} has no field “{unknown[0]}”")
    published = {field: name for name, field in mapping.items()}

    def mapped(edition: Edition) -> Edition:
        fields = (replace(field, published_as=published.get(field.name, "")) for field in edition.fields)
        return replace(edition, fields=tuple(fields))

    return replace(standard, editions=tuple(map(mapped, standard.editions))) if mapping else standard
