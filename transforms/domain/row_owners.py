"""Row owners: whose each record of a standard is, where one file may hold several authorities' records.

Source: docs/specifications/brownfield-register.md, "Records", item 2
Known:  the organisation that a row names decides, a blank is the publisher; a file that names one and the same other
        body throughout is its publisher's. An authority's own usable files win whole over what others publish of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transforms.domain.records import Bools, Ints
from transforms.domain.sightings import Sightings

ORGANISATION = "organisation_gss"  # as standardising a file leaves it: blank where the row is the publisher's


@dataclass(frozen=True)
class RowOwners:
    """Positions among the authorities requested: of each row's owner, and of each file's publisher; -1 is none.

    A row without an owner is somebody's who is not requested, or who publishes a usable file of their own.
    """

    of_row: Ints
    of_file: Ints


def row_owners(sightings: Sightings, authorities: Sequence[str]) -> RowOwners:
    """Return whose each row of `sightings` is, among the sorted `authorities`."""
    named = sightings.coded(ORGANISATION)
    publishers = [file.authority_gss for file in sightings.files]
    bodies = sorted({*publishers, *named.words})
    number = {gss: position for position, gss in enumerate(bodies)}
    publisher = np.array([number[gss] for gss in publishers], dtype=np.int64)
    of_words = np.array([*(number[word] for word in named.words), -1], dtype=np.int64)[named.positions]
    own = publisher[sightings.file]
    is_other = (of_words >= 0) & (of_words != own)
    owner = np.where(is_other & ~_one_throughout(sightings, of_words, is_other), of_words, own)
    publishes = np.isin(np.arange(len(bodies)), publisher)
    requested = {gss: position for position, gss in enumerate(authorities)}
    position = np.array([requested.get(gss, -1) for gss in bodies], dtype=np.int64)
    if not len(bodies):
        return RowOwners(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    counts = (owner == own) | ~publishes[owner]
    return RowOwners(np.where(counts, position[owner], -1), position[publisher])


def _one_throughout(sightings: Sightings, named: Ints, is_other: Bools) -> Bools:
    """Return the rows of files that name one and the same other body in every row."""
    if not is_other.any():
        return np.zeros(len(named), dtype=bool)
    files = len(sightings.files)
    rows, others = (np.bincount(numbers, minlength=files) for numbers in (sightings.file, sightings.file[is_other]))
    pairs = np.unique(np.column_stack([sightings.file[is_other], named[is_other]]), axis=0)
    names = np.bincount(pairs[:, 0], minlength=files)
    return np.asarray(((others == rows) & (names == 1))[sightings.file])
