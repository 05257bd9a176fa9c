"""The findings of one report, sorted and filtered by severity, code, column and whether they are new, a page at a time.

Known   of a million findings only one page becomes Python objects; the rest stays in dictionary-encoded Arrow columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.priorities import FixPriority
from transforms.render.issue_entries import SEVERITIES

Integers = npt.NDArray[np.int64]
PAGE = 50
COLUMNS = ["severity", "code", "column", "line", "value", "message", "fix", "fingerprint"]
CATEGORIES = ("severity", "code", "column")
SORTS = {"kind": "What to fix first", "severity": "Severity, then line", "line": "Line", "column": "Column"}
NO_COLUMN = "-"  # in an address: findings that are about no column


@dataclass(frozen=True)
class FindingFilter:
    """Which findings to list, blank means all; and in which order, of `SORTS`, blank means the most severe first."""

    severity: str = ""
    code: str = ""
    column: str = ""
    new: str = ""  # only those opened by this file
    sort: str = ""


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
    kinds: Sequence[FixPriority] = ()  # the groups of the findings in the order in which to fix them
    _orders: dict[str, Integers] = field(default_factory=dict)

    @classmethod
    def of(cls, issues: pa.Table, kinds: Sequence[FixPriority] = ()) -> "Findings":
        """Return the findings of an issue table, its categories dictionary-encoded where they are not."""
        for name in (*CATEGORIES, "message"):
            if not pa.types.is_dictionary(issues.schema.field(name).type):
                index = issues.schema.get_field_index(name)
                issues = issues.set_column(index, name, issues[name].dictionary_encode())
        issues = issues.unify_dictionaries().combine_chunks()
        severity = _numbers(issues, "severity", SEVERITIES)
        line = pc.fill_null(issues["line"], 0).to_numpy()
        return cls(issues, np.lexsort((line, severity)).astype(np.int64), kinds)

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return int(self.issues.nbytes + self.order.nbytes)

    def filtered(self, finding_filter: FindingFilter, new: pa.Array | None = None) -> Integers:
        """Return the row numbers of the filtered findings, sorted.

        Args:
            finding_filter: which, and in which order.
            new: the fingerprints of those that are new, if only they are wanted.

        """
        is_wanted = np.ones(len(self.order), dtype=bool)
        if new is not None:
            is_wanted &= pc.is_in(self.issues["fingerprint"], new).to_numpy()
        for name in CATEGORIES:
            if category := getattr(finding_filter, name):
                is_wanted &= _is(self.issues, name, None if name == "column" and category == NO_COLUMN else category)
        order = self._sorted(finding_filter.sort)
        return order[is_wanted[order]] if len(is_wanted) else order

    def _sorted(self, sort: str) -> Integers:
        """Return all row numbers in an order of `SORTS`, worked out once; equal ones stay in reading order."""
        if sort not in SORTS or sort == "severity":
            return self.order
        if sort not in self._orders:
            line = pc.fill_null(self.issues["line"], 0).to_numpy()[self.order]
            column = _words(self.issues, "column")[self.order]
            keys = {"line": (line,), "column": (line, column), "kind": (line, *self._kinds())}[sort]
            self._orders[sort] = self.order[np.lexsort(keys)]
        return self._orders[sort]

    def _kinds(self) -> tuple[Integers, Integers]:
        """Return, in reading order, the number of each finding's sentence, and of its kind in fixing order."""
        code, column = _whole(self.issues["code"]), _whole(self.issues["column"])
        width = len(column.dictionary) + 1
        codes = {word: position for position, word in enumerate(code.dictionary.to_pylist())}
        columns: dict[str | None, int] = {word: position for position, word in enumerate(column.dictionary.to_pylist())}
        ranks = np.full(len(codes) * width + width, len(self.kinds), dtype=np.int64)
        for rank, kind in reversed(list(enumerate(self.kinds))):
            ranks[codes[kind.code] * width + columns.get(kind.column, width - 1)] = rank
        position = code.indices.to_numpy().astype(np.int64) * width + column.indices.fill_null(width - 1).to_numpy()
        severity = _numbers(self.issues, "severity", SEVERITIES) * len(ranks)
        message = _whole(self.issues["message"]).indices.fill_null(-1).to_numpy().astype(np.int64)
        return message[self.order], (severity + ranks[position])[self.order]

    def table(self, finding_filter: FindingFilter, new: pa.Array | None = None) -> pa.Table:
        """Return the filtered findings with all that is known of them, in the order of the file's report."""
        return self.issues.take(pa.array(np.sort(self.filtered(finding_filter, new))))

    def page(self, finding_filter: FindingFilter, number: int, new: pa.Array | None = None) -> FindingsPage:
        """Return one page of the filtered findings; a number beyond the last page means the last."""
        rows = self.filtered(finding_filter, new)
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


def _words(issues: pa.Table, name: str) -> Integers:
    """Return the position of each issue's category among all of a column in alphabetical order, those without last."""
    column = _whole(issues[name])
    words = column.dictionary.to_pylist()
    places = {word: position for position, word in enumerate(sorted(words, key=str.casefold))}
    ranks = np.array([*(places[word] for word in words), len(words)], dtype=np.int64)
    return np.asarray(ranks[column.indices.fill_null(len(words)).to_numpy()])


def _numbers(issues: pa.Table, name: str, words: tuple[str, ...]) -> Integers:
    """Return the index in `words` of each issue's category."""
    column = _whole(issues[name])
    ranks = np.array([words.index(word) for word in column.dictionary.to_pylist()], dtype=np.int64)
    return ranks[column.indices.to_numpy()] if len(column) else np.zeros(0, dtype=np.int64)


def _whole(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return a dictionary-encoded column in one chunk."""
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
