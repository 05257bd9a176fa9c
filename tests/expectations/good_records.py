"""A good record of any edition of any standard: one written out, or one made of its declaration."""

from tests.expectations.records import BY_EDITION
from transforms.domain.codelist import Codelist
from transforms.domain.standard import DatasetStandard, Edition
from transforms.example_record import example_record, marks_of_others
from transforms.example_record import example_value as good_value

__all__ = ["first_code", "good_record", "good_value", "marks_of_others"]


def good_record(standard: DatasetStandard, edition: Edition) -> dict[str, str]:
    """Return one record that breaks no rule of an edition."""
    known = BY_EDITION.get((standard.slug, edition.name))
    return dict(known) if known else example_record(standard, edition)


def first_code(codelist: Codelist) -> str:
    return codelist.codes[0].code
