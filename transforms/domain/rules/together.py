"""Two fields that are published together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from transforms.domain.rules.base import DeclaredRule, FieldValues, RecordTest, as_number

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Together(DeclaredRule):
    """`first` and `second` are both published or both blank."""

    first: str
    second: str

    def reads(self) -> tuple[str, ...]:
        """Return both fields."""
        return (self.first, self.second)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one for each of the two, since either may be the one that is missing."""
        return (_published_with(self.first, self.second), _published_with(self.second, self.first))


def _published_with(field: str, other: str) -> RecordTest[FieldValues]:
    return RecordTest(
        name=f"{field}.published_with.{other}",
        sentence=f"{field} is published wherever {other} is.",
        code="pair-incomplete",
        field=field,
        fields=(field, other),
        measure=partial(_is_given_with, field, other),
        facts={"first": other, "second": field},
    )


def _is_given_with(field: str, other: str, records: FieldValues) -> pa.Array:
    """Return whether a field is filled in, of the records where the other is."""
    import pyarrow.compute as pc

    return as_number(pc.if_else(records.has_value(other), records.has_value(field), None))
