"""Rankings: tables of all authorities, ordered by a rate."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ranking:
    """A table of all authorities, highest rate first; those without a rate come last.

    An authority whose figure in the cell `marked` is below `marked_below` is marked with `mark`.
    """

    name: str
    title: str
    indicator: str
    cells: tuple[str, ...]  # the columns before the rate
    marked: str
    marked_below: int
    mark: str
