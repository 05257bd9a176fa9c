"""Headers: which row of a table names its columns.

Known:  councils print titles above the header, split it over two rows, repeat it, and pad it with blank cells.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Recognise = Callable[[Sequence[str]], int]

NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
INVISIBLE = dict.fromkeys(map(ord, NO_WIDTH))
BLANK = re.compile(rf"[\s\x00{NO_WIDTH}]*")
DATUM = re.compile(
    r"\(?[-+]?£?\s*\d[\d,. ]*%?\)?|\d{1,4}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}([T ][\d:.]+Z?)?|https?://\S+"
)
AGAIN = "repeated header"  # why a row is left out
ROWS_SEARCHED = 50
MOST = 0.8  # of a row's cells that name fields: a row of names and nothing else
CERTAIN = 3  # fields recognised in one row; fewer may be data that happen to be a field's name


@dataclass(frozen=True)
class Header:
    """The row or rows that name the columns: their place among the rows looked at, and the names by position."""

    cells: tuple[str, ...]
    index: int
    depth: int  # rows that it takes up: 1, or 2 where it is split
    recognised: int


def is_blank(cell: str) -> bool:
    """Return whether a cell shows nothing: blanks, no-break spaces and characters of no width are nothing."""
    return not cell or BLANK.fullmatch(cell) is not None


def fold(cell: str) -> str:
    """Return a header cell as compared: no invisible characters, blanks folded, any case."""
    return " ".join(cell.translate(INVISIBLE).split()).casefold()


def find_header(rows: Sequence[Sequence[str]], recognise: Recognise) -> Header | None:
    """Return the header among the first rows of a table, None where every row is blank or all of them are data."""
    filled = [(i, row) for i, row in enumerate(rows) if not all(map(is_blank, row))][:ROWS_SEARCHED]
    if not filled:
        return None
    counts = {i: recognise(row) for i, row in filled}
    index = max(counts, key=lambda i: (counts[i], -i))
    whole = (
        i for i, row in filled if counts[i] >= CERTAIN and counts[i] >= MOST * sum(not is_blank(cell) for cell in row)
    )
    index = min(index, next(whole, index))  # what stands between two rows of names is records
    if counts[index] < CERTAIN:
        index = _by_shape(filled)
        if counts[index] == 0 and _is_datum_row(index, filled):
            return None
    single = Header(_trimmed(rows[index]), index, 1, counts[index])
    return _split_header(filled, counts, recognise, single) or single


def _split_header(
    filled: Sequence[tuple[int, Sequence[str]]],
    counts: dict[int, int],
    recognise: Recognise,
    single: Header,
) -> Header | None:
    """Return the header of two rows that names more of our fields than either row does, None where none does."""
    best: Header | None = None
    for (first, upper), (second, lower) in pairwise(filled):
        if second != first + 1 or second > single.index + 1:
            continue
        joined = _joined(upper, lower)
        count = recognise(joined)
        if count >= 2 and count > max(counts[first], counts[second], best.recognised if best else single.recognised):
            best = Header(_trimmed(joined), first, 2, count)
    return best


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    width = max(len(upper), len(lower))
    pairs = zip([*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))], strict=True)
    return [" ".join(part.strip() for part in pair if not is_blank(part)) for pair in pairs]


def _by_shape(filled: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return the first row that fills at least half as many cells as the rows of the table do."""
    counts = {i: sum(not is_blank(cell) for cell in row) for i, row in filled}
    usual = Counter(counts.values()).most_common(1)[0][0] if len(counts) > 2 else max(counts.values())
    return next(i for i, count in counts.items() if 2 * count > usual or count == max(counts.values()))


def _is_datum_row(index: int, filled: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Return whether a row holds figures, dates or links where the rows beneath hold them too: data, not names."""
    row = next(row for i, row in filled if i == index)
    beneath = [other for i, other in filled if i > index][:10]
    for position, cell in enumerate(row):
        if DATUM.fullmatch(cell.strip()) and beneath:
            alike = sum(1 for other in beneath if position < len(other) and DATUM.fullmatch(other[position].strip()))
            if 2 * alike >= len(beneath):
                return True
    return False


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    """Return the row with blank cells as "" and without those at its end that only whole-sheet padding put there."""
    return tuple("" if is_blank(cell) else cell for cell in row)
