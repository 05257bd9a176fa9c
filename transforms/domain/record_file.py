"""A file of a return that lists records: a row each, and whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RecordFile:
    """One file's rows, in the order of their authorities' codes; `authority` has the code for each row."""

    name: str
    rows: Any  # Arrow table, as it is written
    authority: Any  # Arrow, text


def no_files() -> Iterator[RecordFile]:
    """Yield nothing: of a return that has no such files."""
    yield from ()
