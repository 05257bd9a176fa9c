"""Standardise: a published sheet in the fields of its standard, one verb a module."""

from transforms.standardise.column_mapping import read_mapping, with_mapping, write_mapping
from transforms.standardise.match_columns import recogniser
from transforms.standardise.read_published import read_published
from transforms.standardise.standardise_file import standardise
from transforms.standardise.standardised import Standardised

__all__ = [
    "Standardised",
    "read_mapping",
    "read_published",
    "recogniser",
    "standardise",
    "with_mapping",
    "write_mapping",
]
