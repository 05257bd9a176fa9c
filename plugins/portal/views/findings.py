"""Findings: every place of one report in reading order, chosen by severity, code and column, a page at a time.

Known   of a million findings only the page that is shown becomes Python objects; the rest stays Arrow columns whose
        words are numbers.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.render.issue_entries import SEVERITIES

Ints = npt.NDArray[np.int64]
PAGE = 50
SHOWN = ["severity", "code", "column", "line", "value", "message", "fix", "fingerprint"]
WORDS = ("severity", "code", "column")
NO_COLUMN = "-"  # in an address: findings about the file as a whole


@dataclass(frozen=True)
class Choice:
    """Which findings to show; blank is all."""

    severity: str = ""
    code: str = ""
    column: str = ""


@dataclass(frozen=True)
class FindingsPage:
    """One page of the chosen findings."""

    rows: tuple[dict[str, Any], ...]
    table: pa.Table
    total: int
    number: int  # from 1
    pages: int

    @property
    def first(self) -> int:
        """The number of the first finding on the page, among the chosen."""
        return (self.number - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last."""
        return min(self.number * PAGE, self.total)


@dataclass(frozen=True)
class Findings:
    """The issue table of one report, and its rows in reading order: most severe first, then by line."""

    issues: pa.Table
    order: Ints

    @classmethod
    def of(cls, issues: pa.Table) -> "Findings":
        """Return the findings of an issue table whose words are encoded, or encode them."""
        for name in WORDS:
            if not pa.types.is_dictionary(issues.schema.field(name).type):
                place = issues.schema.get_field_index(name)
                issues = issues.set_column(place, name, issues[name].dictionary_encode())
        issues = issues.unify_dictionaries().combine_chunks()
        severity = _numbers(issues, "severity", SEVERITIES)
        line = pc.fill_null(issues["line"], 0).to_numpy()
        return cls(issues, np.lexsort((line, severity)).astype(np.int64))

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return int(self.issues.nbytes + self.order.nbytes)

    def chosen(self, choice: Choice) -> Ints:
        """Return the rows of the chosen findings in reading order."""
        keep = np.ones(len(self.order), dtype=bool)
        for name in WORDS:
            if word := getattr(choice, name):
                keep &= _is(self.issues, name, None if name == "column" and word == NO_COLUMN else word)
        return self.order[keep[self.order]] if len(keep) else self.order

    def page(self, choice: Choice, number: int) -> FindingsPage:
        """Return one page of the chosen findings; a number beyond the last page means the last."""
        rows = self.chosen(choice)
        pages = max(1, -(-len(rows) // PAGE))
        number = min(max(number, 1), pages)
        table = self._rows(rows[(number - 1) * PAGE : number * PAGE])
        return FindingsPage(tuple(table.to_pylist()), table, len(rows), number, pages)

    def on_lines(self, first: int, last: int) -> pa.Table:
        """Return the findings on some lines in reading order."""
        line = pc.fill_null(self.issues["line"], -1).to_numpy()[self.order]
        return self._rows(self.order[(line >= first) & (line <= last)])

    def _rows(self, rows: Ints) -> pa.Table:
        found = self.issues.select(SHOWN).take(pa.array(rows))
        texts = pa.schema([(one.name, pa.int64() if one.name == "line" else pa.string()) for one in found.schema])
        return found.cast(texts)


def _is(issues: pa.Table, name: str, word: str | None) -> npt.NDArray[np.bool_]:
    """Return which issues have a word in a column of words; None means that they have none."""
    column = _whole(issues[name])
    if word is None:
        return np.asarray(pc.is_null(column).to_numpy(zero_copy_only=False))
    place = column.dictionary.index(word).as_py()
    return np.asarray((column.indices.fill_null(-1).to_numpy() == place) & (place >= 0), dtype=bool)


def _numbers(issues: pa.Table, name: str, words: tuple[str, ...]) -> Ints:
    """Return where in `words` the word of each issue stands."""
    column = _whole(issues[name])
    places = np.array([words.index(word) for word in column.dictionary.to_pylist()], dtype=np.int64)
    return places[column.indices.to_numpy()] if len(column) else np.zeros(0, dtype=np.int64)


def _whole(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return a column of words in one piece."""
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
