"""Sorting a table by one of its columns, chosen by links that need no script.

Source: WAI-ARIA 1.2, `aria-sort`, on the heading of the column that a table is sorted by.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request

Row = TypeVar("Row")
DIRECTIONS = {True: "descending", False: "ascending"}


@dataclass(frozen=True)
class SortableHeading:
    """The heading of a column: its words, the link that sorts by it, and whether the table is sorted by it now."""

    words: str
    link: str
    direction: str  # a value of `aria-sort`; blank where the table is sorted by another column
    is_number: bool


def requested_order(request: Request, columns: Mapping[str, str]) -> str:
    """Return the column in the address's `sort`, with a minus in front for descending; without one the first column."""
    requested = request.query_params.get("sort", "")
    return requested if requested.removeprefix("-") in columns else next(iter(columns))


def headings(
    request: Request, columns: Mapping[str, str], sort: str, anchor: str, words_only: Sequence[str] = ("name",)
) -> list[SortableHeading]:
    """Return the headings of columns; the link of each sorts by it, numbers from the greatest.

    Args:
        request: the request whose address the links repeat.
        columns: the key of each column and the words of its heading.
        sort: what the table is sorted by now.
        anchor: the id of the table.
        words_only: the columns that hold no numbers.

    """
    row = []
    for key, words in columns.items():
        is_current = sort.removeprefix("-") == key
        is_number = key not in words_only
        next_sort = (key if sort.startswith("-") else f"-{key}") if is_current else f"-{key}" if is_number else key
        url = request.url.include_query_params(sort=next_sort).remove_query_params("page")
        direction = DIRECTIONS[sort.startswith("-")] if is_current else ""
        row.append(SortableHeading(words, f"?{url.query}#{anchor}", direction, is_number))
    return row


def sort_rows(rows: Sequence[Row], sort: str, value: Callable[[Row, str], Any]) -> list[Row]:
    """Return rows sorted by the column that `sort` names: equal ones in the order given, those without a value last."""
    column = sort.removeprefix("-")
    with_value = [row for row in rows if value(row, column) is not None]
    blank = [row for row in rows if value(row, column) is None]
    return sorted(with_value, key=lambda row: value(row, column), reverse=sort.startswith("-")) + blank
