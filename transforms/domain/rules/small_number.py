"""A number that is too small to be published, since it would single people out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.rules.base import DeclaredRule, FieldValues, Record, RecordTest

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class SmallNumber(DeclaredRule):
    """`field` is zero or at least `least`: a smaller number would single people or their homes out."""

    field: str
    least: int

    def reads(self) -> tuple[str, ...]:
        """Return the field."""
        return (self.field,)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one on the numbers that are not zero."""
        return (
            RecordTest(
                name=f"{self.field}.not_few",
                sentence=f"{self.field} is 0 or at least {self.least}.",
                code="value-out-of-range",
                field=self.field,
                fields=self.reads(),
                measure=self.measure,
                minimum=self.least,
                facts={
                    "expected": f"0, or at least {self.least}, since fewer can be told one from another",
                    "rule": "few",
                },
            ),
        )

    def measure(self, records: FieldValues) -> pa.Array:
        """Return the numbers, nothing for zero."""
        import pyarrow.compute as pc

        numbers = records.numbers(self.field)
        return pc.if_else(pc.equal(numbers, 0), None, numbers)

    def example(self, record: Mapping[str, str]) -> Record:
        """Return the smallest number that may be published."""
        return {self.field: str(self.least)} if self.field in record else {}
