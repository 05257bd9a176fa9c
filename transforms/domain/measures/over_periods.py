"""The measures of a return that reads another one: its cells added up over periods, and a rate held to a threshold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.conditions import ColumnWords
from transforms.domain.measures.base import Measure, MeasuredRecords
from transforms.domain.measures.share import Share

if TYPE_CHECKING:
    from transforms.domain.measures.base import Values


@dataclass(frozen=True)
class SumOverPeriods(Measure):
    """Cells of another return, added up over the periods that are read of it; its records are those of these cells.

    The derivation adds them up, under `name`, since it is given the assemblies. `where_on` are further cells, there
    only of assemblies in which a switch has a value: (switch, value, cells).
    """

    name: str
    slug: str
    cells: tuple[str, ...]
    where_on: tuple[str, str, tuple[str, ...]] | None = None

    def cells_with(self, switches: Mapping[str, str]) -> tuple[str, ...]:
        """Return the cells that are added up of an assembly, as its switches were set."""
        if self.where_on is None:
            return self.cells
        switch, value, further = self.where_on
        return self.cells + (further if switches[switch] == value else ())

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return the sums, None where no period has a value."""
        return records.figures[self.name]

    def lead(self, words: ColumnWords) -> str:  # noqa: ARG002
        """Return what is added up."""
        return "The sum of figures of another return over the periods"

    def formula(self) -> str:
        """Return the cells."""
        lines = [f"over the periods of {self.slug}:", "  " + " + ".join(self.cells)]
        if self.where_on is not None:
            switch, value, further = self.where_on
            lines += [f"and where {switch} = “{value}”:", "  " + " + ".join(further)]
        return "\n".join(lines)


@dataclass(frozen=True)
class BelowThreshold(Measure):
    """1 where a rate is below a threshold in per cent, else 0, also where a fact is not true and the rate not known."""

    share: Share
    threshold_pct: int
    fact: str

    @property
    def plus(self) -> tuple[str, ...]:
        """The cells of the rate."""
        return (*self.share.numerator, *self.share.denominator)

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":
        """Return 1 or 0 for each authority, None where a part of the rate has no value."""
        import numpy as np

        below: list[int | None] = []
        for position, is_known in enumerate(records.facts[self.fact].tolist()):
            figures = {cell: exact[cell][position] for cell in self.plus}
            rate = self.share.rate_of(figures.__getitem__) if is_known else None
            below.append(None if None in figures.values() else int(rate is not None and rate < self.threshold_pct))
        return np.array(below, dtype=object)

    def lead(self, words: ColumnWords) -> str:  # noqa: ARG002
        """Return the rule in words."""
        return f"1 where the rate is below {self.threshold_pct} per cent, otherwise 0; the rate is made of other cells"

    def formula(self) -> str:
        """Return the rate and the threshold."""
        above, below = (" + ".join(cells) for cells in (self.share.numerator, self.share.denominator))
        return f"({above}) ÷ ({below}) < {self.threshold_pct} %"
