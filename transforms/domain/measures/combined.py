"""Measures made of others: sums and differences of cells, and one or another measure by a fact or by a switch."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Any

from transforms.domain.conditions import ColumnWords
from transforms.domain.measures.base import Measure, MeasuredRecords, Selection

if TYPE_CHECKING:
    from transforms.domain.measures.base import Values


@dataclass(frozen=True)
class SumOf(Measure):
    """The sum of other cells; its records are the union of theirs."""

    cells: tuple[str, ...]

    @property
    def plus(self) -> tuple[str, ...]:
        """The cells that are added up."""
        return self.cells

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return the sums."""
        return _sum(exact, self.cells)

    def lead(self, words: ColumnWords) -> str:  # noqa: ARG002
        """Return what is added up."""
        return "The same as another cell" if len(self.cells) == 1 else "The sum of other cells"

    def formula(self) -> str:
        """Return the cells."""
        return " + ".join(self.cells)


@dataclass(frozen=True)
class Difference(Measure):
    """Some cells less others; its records are listed part by part."""

    added: tuple[str, ...]
    taken_away: tuple[str, ...]

    @property
    def plus(self) -> tuple[str, ...]:
        """The cells that are added up."""
        return self.added

    @property
    def minus(self) -> tuple[str, ...]:
        """The cells that are taken away."""
        return self.taken_away

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return the differences."""
        return _combine(lambda left, right: left - right, [_sum(exact, self.added), _sum(exact, self.taken_away)])

    def lead(self, words: ColumnWords) -> str:  # noqa: ARG002
        """Return that cells are taken from cells."""
        return "Some cells less others"

    def formula(self) -> str:
        """Return the cells."""
        return " − ".join((" + ".join(self.added), *self.taken_away))


@dataclass(frozen=True)
class ByFactMeasure(Measure):
    """One measure of the authorities of which a fact is true, and another of the rest."""

    fact: str
    if_true: Measure
    if_false: Measure

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The records that either reads."""
        return (*self.if_true.selections, *self.if_false.selections)

    def for_switches(self, switches: Mapping[str, str]) -> Measure:
        """Return it with both measures as switches are set."""
        return replace(self, if_true=self.if_true.for_switches(switches), if_false=self.if_false.for_switches(switches))

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":
        """Return for each authority the value of its measure."""
        import numpy as np

        yes, no = (measure.value(records, exact) for measure in (self.if_true, self.if_false))
        return np.where(records.facts[self.fact], yes, no)

    @property
    def written_decimals(self) -> int | None:
        """As the first measure writes its values."""
        return self.if_true.written_decimals

    def lead(self, words: ColumnWords) -> str:
        """Return how the first is computed."""
        return self.if_true.lead(words)

    def formula(self) -> str:
        """Return both rules and the fact that decides."""
        fact = self.fact.replace("_", " ")
        return f"where {fact}:\n  {self.if_true.formula()}\notherwise:\n  {self.if_false.formula()}"


@dataclass(frozen=True)
class BySwitchMeasure(Measure):
    """One or another measure, as a switch is set: by each value of the switch."""

    switch: str
    measures: tuple[tuple[str, Measure], ...]

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The records that any of them reads."""
        return tuple(selection for _, measure in self.measures for selection in measure.selections)

    def for_switches(self, switches: Mapping[str, str]) -> Measure:
        """Return the measure of the switch's value."""
        return dict(self.measures)[switches[self.switch]].for_switches(switches)

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":
        """Return the values of the measure that is chosen."""
        return self.for_switches(records.switches).value(records, exact)

    @property
    def written_decimals(self) -> int | None:
        """As the first measure writes its values."""
        return self.measures[0][1].written_decimals

    def lead(self, words: ColumnWords) -> str:
        """Return how the first is computed."""
        return self.measures[0][1].lead(words)

    def formula(self) -> str:
        """Return every rule and the value that decides for it."""
        return "\n".join(f"{self.switch} = “{value}”:\n  {measure.formula()}" for value, measure in self.measures)


def _sum(exact: Mapping[str, "Values"], cells: tuple[str, ...]) -> "Values":
    return _combine(lambda left, right: left + right, [exact[cell] for cell in cells])


def _combine(operation: Any, values: list["Values"]) -> "Values":  # noqa: ANN401
    """Return values combined one after the other; None where a part is None."""
    import numpy as np

    def combine(left: "Values", right: "Values") -> "Values":
        if left.dtype != object and right.dtype != object:
            return np.asarray(operation(left, right))
        pairs = zip(left.tolist(), right.tolist(), strict=True)
        return np.array([None if None in pair else operation(*pair) for pair in pairs], dtype=object)

    return reduce(combine, values)
