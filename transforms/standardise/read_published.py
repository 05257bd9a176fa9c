"""Reading a published file as a standard asks: one table, or several that an edition links."""

from collections.abc import Mapping
from types import MappingProxyType

from transforms.domain.sheet import Reading
from transforms.domain.standard import DatasetStandard
from transforms.reading import read
from transforms.reading.file_sets import is_file_set
from transforms.reading.limits import DEFAULT_LIMITS, Limits
from transforms.reading.linked_tables import read_tables
from transforms.standardise.join_files import join_files
from transforms.standardise.join_tables import join_tables
from transforms.standardise.match_columns import match_columns, recogniser


def read_published(
    content: bytes,
    name: str,
    standard: DatasetStandard,
    limits: Limits = DEFAULT_LIMITS,
    unreadable_members: Mapping[str, str] = MappingProxyType({}),
) -> Reading:
    """Return the one table that `content` holds, linked tables joined to it; of a file set that of all its files.

    But for its `unreadable_members`, by their SHA-256, of which the reason is said.
    """
    if is_file_set(content):

        def read_one(file: bytes, file_name: str) -> Reading:
            return _read_one(file, file_name, standard, limits)

        return join_files(content, standard, read_one, limits, unreadable_members)
    return _read_one(content, name, standard, limits)


def _read_one(content: bytes, name: str, standard: DatasetStandard, limits: Limits) -> Reading:
    recognise = recogniser(standard)
    for edition in standard.editions:
        if edition.linkage and (tables := read_tables(content, edition.linkage, recognise, limits)):
            return join_tables(tables, edition)
    reading = read(content, name, recognise, limits)
    if reading.sheet is None:
        return reading
    matched = match_columns(reading.sheet.header, standard, lambda _: True)
    edition = standard.edition_for(matched.positions)
    return join_tables({edition.linkage.main: reading}, edition) if edition.linkage else reading
