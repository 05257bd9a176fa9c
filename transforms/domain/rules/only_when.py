"""A field that is blank unless another has some value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.listing import listed
from transforms.domain.rules.base import DeclaredRule, FieldValues, Record, RecordTest, as_number, is_any_of

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class OnlyWhen(DeclaredRule):
    """`field` is blank unless `when` is one of `codes`; a record whose `when` is blank is not tested."""

    field: str
    when: str
    codes: tuple[str, ...]

    def reads(self) -> tuple[str, ...]:
        """Return the field and the one that allows it."""
        return (self.field, self.when)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: the field is allowed, of the records that have it."""
        condition = f"{self.when} is {listed(self.codes, 'or')}"
        name = f"{self.field}.only_when.{self.when}"
        return (
            RecordTest(
                name=name,
                sentence=f"{self.field} is published only where {condition}.",
                code="value-out-of-place",
                field=self.field,
                fields=self.reads(),
                measure=self.measure,
                facts={"condition": condition, "when": self.when, "rule": name},
            ),
        )

    def measure(self, records: FieldValues) -> pa.Array:
        """Return whether the field is allowed, of the records that have it."""
        import pyarrow.compute as pc

        is_allowed = is_any_of(records, self.when, self.codes)
        return as_number(pc.if_else(records.has_value(self.field), is_allowed, None))

    def example(self, record: Mapping[str, str]) -> Record:
        """Return the value that allows the field."""
        return {self.when: self.codes[0]} if self.field in record and self.when in record else {}
