"""A total that is the sum of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.rules.base import DeclaredRule, FieldValues, Record, RecordTest

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class AddsUp(DeclaredRule):
    """`total` is the sum of `parts` without those that are `less`, to within `tolerance`; with `at_most`, no less.

    `total` is a field, or a number that the parts of every record make. Blank parts count nothing; a record with a
    blank total or without any part is not tested.
    """

    total: str | float
    parts: tuple[str, ...]
    tolerance: float = 1.0
    less: tuple[str, ...] = ()
    at_most: bool = False

    @property
    def field(self) -> str:
        """The field on which a wrong sum is reported: the total, or the first part where that is a number."""
        return self.total if isinstance(self.total, str) else self.parts[0]

    @property
    def name(self) -> str:
        """The name of the rule, which tells two on one total apart."""
        parts = "+".join(self.parts) + "".join(f"-{part}" for part in self.less)
        total = "" if isinstance(self.total, str) else f"={self.total:g}"
        return f"{self.field}.{'at_least' if self.at_most else 'sum_of'}.{parts}{total}"

    def reads(self) -> tuple[str, ...]:
        """Return the total and the parts."""
        return tuple(dict.fromkeys((self.field, *self.parts, *self.less)))

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: what the total is over the sum is zero, to within the tolerance."""
        statement = self._statement()
        return (
            RecordTest(
                name=self.name,
                sentence=f"{statement}, to within {self.tolerance:g}.",
                code="total-disagrees",
                field=self.field,
                fields=self.reads(),
                measure=self.measure,
                minimum=-self.tolerance,
                maximum=None if self.at_most else self.tolerance,
                facts={
                    "statement": statement.replace(" is ", " should be ", 1),
                    "tolerance": f"{self.tolerance:g}",
                    "rule": self.name,
                },
                records=f"records with `{self.field}` and any of the others",
            ),
        )

    def measure(self, records: FieldValues) -> pa.Array:
        """Return what the total is over the sum of its parts; money is added up exactly."""
        import pyarrow as pa
        import pyarrow.compute as pc

        parts = [records.amounts(name) for name in self.parts]
        summed = _sum(parts)
        for name in self.less:
            amount = records.amounts(name)
            summed = pc.cast(pc.subtract(summed, pc.fill_null(amount, 0)), amount.type, safe=False)
        if isinstance(self.total, str):
            over = pc.cast(pc.subtract(records.amounts(self.total), summed), pa.float64())
        else:
            over = pc.subtract(pa.scalar(self.total, pa.float64()), pc.cast(summed, pa.float64()))
        return pc.if_else(pc.is_valid(pc.coalesce(*parts)), over, None)

    def example(self, record: Mapping[str, str]) -> Record:
        """Return parts that are zero, so that several sums make one total, or even shares of a whole."""
        if not self._is_in(record):
            return {}
        share = 0 if isinstance(self.total, str) else self.total / len(self.parts)
        return dict.fromkeys(self.parts, f"{share:g}") | dict.fromkeys(self.less, "0") | self._total("0")

    def adjusted(self, record: Mapping[str, str]) -> Record:
        """Return the total that the parts make; one that may be higher stays so."""
        if not self._is_in(record) or not isinstance(self.total, str):
            return {}
        total = sum(float(record[part]) for part in self.parts) - sum(float(record[part]) for part in self.less)
        return self._total(f"{max(total, float(record[self.total])) if self.at_most else total:g}")

    def _statement(self) -> str:
        """Return the sum in words; a number stands on the right."""
        parts = " + ".join(self.parts) + "".join(f" − {part}" for part in self.less)
        if isinstance(self.total, str):
            return f"{self.total} is {'at least ' if self.at_most else ''}{parts}"
        return f"{parts} is {'at most ' if self.at_most else ''}{self.total:g}"

    def _is_in(self, record: Mapping[str, str]) -> bool:
        return record.keys() >= set(self.reads())

    def _total(self, text: str) -> Record:
        return {self.total: text} if isinstance(self.total, str) else {}


def _sum(parts: Sequence[pa.Array]) -> pa.Array:
    """Return the sum of each record; a blank counts nothing."""
    import pyarrow.compute as pc

    total = pc.fill_null(parts[0], 0)
    for part in parts[1:]:
        total = pc.cast(pc.add(total, pc.fill_null(part, 0)), part.type, safe=False)
    return total
