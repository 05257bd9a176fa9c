"""Columns: cells taken in batch by batch, held as Arrow text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from transforms.reading.header import is_blank

BATCHES_PER_CHUNK = 32  # small arrays are joined as they come: thousands of them would waste half the memory
LARGEST_ARRAY = 2_000_000_000  # bytes


@dataclass
class Column:
    """One column; a column without a name costs nothing until something is seen in it."""

    name: str
    blanks: int = 0  # records so far in which a column without a name held nothing
    is_ghost: bool = False
    _chunks: list[pa.Array] = field(default_factory=list)
    _recent: list[pa.Array] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.is_ghost = not self.name

    def add(self, cells: Sequence[str | None]) -> None:
        """Add the cells of the next records; None where a record is too short to have one."""
        if self.is_ghost:
            if not any(cell and not is_blank(cell) for cell in cells):
                self.blanks += len(cells)
                return
            self.is_ghost = False
            self._chunks.append(pa.array([""] * self.blanks, type=pa.string()))
        self._hold(pa.array(cells, type=pa.string()))

    def _hold(self, cells: pa.Array) -> None:
        self._recent.append(cells)
        if len(self._recent) == BATCHES_PER_CHUNK:
            self._chunks.append(pa.concat_arrays(self._recent))
            self._recent.clear()

    def add_array(self, cells: pa.Array) -> None:
        """Add the cells of the next records, which are held already as they are to be held."""
        if self.is_ghost:
            self.add(cells.to_pylist())
        else:
            self._hold(cells)

    def cells(self) -> pa.ChunkedArray:
        """Return all cells, in one piece where an array can hold as much text, so that nobody has to copy them."""
        pieces = [*self._chunks, *self._recent]
        if sum(piece.nbytes for piece in pieces) < LARGEST_ARRAY:
            pieces = [pa.concat_arrays(pieces)] if pieces else []
            self._chunks, self._recent = pieces, []
        return pa.chunked_array(pieces, type=pa.string())
