"""A label in words and an address that say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from transforms.domain.codelist import Codelist
from transforms.domain.rules.base import DeclaredRule, FieldValues, Record, RecordTest

if TYPE_CHECKING:
    import pyarrow as pa

Addresses = Mapping[str, frozenset[str]]  # by a word of the list, folded


@dataclass(frozen=True)
class Agrees(DeclaredRule):
    """`label` says in words what `uri` says; `codelist` has the URIs as codes, their words as labels and aliases.

    A label that is none of the list's words is a local one, which is allowed. Several in one cell are held against each
    other in turn; a record without as many of both is not tested.
    """

    uri: str
    label: str
    codelist: Codelist

    def reads(self) -> tuple[str, ...]:
        """Return the label and the address."""
        return (self.label, self.uri)

    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return one: the label may stand beside the address."""
        name = f"{self.label}.agrees_with.{self.uri}"
        return (
            RecordTest(
                name=name,
                sentence=f"{self.label}, where it is a word of the list, is the word for {self.uri}.",
                code="label-disagrees",
                field=self.label,
                fields=self.reads(),
                measure=self.measure,
                facts={"uri": self.uri, "rule": name},
            ),
        )

    def measure(self, records: FieldValues) -> pa.Array:
        """Return whether the label may stand beside the address, of the records with both.

        Only pairs whose label is a word of the list can disagree; each different one is looked up once.
        """
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        from transforms.domain.folded_text import fold_texts

        uris, labels = records.texts(self.uri), records.texts(self.label)
        addresses = _addresses_of_words(self.codelist)
        separator = records.separator(self.uri) or records.separator(self.label)
        may_disagree = pc.is_in(fold_texts(labels), pa.array(sorted(addresses), pa.string()))
        if separator:
            may_disagree = pc.or_(may_disagree, pc.match_substring(labels, separator))
        has_both = pc.and_(pc.is_valid(uris), pc.is_valid(labels))
        numbers = pc.if_else(has_both, pa.scalar(1.0), None)
        rows = np.flatnonzero(pc.fill_null(pc.and_(has_both, may_disagree), False).to_numpy(zero_copy_only=False))
        if not len(rows):
            return numbers
        pairs = pc.binary_join_element_wise(uris.take(rows), labels.take(rows), "\0").dictionary_encode()
        split = [pair.split("\0", 1) for pair in pairs.dictionary.to_pylist()]
        answers = [_may_stand_beside(uri, label, addresses, separator) for uri, label in split]
        mask = np.zeros(len(numbers), dtype=bool)
        mask[rows] = True
        return pc.replace_with_mask(numbers, pa.array(mask), pa.array(answers, pa.float64()).take(pairs.indices))

    def example(self, record: Mapping[str, str]) -> Record:
        """Return the first address of the list with its word."""
        code = next(code for code in self.codelist.codes if code.label)
        return {self.uri: code.code, self.label: code.label} if self.uri in record and self.label in record else {}


def _may_stand_beside(uri: str, label: str, addresses: Addresses, separator: str | None) -> float | None:
    """Return 1 for a label that its address may have, 0 for one that belongs to another, None for no answer."""
    from transforms.domain.folded_text import fold

    uris, labels = (text.split(separator) if separator else [text] for text in (uri, label))
    if len(uris) != len(labels):
        return None
    pairs = [(_address(uri), addresses.get(fold(label))) for uri, label in zip(uris, labels, strict=True)]
    return float(all(not address or not expected or address in expected for address, expected in pairs))


@cache
def _addresses_of_words(codelist: Codelist) -> Addresses:
    """Return, by every word of the list, the addresses that it stands for."""
    from transforms.domain.folded_text import fold

    addresses: dict[str, set[str]] = {}
    for code in codelist.codes:
        for word in (code.label, *code.aliases):
            if word:
                addresses.setdefault(fold(word), set()).add(_address(code.code))
    return {word: frozenset(of_word) for word, of_word in addresses.items()}


def _address(uri: str) -> str:
    """Return an address as compared: http and https are one, and so is a slash at the end or none."""
    from transforms.domain.folded_text import fold

    return fold(uri).replace("https://", "http://").rstrip("/")
