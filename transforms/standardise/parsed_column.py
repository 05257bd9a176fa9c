"""What came of reading the texts of one column.

Every distinct text is read once; the rows take the result by its code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa


class ParseState(IntEnum):
    """How a text was read."""

    BLANK = 0
    READ = 1
    REPAIRED = 2  # read, after a change that we say
    UNREADABLE = 3
    WITHHELD = 4  # blank on purpose, and says so


@dataclass(frozen=True)
class ParsedTexts:
    """The reading of distinct texts: a value and a state each, and the greater number of a range."""

    values: pa.Array
    states: npt.NDArray[np.uint8]
    upper: pa.Array | None = None
    undecided: Sequence[str] = ()  # dates whose day and month the column does not settle
    half_swapped: tuple[str, str] | None = None  # a date of each writing, of a column that a spreadsheet half swapped


@dataclass(frozen=True)
class ParsedColumn:
    """The reading of a column: per row the value, the text as published (null where blank) and the state.

    `cells` are the texts with the words that people write for blank still in them.
    """

    values: pa.Array
    published: pa.Array
    states: npt.NDArray[np.uint8]
    cells: pa.Array
    upper: pa.Array | None = None
    undecided: Sequence[str] = ()
    half_swapped: tuple[str, str] | None = None

    def rows(self, state: ParseState) -> npt.NDArray[np.int64]:
        """Return the positions of the rows in `state`."""
        return np.flatnonzero(self.states == state)
