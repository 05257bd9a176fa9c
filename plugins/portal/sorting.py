"""Sorting: a table in the order of one of its columns, chosen by links that need no script.

Source: WAI-ARIA 1.2, `aria-sort`, on the heading of the column that a table is in the order of.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request

Row = TypeVar("Row")
DIRECTIONS = {True: "descending", False: "ascending"}


@dataclass(frozen=True)
class Heading:
    """The heading of a column: its words, where its link leads, and whether the table is in its order."""

    words: str
    link: str
    direction: str  # as `aria-sort` says it; blank where the table is in another order
    is_number: bool


def order_asked(request: Request, columns: Mapping[str, str]) -> str:
    """Return the column that a page is asked to sort by, with a minus the other way; else the first."""
    asked = request.query_params.get("sort", "")
    return asked if asked.removeprefix("-") in columns else next(iter(columns))


def headings(
    request: Request, columns: Mapping[str, str], sort: str, anchor: str, words_only: Sequence[str] = ("name",)
) -> list[Heading]:
    """Return the headings of columns, whose links ask for the page in their order: numbers from the greatest.

    Args:
        request: whose address is asked for again.
        columns: key and words of each.
        sort: the order that the table is in.
        anchor: the table's.
        words_only: the columns that hold no numbers.

    """
    found = []
    for key, words in columns.items():
        is_here = sort.removeprefix("-") == key
        is_number = key not in words_only
        turned = (key if sort.startswith("-") else f"-{key}") if is_here else f"-{key}" if is_number else key
        url = request.url.include_query_params(sort=turned).remove_query_params("page")
        direction = DIRECTIONS[sort.startswith("-")] if is_here else ""
        found.append(Heading(words, f"?{url.query}#{anchor}", direction, is_number))
    return found


def ordered(rows: Sequence[Row], sort: str, value: Callable[[Row, str], Any]) -> list[Row]:
    """Return rows by the column that `sort` names, alike ones in the order given, those without a value last."""
    column = sort.removeprefix("-")
    known = [row for row in rows if value(row, column) is not None]
    blank = [row for row in rows if value(row, column) is None]
    return sorted(known, key=lambda row: value(row, column), reverse=sort.startswith("-")) + blank
