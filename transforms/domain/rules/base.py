"""What every declared rule has: its sentence, what is tested of each record, and an example that meets it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    import pyarrow as pa


TRUE = 1  # what a statement that holds is worth, where there is nothing to count
Record = dict[str, str]


class FieldValues(Protocol):
    """The records of one file as rules on several fields read them; every array has one element per record."""

    def numbers(self, field: str) -> pa.Array:
        """Return the numbers of a field, of a range its first: float64, null where blank or unreadable."""
        ...

    def range_ends(self, field: str) -> pa.Array:
        """Return the second number of every cell that holds two: float64, null elsewhere."""
        ...

    def amounts(self, field: str) -> pa.Array:
        """Return the numbers of a field so that they add up exactly: decimals, null where blank or unreadable."""
        ...

    def days(self, field: str) -> pa.Array:
        """Return the dates of a field as days since 1970: float64, null where blank or unreadable."""
        ...

    def texts(self, field: str) -> pa.Array:
        """Return the values of a field as text, null where blank or unreadable."""
        ...

    def has_value(self, field: str) -> pa.Array:
        """Return whether there is something in a field, be it unreadable or withheld; never null."""
        ...

    def separator(self, field: str) -> str | None:
        """Return what parts the values of a cell that may hold several."""
        ...

    def keys(self, standard: str) -> pa.Array:
        """Return the keys of the records that the same authority publishes under another standard, as text."""
        ...


Tested = TypeVar("Tested")  # the records of a file, or pairs of records of two files


@dataclass(frozen=True)
class RecordTest(Generic[Tested]):
    """One statement about every record: the number that stands for it, and the bounds of that number in good data.

    `measure` gives the number, null where the record is not tested; for a statement that is true or false it is 1 or 0.
    `fields` must be in the file. A record that is out of bounds is an issue `code` on `field`, told with `facts`.
    `records` says which records are tested, where that is not those with all of `fields`; `linked` names the standard
    whose keys must be known.
    """

    name: str
    sentence: str
    code: str
    field: str
    fields: tuple[str, ...]
    measure: Callable[[Tested], pa.Array]
    minimum: float | None = TRUE
    maximum: float | None = None
    facts: Mapping[str, object] = dataclass_field(default_factory=dict)
    records: str = ""
    linked: str | None = None


class DeclaredRule(ABC):
    """A rule on several fields of a record, or on a whole file, as a standard declares it."""

    @abstractmethod
    def tests(self) -> tuple[RecordTest[FieldValues], ...]:
        """Return what is tested of every record."""

    def sentences(self) -> tuple[str, ...]:
        """Return what is true of good data."""
        return tuple(test.sentence for test in self.tests())

    @abstractmethod
    def reads(self) -> tuple[str, ...]:
        """Return the fields without which the rule says nothing."""

    def example(self, record: Mapping[str, str]) -> Record:  # noqa: ARG002 - most rules hold of any example
        """Return the values that make a record an example of the rule, if another rule does not change them."""
        return {}

    def adjusted(self, record: Mapping[str, str]) -> Record:  # noqa: ARG002
        """Return the values that follow from those of other fields."""
        return {}


def is_any_of(records: FieldValues, field: str, codes: tuple[str, ...]) -> pa.Array:
    """Return whether a field, or one of the several values in its cell, is one of `codes`; null where it is blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from transforms.domain.folded_text import fold, fold_texts

    values, folded = records.texts(field), {fold(code) for code in codes}
    separator = records.separator(field)
    if separator is None:
        is_code = pc.is_in(fold_texts(values), pa.array(sorted(folded), pa.string()))
        return pc.if_else(pc.is_valid(values), is_code, None)
    encoded = values.dictionary_encode()
    hits = [not folded.isdisjoint(map(fold, text.split(separator))) for text in encoded.dictionary.to_pylist()]
    return pa.array(hits, pa.bool_()).take(encoded.indices)


def as_number(statement: pa.Array) -> pa.Array:
    """Return 1 where a statement is true, 0 where it is false, null where it is neither."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.cast(pc.cast(statement, pa.int8()), pa.float64())
