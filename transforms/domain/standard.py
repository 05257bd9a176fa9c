"""Dataset standards: the agreed shape of a published dataset, declared once.

From a declaration come the column matching, the parsing, the expectation suite, the data dictionary and the published
JSON Table Schema. Declarations hold no frames and import nothing heavy, so that a DAG file reads them in milliseconds.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from transforms.domain.codelist import Codelist
from transforms.domain.history_rule import RHYTHMS, HistoryRule, Rhythm
from transforms.domain.linked_table import ForeignKey
from transforms.domain.rules import DeclaredRule

IDENTIFIERS = ("reference", "number")  # at the end of a field's name
EARLIEST, HORIZON_YEARS = date(1900, 1, 1), 100  # of any day, unless its field says otherwise


class FieldKind(StrEnum):
    """What the text of a cell stands for, and so how it is read."""

    TEXT = "text"
    DATE = "date"  # a day; a time of day is dropped
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"  # a number, or two as "10-20": read into `<name>` and `<name>__upper`
    BOOLEAN = "boolean"
    CODE = "code"  # one of a code list; read as the canonical code
    URL = "url"
    URI = "uri"
    UPRN = "uprn"
    POSTCODE = "postcode"
    EMAIL = "email"


class Requirement(StrEnum):
    """The standard's own words about publishing a field (RFC 2119)."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True)
class Field:
    """One field of a standard, under the standard's own name."""

    name: str
    kind: FieldKind
    requirement: Requirement
    description: str
    title: str = ""  # the human heading, where the standard has one beside the machine name
    aliases: tuple[str, ...] = ()  # other headers under which councils publish it
    published_as: str = ""  # the header under which one file has it, where somebody has said so
    is_essential: bool = False  # without it a record can't be counted or keyed
    codelist: Codelist | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    max_length: int | None = None
    separator: str | None = None  # several values in one cell, split on this
    example: str = ""
    is_personal: bool = False  # the standard's own place for personal data: not searched for it
    partial: str | None = None  # a date that gives a month or a year only stands for its "first" or its "last" day
    units: tuple[str, ...] = ()  # words for the field's own unit that may follow a number
    is_redactable: bool = False  # a council may write REDACTED … instead: blank on purpose, and no fault
    earliest: date = EARLIEST  # no day of the field can lie before it
    is_past: bool = False  # its day has been: none lies after the day of the check
    zero_filled: int | None = None  # digits that a spreadsheet has cut to fewer by their noughts in front
    fact: str = ""  # what it tells, by its name in `transforms/domain/facts.py`, where returns ask for the same

    @property
    def is_coded(self) -> bool:
        """Whether the field is read as the codes of a list: a code, or an address that a list has as a code."""
        return self.codelist is not None and self.kind in (FieldKind.CODE, FieldKind.URI)

    def is_identifier(self, keys: Collection[str]) -> bool:
        """Whether records or bodies are known by it: a key, or by its name a reference or a number."""
        is_named_so = self.name.casefold().endswith(IDENTIFIERS)
        return self.kind in (FieldKind.TEXT, FieldKind.UPRN) and (self.name in keys or is_named_so)

    def essential(self) -> "Field":
        """Return this field declared essential."""
        return replace(self, is_essential=True)

    def telling(self, fact: str) -> "Field":
        """Return this field with the fact that it tells."""
        return replace(self, fact=fact)

    def requires(self, requirement: Requirement) -> "Field":
        """Return this field at another requirement level."""
        return replace(self, requirement=requirement)


@dataclass(frozen=True)
class Coordinates:
    """The fields of a point, and the reference system that they are in when no field says it."""

    x: str
    y: str
    system: str | None  # the field that names the reference system, None where the standard fixes it
    default_system: str = "WGS84"


@dataclass(frozen=True)
class SharedKey:
    """That rows may share a key and be records of their own: those that differ in any of `differ_in`; a blank differs.

    Rows that agree in all of these are one record, of which the latest counts, unless `equal_rows_stay`.
    """

    fields: tuple[str, ...]  # what the records share, such as a reference
    differ_in: tuple[str, ...]
    folded: tuple[str, ...] = ()  # of these, texts in which case and the number of blanks make no difference
    equal_rows_stay: bool = False


