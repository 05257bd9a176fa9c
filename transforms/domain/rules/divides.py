"""A ratio that is the quotient of two fields beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.rules.base import DeclaredRule, FieldValues, Record, RecordTest

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Divides(DeclaredRule):
    """`quotient` is `dividend` divided by `divisor`, to within `tolerance`; without all three it is not tested."""

    quotient: str
    dividend: str
    divisor: str
    tolerance: float = 1.0

    def reads(self) -> tuple[str, ...]:
        """Return all three."""
        return (self.quotient, self.dividend, self.divisor)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: what the quotient is over that of the two fields is zero, to within the tolerance."""
        name = f"{self.quotient}.quotient_of.{self.dividend}/{self.divisor}"
        statement = f"{self.quotient} is {self.dividend} ÷ {self.divisor}"
        return (
            RecordTest(
                name=name,
                sentence=f"{statement}, to within {self.tolerance:g}.",
                code="total-disagrees",
                field=self.quotient,
                fields=self.reads(),
                measure=self.measure,
                minimum=-self.tolerance,
                maximum=self.tolerance,
                facts={
                    "statement": statement.replace(" is ", " should be ", 1),
                    "tolerance": f"{self.tolerance:g}",
                    "rule": name,
                },
            ),
        )

    def measure(self, records: FieldValues) -> pa.Array:
        """Return what the quotient is over that of the two fields; nothing is divided by zero."""
        import pyarrow.compute as pc

        quotient, dividend, divisor = map(records.numbers, self.reads())
        return pc.subtract(quotient, pc.divide(dividend, pc.if_else(pc.equal(divisor, 0), None, divisor)))

    def example(self, record: Mapping[str, str]) -> Record:
        """Return one divided by one."""
        return dict.fromkeys(self.reads(), "1") if record.keys() >= set(self.reads()) else {}

    def adjusted(self, record: Mapping[str, str]) -> Record:
        """Return the quotient of what stands in the record, which a sum may have changed."""
        if not record.keys() >= set(self.reads()):
            return {}
        if not float(record[self.divisor]):
            return {self.divisor: "1"}
        return {self.quotient: f"{float(record[self.dividend]) / float(record[self.divisor]):g}"}
