"""Shifted rows: records whose values stand some cells beside their columns, though the row is no longer than others.

A text with an unquoted comma pushes what follows it to the right, which a row with blanks at its end hides; two cells
that ran together pull it to the left. Such a row is told by its values: two or more can't be read where they stand, and
all can be read some cells further along, from one place in the row on.

Known   a file in which most records seem shifted has other column names than we think: then each column is told of.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.kind_patterns import form_of
from transforms.domain.sheet import Sheet
from transforms.domain.standard import Field
from transforms.standardise.file_columns import FileColumns
from transforms.standardise.parse_values import is_typed, parse_column
from transforms.standardise.parsed_column import ParseState

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
States = npt.NDArray[np.uint8]

SHIFTS = (1, -1, 2, -2, 3)  # cells to the right, the likeliest first
EVIDENCE = 2  # values that can't be read where they stand, and can be where they would belong
MOST = 0.5  # of the records
UNREADABLE, READ = ParseState.UNREADABLE, (ParseState.READ, ParseState.REPAIRED)


def shifts_of(
    sheet: Sheet, columns: FileColumns, fields: Sequence[Field], positions: Mapping[str, int], as_at: date
) -> Ints:
    """Return, per record, how many cells to the right of their columns its values stand from some place on; 0 for none.

    Args:
        sheet: the table as published.
        columns: the records as they stand.
        fields: the fields that have a column.
        positions: the fields' columns.
        as_at: the day as which the file is read.

    """
    shifts = np.zeros(len(columns), dtype=np.int64)
    with_form = [field for field in fields if is_typed(field) or form_of(field)]
    lacks = len(sheet.header) - np.asarray(sheet.widths)[columns.rows]  # cells
    suspects = _suspects(columns, [field for field in with_form if is_typed(field)], lacks)
    if not with_form or not len(suspects) or len(suspects) > MOST * len(columns):
        return shifts
    cells, lacks = sheet.cells.take(pa.array(columns.rows[suspects])), lacks[suspects]
    indexes = np.array([positions[field.name] for field in with_form])

    def states(shift: int) -> States:
        return np.array(
            [_states(cells, index + shift, field, as_at) for index, field in zip(indexes, with_form, strict=True)]
        )

    in_place = states(0)
    double_cells = np.array([_weigh_two(cells, index, with_form, positions, as_at) for index in indexes]) * (
        in_place == UNREADABLE
    )
    of_suspects = np.zeros(len(suspects), dtype=np.int64)
    for shift in SHIFTS:
        of_two = double_cells if shift == -1 else np.zeros_like(double_cells)
        evidence = _evidence(in_place, states(shift), of_two, indexes, shift)
        needed = np.where(lacks == -shift, 1, EVIDENCE)
        of_suspects[(evidence >= needed) & (of_suspects == 0)] = shift
    shifts[suspects] = of_suspects
    return shifts


def _suspects(columns: FileColumns, typed: Sequence[Field], lacks: Ints) -> Ints:
    """Return the records of which a closer look may tell: with a value that can't be read, or shorter than most."""
    is_short = lacks > 0
    is_suspect = is_short if is_short.sum() <= MOST * len(columns) else np.zeros_like(is_short)
    for field in typed:
        is_suspect |= columns.parsed[field.name].states == UNREADABLE
    return np.flatnonzero(is_suspect)


def _states(cells: pa.Table, position: int, field: Field, as_at: date) -> States:
    """Return how a field would be read from the column at `position`; beyond the columns all is blank."""
    if not 0 <= position < cells.num_columns:
        return np.full(cells.num_rows, ParseState.BLANK, dtype=np.uint8)
    return _read(_column(cells, position), field, as_at)


def _column(cells: pa.Table, position: int) -> pa.Array:
    chunks = cells.column(int(position)).chunks
    return pc.fill_null(pa.concat_arrays(chunks or [pa.array([], pa.string())]), "")


def _read(texts: pa.Array, field: Field, as_at: date) -> States:
    """Return how a field would be read from some texts: unreadable, too, where they don't have its form."""
    column = parse_column(texts, field, as_at)
    form = form_of(field)
    if is_typed(field) or form is None:
        return column.states
    is_other = pc.invert(pc.match_substring_regex(pc.utf8_trim_whitespace(column.published), form[0]))
    is_other = pc.fill_null(is_other, False).to_numpy(zero_copy_only=False)
    return np.where(is_other, UNREADABLE, column.states).astype(np.uint8)


def _weigh_two(
    cells: pa.Table, index: int, with_form: Sequence[Field], positions: Mapping[str, int], as_at: date
) -> Ints:
    """Return in which rows a cell holds what its own column and the next one should, with a blank between.

    That counts for one, and for two where the next cell holds something else: a range of two days in one cell leaves
    the next one blank.
    """
    fields = {positions[field.name]: field for field in with_form}
    is_of_two = np.zeros(cells.num_rows, dtype=bool)
    if index + 1 not in fields:
        return is_of_two.astype(np.int64)
    texts = pc.utf8_trim_whitespace(_column(cells, index))
    for pattern in (r"^(?P<this>\S+)\s+(?P<next>.+)$", r"^(?P<this>.+)\s+(?P<next>\S+)$"):
        parts = pc.extract_regex(texts, pattern)
        first, second = (pc.fill_null(pc.struct_field(parts, name), "") for name in ("this", "next"))
        is_of_two |= np.isin(_read(first, fields[index], as_at), READ) & np.isin(
            _read(second, fields[index + 1], as_at), READ
        )
    is_filled = _states(cells, index + 1, fields[index + 1], as_at) != ParseState.BLANK
    return np.where(is_of_two, 1 + is_filled, 0)


def _evidence(in_place: States, at_shift: States, of_two: Ints, indexes: Ints, shift: int) -> Ints:
    """Return, per row, how many values can be read only if all from some place on are taken `shift` cells to the right.

    It is 0 for a row in which something can't be read all the same, or in which nothing but blanks would be read; of
    the cell that split or ran together is asked only whether it holds two values.

    Args:
        in_place: per field and row: how it is read from its column.
        at_shift: the same, how it would be read `shift` cells from its column.
        of_two: the same, what it counts for that its cell holds its own value and the next one's.
        indexes: the fields' columns.
        shift: cells to the right; below 0 to the left, where the values of as many columns are lost.

    """
    most = np.zeros(in_place.shape[1], dtype=np.int64)
    is_evidence = (in_place == UNREADABLE) & (at_shift != UNREADABLE)
    is_read = is_evidence & np.isin(at_shift, READ)
    for index in range(int(indexes.max())):
        before, behind = indexes < index, indexes > index + max(-shift, 0)
        is_whole = ~(in_place == UNREADABLE)[before].any(axis=0) & ~(at_shift == UNREADABLE)[behind].any(axis=0)
        weight = of_two[indexes == index].sum(axis=0)
        is_whole &= (weight > 0) | is_read[behind].any(axis=0)
        most = np.maximum(most, np.where(is_whole, is_evidence[behind].sum(axis=0) + weight, 0))
    return most
