"""History rules: what must hold of a file beside the one that was in use before it, declared by its standard.

Source: rhythms are those of the standards (Local Government Transparency Code 2015: quarterly data within a month of
        the quarter's end, yearly data within a month of the year's; the others by usage).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from transforms.domain.rules.base import RecordTest, as_number

if TYPE_CHECKING:
    import pyarrow as pa

EARLIER = "records of the file before"


class PairedRecords(Protocol):
    """The records of the earlier file, each beside the one of the later file with its key, if there is one.

    Every array has one element per record of the earlier file. Of a field that one of the files lacks all is null.
    """

    def are_there(self) -> pa.Array:
        """Return whether each record is in the later file; never null."""
        ...

    def has_value(self, field: str, *, is_later: bool) -> pa.Array:
        """Return whether there is something in a field of the later or the earlier file; null where no record is."""
        ...

    def days(self, field: str, *, is_later: bool) -> pa.Array:
        """Return the dates of a field as days since 1970, null where blank."""
        ...


class HistoryRule(ABC):
    """What must hold of every record of the earlier file."""

    @abstractmethod
    def test(self, key: tuple[str, ...]) -> RecordTest[PairedRecords]:
        """Return what is tested of the pairs of records with one `key`."""


@dataclass(frozen=True)
class KeysStay(HistoryRule):
    """A record that was published stays published: no key of the earlier file is missing from the later one."""

    def test(self, key: tuple[str, ...]) -> RecordTest[PairedRecords]:
        """Return whether each record is still there."""
        words = f"No {' and '.join(key)} of the file before is gone"
        return _test(f"{key[0]}.stays", words, "record-vanished", key, lambda pairs: as_number(pairs.are_there()))


@dataclass(frozen=True)
class NeverBlankAgain(HistoryRule):
    """A record whose `field` was filled in still has it: a decided case does not become undecided."""

    field: str

    def test(self, key: tuple[str, ...]) -> RecordTest[PairedRecords]:  # noqa: ARG002
        """Return whether the field is filled in, of the records that had it."""
        words = f"{self.field} is not blank where the file before had it"
        return _test(f"{self.field}.stays_given", words, "value-withdrawn", (self.field,), self._is_still_given)

    def _is_still_given(self, pairs: PairedRecords) -> pa.Array:
        import pyarrow.compute as pc

        had_value = pairs.has_value(self.field, is_later=False)
        return as_number(pc.if_else(had_value, pairs.has_value(self.field, is_later=True), None))


@dataclass(frozen=True)
class NeverEarlier(HistoryRule):
    """The date `field` of a record does not move backwards."""

    field: str

    def test(self, key: tuple[str, ...]) -> RecordTest[PairedRecords]:  # noqa: ARG002
        """Return by how many days the date moved on, which is zero or more."""
        words = f"{self.field} is not earlier than in the file before"
        return _test(f"{self.field}.not_moved_back", words, "date-moved-back", (self.field,), self._days_moved, 0)

    def _days_moved(self, pairs: PairedRecords) -> pa.Array:
        import pyarrow.compute as pc

        return pc.subtract(pairs.days(self.field, is_later=True), pairs.days(self.field, is_later=False))


def _test(
    name: str,
    words: str,
    code: str,
    fields: tuple[str, ...],
    measure: Callable[[PairedRecords], pa.Array],
    minimum: float = 1,
) -> RecordTest[PairedRecords]:
    return RecordTest(name, f"{words}.", code, fields[0], fields, measure, minimum, None, {"rule": name}, EARLIER)


@dataclass(frozen=True)
class Rhythm:
    """How often a standard asks for a new file, and how much later one may come, both in days."""

    days: int
    grace: int


# By the word of `DatasetStandard.frequency`; a standard with another word has no rhythm that could be missed.
RHYTHMS: Mapping[str, Rhythm] = MappingProxyType(
    {
        "daily": Rhythm(1, 6),
        "weekly": Rhythm(7, 7),
        "monthly": Rhythm(31, 14),
        "quarterly": Rhythm(92, 31),
        "yearly": Rhythm(366, 31),
    }
)
