"""An imputed figure: what stands in for the figure of an authority without data, beside its blank value.

Source: docs/specifications/life-of-a-return.md, section 3.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImputedCell:
    """A figure that stands in for a missing one.

    For a total area `value` is the total without such figures, and `imputed` the total with them.
    """

    authority: str
    cell: str
    value: str
    imputed: str
    method: str
