"""Published rows: what each snapshot of one of the three tables holds, and which rows are the same record.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1.1 and 1.2.
Grain:  one row for each time that a snapshot holds a record. Of the files of one day each may hold it; it is held as
        often as the one of them says that holds it most often.
Known:  of equal rows the fields that don't tell records apart are those of the latest entry-date, then the later row. A
        row that another of its reference replaced is told apart by its own end-date, also from an equal row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.group_numbers import group_numbers
from transforms.domain.records import Bools, Days, Ints
from transforms.domain.sightings import Coded, Sightings


@dataclass(frozen=True)
class PublishedRows:
    """Rows of one table, by their position in its sightings.

    `content` is a number that rows of one authority share where they agree in all that tells records apart; `latest`
    the row that has the other fields; `is_repeat` is yes for each after the first of equal rows of one snapshot.
    """

    sightings: Sightings
    authority: Ints
    row: Ints
    content: Ints
    latest: Ints
    is_repeat: Bools
    is_superseded: Bools

    def __len__(self) -> int:
        return len(self.row)

    @cached_property
    def snapshot(self) -> Ints:
        """Which of the snapshots each row is of."""
        return self.sightings.snapshot[self.row]

    @cached_property
    def start(self) -> Days:
        """The start-date."""
        return self.days("start-date")

    @cached_property
    def fetched(self) -> Days:
        """The day on which each row was fetched."""
        return self.sightings.fetched()[self.snapshot]

    @property
    def references(self) -> pa.Array:
        """The reference of each row, without the blanks around it."""
        texts = self.sightings.table.column("reference").take(pa.array(self.row)).combine_chunks()
        return pc.utf8_trim_whitespace(texts)

    def days(self, name: str) -> Days:
        """Return a day of each row."""
        return self.sightings.days(name)[self.row]

    def text(self, name: str) -> Coded:
        """Return a text of each row, without the blanks around it."""
        return trimmed(self.sightings, name).take(self.row)

    def decimals(self, name: str) -> pa.Array:
        """Return an exact number of each row."""
        return self.sightings.table.column(name).take(pa.array(self.row)).combine_chunks()

    def is_plausible(self, earliest: str) -> Bools:
        """Return which rows have a start-date from `earliest` on, and not after the day on which they were fetched."""
        return np.asarray((self.start >= np.datetime64(earliest)) & (self.start <= self.fetched))

    def take(self, positions: Ints | Bools) -> "PublishedRows":
        """Return some of the rows."""
        return PublishedRows(
            self.sightings,
            self.authority[positions],
            self.row[positions],
            self.content[positions],
            self.latest[positions],
            self.is_repeat[positions],
            self.is_superseded[positions],
        )


def published_rows(
    sightings: Sightings, authorities: Sequence[str], differ_in: Iterable[Ints], *, equal_are_one: bool
) -> PublishedRows:
    """Return the rows of one table, equal ones of a snapshot as often as it holds them, or once.

    `differ_in` are numbers of the values, beside the reference, in which records differ; they may be lazy.
    """
    authority = sightings.owners(authorities)[sightings.snapshot]
    reference = trimmed(sightings, "reference").positions
    content = group_numbers(chain([authority, reference], differ_in))
    is_superseded = _superseded(sightings, reference)
    row_number = group_numbers([content, sightings.snapshot, is_superseded.astype(np.int64)])
    row, latest, is_repeat = _counted_rows(sightings, row_number, equal_are_one=equal_are_one)
    return PublishedRows(
        sightings=sightings,
        authority=authority[row],
        row=row,
        content=content[row],
        latest=latest,
        is_repeat=is_repeat,
        is_superseded=is_superseded[row],
    )


def trimmed(sightings: Sightings, name: str) -> Coded:
    """Return a text column without the blanks around its words; nothing but blanks is blank."""
    key = f"{name}, trimmed"
    if key not in sightings.cache:
        texts = pc.utf8_trim_whitespace(sightings.table.column(name))
        sightings.cache[key] = Coded.of(pc.if_else(pc.equal(texts, ""), None, texts))
    column: Coded = sightings.cache[key]
    return column


def _counted_rows(sightings: Sightings, row_number: Ints, *, equal_are_one: bool) -> tuple[Ints, Ints, Bools]:
    """Return the rows that count, of each the row with its other fields, and which are repeats.

    `row_number` is a number that equal rows of a snapshot share. Of these the latest ones stand for the record, as many
    as the snapshot holds of it.
    """
    everything = np.arange(len(row_number))
    repeated = np.flatnonzero(np.bincount(row_number)[row_number] > 1) if len(row_number) else everything
    if not len(repeated):
        return everything, everything, np.zeros(len(row_number), dtype=bool)
    entered = sightings.days("entry-date").astype(np.int64)[repeated]  # a blank is the least number
    order = repeated[np.lexsort((repeated, entered, row_number[repeated]))]
    ends = np.append(np.flatnonzero(np.diff(row_number[order])), len(order) - 1)
    lengths = np.diff(ends, prepend=-1)
    last = np.repeat(ends, lengths)
    from_the_last = last - np.arange(len(order))
    once = np.ones(len(ends), dtype=np.int64)
    repeats = once if equal_are_one else _most_in_a_file(sightings, row_number, order[ends])
    number = np.repeat(repeats, lengths)
    counts = from_the_last < number
    latest, is_repeat = everything.copy(), np.zeros(len(row_number), dtype=bool)
    latest[order] = order[last]
    is_repeat[order[from_the_last < number - 1]] = True
    is_counted = np.ones(len(row_number), dtype=bool)
    is_counted[order[~counts]] = False
    row = np.flatnonzero(is_counted)
    return row, latest[row], is_repeat[row]


def _most_in_a_file(sightings: Sightings, row_number: Ints, of_each: Ints) -> Ints:
    """Return how often the file that holds it most often holds each record of a snapshot; one row `of_each`."""
    in_file = group_numbers([row_number, sightings.file])
    most = np.zeros(row_number.max() + 1, dtype=np.int64)
    np.maximum.at(most, row_number, np.bincount(in_file)[in_file])
    return most[row_number[of_each]]


def _superseded(sightings: Sightings, reference: Ints) -> Bools:
    """Return which rows have an end-date and share their reference with a row of the snapshot that has none."""
    has_end = ~np.isnat(sightings.days("end-date"))
    if not has_end.any():
        return has_end
    shared = group_numbers([sightings.snapshot, reference])
    has_open_end = np.zeros(shared.max() + 1, dtype=bool)
    has_open_end[shared[~has_end]] = True
    return np.asarray(has_end & has_open_end[shared])
