"""History rules: what must hold of a file beside the one that was in use before it, declared by its standard.

Source: rhythms are those of the standards (Local Government Transparency Code 2015: quarterly data within a month of
        the quarter's end, yearly data within a month of the year's; the others by usage).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class KeysStay:
    """A record that was published stays published: no key of the earlier file is missing from the later one."""


@dataclass(frozen=True)
class NeverBlankAgain:
    """A record whose `field` was filled in still has it: a decided case does not become undecided."""

    field: str


@dataclass(frozen=True)
class NeverEarlier:
    """The date `field` of a record does not move backwards."""

    field: str


HistoryRule = KeysStay | NeverBlankAgain | NeverEarlier


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
