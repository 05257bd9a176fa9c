"""What a return declares of disclosure: how its figures are made safe before the public sees them.

Known:  most returns declare nothing: PS1 and PS2 publish small counts as they are. The department always gets the
        figures themselves.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class CellSum:
    """A cell of an authority that is the sum of others of it."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class DisclosurePolicy:
    """Which figures are too small to be shown, and how the others are.

    A figure above zero and below `threshold` is suppressed. What is shown is rounded to a multiple of `rounding_base`,
    where that is more than 1. `cells` are those that it is about, none for all; `sums` are the cells that add up within
    an authority, beside the sums over authorities that every total area is.
    """

    threshold: int
    rounding_base: int = 1
    cells: tuple[str, ...] = ()
    sums: tuple[CellSum, ...] = ()

    def is_about(self, cell: str) -> bool:
        """Return whether the policy is about a cell."""
        return not self.cells or cell in self.cells
