"""A field that is published wherever another has some value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.listing import listed
from transforms.domain.rules.base import DeclaredRule, FieldValues, RecordTest, as_number, is_any_of

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class PublishedWhen(DeclaredRule):
    """`field` is published wherever `when` is one of `codes`; with `unless`, wherever it is another.

    A record whose `when` is blank or can't be read is not tested.
    """

    field: str
    when: str
    codes: tuple[str, ...]
    unless: bool = False

    def reads(self) -> tuple[str, ...]:
        """Return the field and the one that calls for it."""
        return (self.field, self.when)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: the field is filled in, of the records that call for it."""
        condition = f"{self.when} is {'something else than ' if self.unless else ''}{listed(self.codes, 'or')}"
        name = f"{self.field}.published_when.{self.when}"
        return (
            RecordTest(
                name=name,
                sentence=f"{self.field} is published wherever {condition}.",
                code="value-missing",
                field=self.field,
                fields=self.reads(),
                measure=self.measure,
                facts={"which": f"a record whose {condition}", "rule": name},
                records=f"records whose {condition}",
            ),
        )

    def measure(self, records: FieldValues) -> pa.Array:
        """Return whether the field is filled in, of the records that call for it."""
        import pyarrow.compute as pc

        is_code = is_any_of(records, self.when, self.codes)
        is_called_for = pc.invert(is_code) if self.unless else is_code
        return as_number(pc.if_else(pc.fill_null(is_called_for, False), records.has_value(self.field), None))
