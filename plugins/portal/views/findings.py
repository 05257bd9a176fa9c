"""The findings of one report in reading order, filtered by severity, code and column, a page at a time.

Known   of a million findings only one page becomes Python objects; the rest stays in dictionary-encoded Arrow columns.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.render.issue_entries import SEVERITIES

Integers = npt.NDArray[np.int64]
PAGE = 50
COLUMNS = ["severity", "code", "column", "line", "value", "message", "fix", "fingerprint"]
CATEGORIES = ("severity", "code", "column")
NO_COLUMN = "-"  # in an address: findings that are about no column


@dataclass(frozen=True)
class FindingFilter:
    """Which findings to list; blank means all."""

    severity: str = ""
    code: str = ""
    column: str = ""


@dataclass(frozen=True)
class FindingsPage:
    """One page of the filtered findings."""

    rows: tuple[dict[str, Any], ...]
    table: pa.Table
    total: int
    number: int  # from 1
    pages: int

    @property
    def first(self) -> int:
        """The number of the first finding on the page, counted among the filtered."""
        return (self.number - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last finding on the page."""
        return min(self.number * PAGE, self.total)


@dataclass(frozen=True)
class Findings:
    """The issue table of one report, and its rows in reading order: most severe first, then by line."""

    issues: pa.Table
    order: Integers

    @classmethod
    def of(cls, issues: pa.Table) -> "Findings":
        """Return the findings of an issue table, its categories dictionary-encoded where they are not."""
        for name in CATEGORIES:
            if not pa.types.is_dictionary(issues.schema.field(name).type):
                index = issues.schema.get_field_index(name)
                issues = issues.set_column(index, name, issues[name].dictionary_encode())
        issues = issues.unify_dictionaries().combine_chunks()
        severity = _numbers(issues, "severity", SEVERITIES)
        line = pc.fill_null(issues["line"], 0).to_numpy()
        return cls(issues, np.lexsort((line, severity)).astype(np.int64))

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return int(self.issues.nbytes + self.order.nbytes)

    def filtered(self, finding_filter: FindingFilter) -> Integers:
        """Return the row numbers of the filtered findings in reading order."""
        is_wanted = np.ones(len(self.order), dtype=bool)
        for name in CATEGORIES:
            if category := getattr(finding_filter, name):
                is_wanted &= _is(self.issues, name, None if name == "column" and category == NO_COLUMN else category)
        return self.order[is_wanted[self.order]] if len(is_wanted) else self.order

    def page(self, finding_filter: FindingFilter, number: int) -> FindingsPage:
        """Return one page of the filtered findings; a number beyond the last page means the last."""
        rows = self.filtered(finding_filter)
        pages = max(1, -(-len(rows) // PAGE))
        number = min(max(number, 1), pages)
        table = self._rows(rows[(number - 1) * PAGE : number * PAGE])
        return FindingsPage(tuple(table.to_pylist()), table, len(rows), number, pages)

    def on_lines(self, first: int, last: int) -> pa.Table:
        """Return the findings on the lines from `first` to `last` in reading order."""
        line = pc.fill_null(self.issues["line"], -1).to_numpy()[self.order]
        return self._rows(self.order[(line >= first) & (line <= last)])

    def _rows(self, rows: Integers) -> pa.Table:
        table = self.issues.select(COLUMNS).take(pa.array(rows))
        texts = pa.schema([(field.name, pa.int64() if field.name == "line" else pa.string()) for field in table.schema])
        return table.cast(texts)


def _is(issues: pa.Table, name: str, word: str | None) -> npt.NDArray[np.bool_]:
    """Return which issues have a category in a column; None stands for those that have none."""
    column = _whole(issues[name])
    if word is None:
        return np.asarray(pc.is_null(column).to_numpy(zero_copy_only=False))
    code = column.dictionary.index(word).as_py()
    return np.asarray((column.indices.fill_null(-1).to_numpy() == code) & (code >= 0), dtype=bool)


def _numbers(issues: pa.Table, name: str, words: tuple[str, ...]) -> Integers:
    """Return the index in `words` of each issue's category."""
    column = _whole(issues[name])
    ranks = np.array([words.index(word) for word in column.dictionary.to_pylist()], dtype=np.int64)
    return ranks[column.indices.to_numpy()] if len(column) else np.zeros(0, dtype=np.int64)


def _whole(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return a dictionary-encoded column in one chunk."""
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