@dataclass(frozen=True)
class Edition:
    """A standard as it stood for some years; files choose theirs by the columns that they have."""

    name: str
    fields: tuple[Field, ...]
    recognised_by: str | None = None  # a field whose column marks the edition; None for the one assumed otherwise
    linkage: ForeignKey | None = None  # where a record is spread over several tables

    def field(self, name: str) -> Field:
        """Return the field called `name`; raise KeyError if the edition has none."""
        return self._by_name()[name]

    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @property
    def essential(self) -> tuple[Field, ...]:
        """The fields without which a record can't be counted or keyed."""
        return tuple(field for field in self.fields if field.is_essential)


@dataclass(frozen=True)
class DatasetStandard:
    """The agreed shape of one published dataset, in all its editions."""

    slug: str
    title: str
    source: str  # the instrument and its address
    licence_note: str
    frequency: str  # in words: "monthly", "yearly"
    editions: tuple[Edition, ...]  # newest first; the one without `recognised_by` last
    key: tuple[str, ...]  # fields that identify a record within one publication; none where records may repeat
    shared_key: SharedKey | None = None  # where records of their own may have one key
    latest_by: str | None = None  # of records with one key the latest by this date field wins, then the later row
    organisation: tuple[str, ...] = ()  # fields that say whose a record is, first non-blank wins
    keyed_by_organisation: bool = False  # one key under two organisations is two records
    coordinates: Coordinates | None = None
    rules: tuple[DeclaredRule, ...] = ()
    history: tuple[HistoryRule, ...] = ()  # what must hold beside the file before
    volatile: tuple[str, ...] = ()  # fields (an extract date) that change without anything having changed
    comes_in_parts: bool = False  # several files of an authority, a month or a year each, are one table
    month_of: str | None = None  # of those: the date field by which records fall into the months that files are about
    no_return: str = ""  # why no return reads it, in sentences, where none does
    shrink_limit_pct: int = 50  # fewer records than this share of the last valid snapshot quarantine the new one
    version: str = "1.0"

    @property
    def unique_in(self) -> tuple[str, ...]:
        """The fields in which no two records agree; none where records may be alike."""
        if self.shared_key is None:
            return self.key
        if self.shared_key.equal_rows_stay:
            return ()
        return tuple(dict.fromkeys((*self.key, *self.shared_key.differ_in)))

    @property
    def needed_to_compare(self) -> tuple[str, ...]:
        """Of the key, the fields without which a record is compared with no other."""
        differ_in = self.shared_key.differ_in if self.shared_key else ()
        return tuple(name for name in self.key if name not in differ_in)

    @property
    def rhythm(self) -> Rhythm | None:
        """How often a new file is asked for, None where the frequency names no rhythm."""
        return RHYTHMS.get(self.frequency)

    def edition_for(self, field_names: Collection[str]) -> Edition:
        """Return the edition that a file with these of our columns is of."""
        for edition in self.editions:
            if edition.recognised_by is None or edition.recognised_by in field_names:
                return edition
        raise LookupError(f"{self.slug} declares no edition that is assumed when none is recognised")

    def edition(self, name: str) -> Edition:
        """Return the edition called `name`; raise LookupError if there is none."""
        for edition in self.editions:
            if edition.name == name:
                return edition
        raise LookupError(f"{self.slug} has no edition {name}")

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Every field of any edition, newest edition first, each once."""
        seen: dict[str, Field] = {}
        for edition in self.editions:
            for field in edition.fields:
                seen.setdefault(field.name, field)
        return tuple(seen.values())


# What is published as no table can't be told to be of any standard, and is reported all the same.
NO_STANDARD = DatasetStandard(
    slug="", title="", source="", licence_note="", frequency="", editions=(Edition("", ()),), key=()
)
