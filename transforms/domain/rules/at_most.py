"""A range whose end is not below its beginning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.rules.base import DeclaredRule, FieldValues, Record, RecordTest

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class AtMost(DeclaredRule):
    """`lower`, or where it is blank `lower_else`, is not more than `upper`; both are used as published."""

    lower: str
    upper: str
    lower_else: str | None = None

    def reads(self) -> tuple[str, ...]:
        """Return the end; a cell of it may hold the beginning too."""
        return (self.upper,)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: by how much the end is above the beginning is zero or more."""
        return (
            RecordTest(
                name=f"{self.upper}.at_least.{self.lower}",
                sentence=f"{self.upper} is not less than {self.lower}.",
                code="value-out-of-range",
                field=self.upper,
                fields=self.reads(),
                measure=self.measure,
                minimum=0,
                facts={"expected": f"at least {self.lower}", "rule": "range"},
            ),
        )

    def measure(self, records: FieldValues) -> pa.Array:
        """Return by how much the end is above the beginning; both may stand in one cell."""
        import pyarrow.compute as pc

        starts = [name for name in (self.lower, self.lower_else) if name]
        beginning = pc.coalesce(*map(records.numbers, starts))
        ends = (records.range_ends(self.upper), records.numbers(self.upper), *map(records.range_ends, starts))
        return pc.subtract(pc.coalesce(*ends), beginning)

    def example(self, record: Mapping[str, str]) -> Record:
        """Return the smallest range."""
        return {self.lower: "1", self.upper: "1"} if self.lower in record and self.upper in record else {}

    def adjusted(self, record: Mapping[str, str]) -> Record:
        """Return an end that is no less than the beginning."""
        if self.lower not in record or self.upper not in record:
            return {}
        return {self.upper: max(record[self.lower], record[self.upper], key=float)}
