"""A reference to a record that the same authority publishes under another standard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.rules.base import DeclaredRule, FieldValues, RecordTest, as_number

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class RefersTo(DeclaredRule):
    """`field` is the `key` of a record that the same authority publishes under another standard.

    Where a cell may hold several references, each of them is. Without the keys of that standard it is not tested.
    """

    field: str
    standard: str  # the slug
    key: str

    @property
    def records(self) -> str:
        """What the other standard is about, in words: `developer_agreements` as developer agreements."""
        return self.standard.replace("_", " ")

    def reads(self) -> tuple[str, ...]:
        """Return the field."""
        return (self.field,)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: there is such a record."""
        name = f"{self.field}.refers_to.{self.standard}"
        return (
            RecordTest(
                name=name,
                sentence=f"{self.field} is the {self.key} of one of the {self.records} of the same authority.",
                code="reference-unknown",
                field=self.field,
                fields=self.reads(),
                measure=self.measure,
                facts={"records": self.records, "key": self.key, "rule": name},
                records=f"records with `{self.field}`, where the {self.records} of the authority are known",
                linked=self.standard,
            ),
        )

    def measure(self, records: FieldValues) -> pa.Array:
        """Return whether every reference of a cell is one of the keys."""
        import pyarrow as pa
        import pyarrow.compute as pc

        values = records.texts(self.field)
        keys = pc.utf8_trim_whitespace(records.keys(self.standard)).drop_null()
        separator = records.separator(self.field)
        if separator is None:
            is_key = pc.is_in(pc.utf8_trim_whitespace(values), keys)
            return as_number(pc.if_else(pc.is_valid(values), is_key, None))
        encoded, targets = values.dictionary_encode(), set(keys.to_pylist())
        cells = encoded.dictionary.to_pylist()
        references = [{part.strip() for part in text.split(separator)} - {""} for text in cells]
        return pa.array([float(of_cell <= targets) for of_cell in references], pa.float64()).take(encoded.indices)
