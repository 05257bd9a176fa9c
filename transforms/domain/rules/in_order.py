"""Two dates of a record that have to follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.rules.base import DeclaredRule, FieldValues, RecordTest

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class InOrder(DeclaredRule):
    """`later` is not before `earlier`; records without both are not tested."""

    earlier: str
    later: str

    def reads(self) -> tuple[str, ...]:
        """Return the two dates."""
        return (self.later, self.earlier)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: the days from the earlier date to the later are zero or more."""
        name, words = f"{self.later}.not_before.{self.earlier}", f"{self.later} is not before {self.earlier}"
        return (_dates(self, name, words, self.later),)

    def measure(self, records: FieldValues) -> pa.Array:
        """Return the days from the earlier date to the later."""
        import pyarrow.compute as pc

        return pc.subtract(records.days(self.later), records.days(self.earlier))


@dataclass(frozen=True)
class OnOrBefore(DeclaredRule):
    """`date` is not after `limit` (the extract date)."""

    date: str
    limit: str

    def reads(self) -> tuple[str, ...]:
        """Return the two dates."""
        return (self.limit, self.date)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: the days from the date to its limit are zero or more."""
        name, words = f"{self.date}.not_after.{self.limit}", f"{self.date} is not after {self.limit}"
        return (_dates(self, name, words, self.date),)

    def measure(self, records: FieldValues) -> pa.Array:
        """Return the days from the date to its limit."""
        import pyarrow.compute as pc

        return pc.subtract(records.days(self.limit), records.days(self.date))


def _dates(rule: InOrder | OnOrBefore, name: str, words: str, field: str) -> RecordTest[FieldValues]:
    return RecordTest(
        name=name,
        sentence=f"{words}.",
        code="dates-out-of-order",
        field=field,
        fields=rule.reads(),
        measure=rule.measure,
        minimum=0,
        facts={"rule_text": words.replace(" is not ", " should not be "), "rule": name},
    )
