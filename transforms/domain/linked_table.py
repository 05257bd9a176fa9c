"""Linked tables: the other tables of an edition that spreads a record over several, and how they come to one row.

A value that comes from another table stands in a column called `<table>.<column>`, as if it had been published there.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChildTable:
    """A table whose `column` holds what the main table has in `refers_to`; of several rows the latest counts.

    With `event`, a row is something that happened: the column called so says what, and each of `values` is one such
    thing, whose column gets the day in `latest_by`.
    """

    name: str
    column: str
    refers_to: str
    values: tuple[str, ...]
    latest_by: str | None = None
    event: str | None = None


@dataclass(frozen=True)
class DerivedColumn:
    """A column made from the column `source`: its codes in other words, one word for anything, or all as it stands.

    An existing column of that name is only filled where it is blank; a record with anything in `unless` is left alone.
    """

    name: str
    source: str
    words: tuple[tuple[str, str], ...] = ()  # code and word; a source of several codes gives several words
    word: str | None = None
    unless: str | None = None
    is_single: bool = False  # of several words the first, in the order of `words`


@dataclass(frozen=True)
class ForeignKey:
    """The main table of an edition, those linked to it, and others of the specification that we don't read."""

    main: str
    key: str  # the main table's own reference
    tables: tuple[ChildTable, ...]
    derived: tuple[DerivedColumn, ...] = ()
    not_read: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What tables of the specification are called, the main one first."""
        return (self.main, *(table.name for table in self.tables), *self.not_read)
