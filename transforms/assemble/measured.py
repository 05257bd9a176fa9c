"""What an assembly takes from authorities' own files, before anything is added up.

Where a definition says that authorities are independent, what was measured of some of them in one assembly and of the
others in another is the same as all of them measured at once.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.assemble.figures import Figures, Values
from transforms.domain.record_file import RecordFile
from transforms.domain.records import Bools, Ints, Records

RecordFiles = Callable[[], Iterator[RecordFile]]


@dataclass(frozen=True)
class MeasuredAuthorities:
    """What was measured of some authorities, in the order of their codes.

    `has_data` says for each whether something usable is known; `exceptions` and `issues` are theirs, without those of
    total areas and of checks; `standards` has of each publisher those of which a file was used; `record_files` gives
    the return's files that list records. The `records` themselves are there where all of it was measured at once.
    """

    figures: Figures
    has_data: Bools
    exceptions: pa.Table
    issues: pa.Table
    standards: Mapping[str, Collection[str]]
    record_files: RecordFiles
    records: Records | None = None

    @property
    def authorities(self) -> tuple[str, ...]:
        """Their codes."""
        return self.figures.authorities


def measured_of(measured: MeasuredAuthorities, authorities: Sequence[str]) -> MeasuredAuthorities:
    """Return what was measured of some of the authorities."""
    positions = np.flatnonzero(np.isin(np.array(measured.authorities, dtype=str), list(authorities)))
    codes = pa.array([measured.authorities[position] for position in positions], pa.string())
    return MeasuredAuthorities(
        _at(measured.figures, positions),
        measured.has_data[positions],
        _of(measured.exceptions, codes),
        _of(measured.issues, codes),
        {gss: standards for gss, standards in measured.standards.items() if gss in set(authorities)},
        partial(_files_of, measured.record_files, codes),
    )


def join_measured(parts: Sequence[MeasuredAuthorities]) -> MeasuredAuthorities:
    """Return what was measured of different authorities as if it had been measured at once."""
    if len(parts) == 1:
        return parts[0]
    authorities = [gss for part in parts for gss in part.authorities]
    order = np.argsort(np.array(authorities, dtype=str), kind="stable")
    joined = _joined([part.figures for part in parts])
    return MeasuredAuthorities(
        _at(joined, order),
        np.concatenate([part.has_data for part in parts])[order],
        pa.concat_tables([part.exceptions for part in parts]),
        pa.concat_tables([part.issues for part in parts]),
        {gss: standards for part in parts for gss, standards in part.standards.items()},
        partial(_joined_files, [part.record_files for part in parts]),
    )


def _joined(parts: Sequence[Figures]) -> Figures:
    """Return the figures of different authorities one after the other."""
    cells = parts[0].origins
    return Figures(
        tuple(gss for part in parts for gss in part.authorities),
        {cell: _concatenated([part.exact[cell] for part in parts]) for cell in cells},
        {cell: _concatenated([part.rounded[cell] for part in parts]) for cell in cells},
        {cell: np.concatenate([part.origins[cell] for part in parts]) for cell in cells},
    )


def _concatenated(values: Sequence[Values]) -> Values:
    """Return values one after the other: whole numbers beside exact decimals become objects."""
    is_mixed = len({array.dtype for array in values}) > 1
    return np.concatenate([array.astype(object) if is_mixed else array for array in values])


def _at(figures: Figures, positions: Ints) -> Figures:
    return Figures(
        tuple(figures.authorities[position] for position in positions),
        {cell: values[positions] for cell, values in figures.exact.items()},
        {cell: values[positions] for cell, values in figures.rounded.items()},
        {cell: ranks[positions] for cell, ranks in figures.origins.items()},
    )


def _of(table: pa.Table, codes: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table.column("authority"), value_set=codes))


def _files_of(record_files: RecordFiles, codes: pa.Array) -> Iterator[RecordFile]:
    for file in record_files():
        mask = pc.is_in(file.authority, value_set=codes)
        yield RecordFile(file.name, file.rows.filter(mask), file.authority.filter(mask))


def _joined_files(parts: Sequence[RecordFiles]) -> Iterator[RecordFile]:
    """Yield each file with the rows of all parts, by authority and within one in the order that they had."""
    for files in zip(*(record_files() for record_files in parts), strict=True):
        rows = pa.concat_tables([file.rows for file in files])
        authority = pa.chunked_array([_chunk(file.authority) for file in files], pa.string())
        order = pc.sort_indices(authority)
        yield RecordFile(files[0].name, rows.take(order), authority.take(order))


def _chunk(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
