"""A label that is a word of its list, where no address says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.codelist import Codelist
from transforms.domain.rules.base import DeclaredRule, FieldValues, RecordTest, as_number

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class ListedUnless(DeclaredRule):
    """`label` is a word of the list where `uri`, which would say the same, is blank or can't be read.

    For a field without which a record counts nowhere: there, unlike under `Agrees`, a local word says nothing.
    """

    label: str
    uri: str
    codelist: Codelist

    def reads(self) -> tuple[str, ...]:
        """Return the label; a file may have no column for the address."""
        return (self.label,)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: the label is one of the list's words."""
        name = f"{self.label}.listed_unless.{self.uri}"
        return (
            RecordTest(
                name=name,
                sentence=f"{self.label} is a word of the list, unless {self.uri} is one of its addresses.",
                code="code-unknown",
                field=self.label,
                fields=self.reads(),
                measure=self.measure,
                facts={
                    "text": "The text",
                    "expected": ", ".join(code.label for code in self.codelist.codes),
                    "rule": name,
                },
            ),
        )

    def measure(self, records: FieldValues) -> pa.Array:
        """Return whether the label is a word of the list, of the records with a label and no readable address."""
        import pyarrow as pa
        import pyarrow.compute as pc

        from transforms.domain.folded_text import fold, fold_texts

        labels = records.texts(self.label)
        words = {fold(word) for code in self.codelist.codes for word in (code.label, *code.aliases)}
        is_word = pc.is_in(fold_texts(labels), pa.array(sorted(words), pa.string()))
        is_tested = pc.and_(pc.is_valid(labels), pc.is_null(records.texts(self.uri)))
        return as_number(pc.if_else(is_tested, is_word, None))
