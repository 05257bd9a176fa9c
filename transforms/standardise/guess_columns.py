"""Guesses at columns that name no field: by what their names nearly say, and by what stands below them.

A guess is never read: it is shown to whoever publishes the file. Each field that is asked for and missing is guessed at
one column, and each column as one field; a column whose values can't be the field's is never guessed at.
Known:  by values alone only a kind that tells (a listed code, an address, a postcode, …) is guessed, and only where one
        column holds it and one missing field asks for it: any column of numbers might be anything.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.column_guess import ColumnGuess
from transforms.domain.kind_patterns import KIND_PATTERNS
from transforms.domain.sheet import Sheet
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, Requirement
from transforms.standardise.match_columns import Matched, key
from transforms.standardise.other_words import FEWEST, Holds, words_of
from transforms.standardise.parse_values import is_typed

ALIKE = 0.6  # of a name, to be a guess
SHARED_WORDS = 0.7  # how alike names count whose words are some of the other's
BY_VALUES = 0.5
FITTING = 0.95  # of a column's values, for a pattern
SAMPLE = 1000  # values
_NUMBERING = re.compile(r"^\s*(?:\([a-z0-9]{1,3}\)|[a-z0-9]{1,3}[.):])\s*", re.IGNORECASE)  # “(a) Reference”
_TELLING = (FieldKind.DATE, FieldKind.CODE, *KIND_PATTERNS)


@dataclass(frozen=True)
class _Candidate:
    """A column that may be a field, and how strongly that is believed."""

    strength: float
    position: int
    guess: ColumnGuess


def guess_columns(
    sheet: Sheet, matched: Matched, standard: DatasetStandard, edition: Edition, holds: Holds
) -> dict[str, ColumnGuess]:
    """Return, by their names, the columns that may be fields which the standard asks for and no column names.

    Args:
        sheet: the table as published.
        matched: which columns are which fields.
        standard: what the file should be.
        edition: the edition that it is of.
        holds: whether nearly all of a column's values can be read as a field's.

    """
    missing = [field for field in edition.fields if _is_asked(field) and field.name not in matched.positions]
    places = [position for position in matched.unrecognised if sheet.header[position].strip()]
    if not missing or not places:
        return {}
    columns = {position: _Column(sheet, position, holds) for position in places}
    candidates = [*_by_name(columns, missing, standard.key), *_by_values(columns, missing)]
    candidates.sort(key=lambda candidate: (-candidate.strength, candidate.position))
    guesses: dict[str, ColumnGuess] = {}
    fields: set[str] = set()
    for candidate in candidates:
        name = sheet.header[candidate.position]
        if name not in guesses and candidate.guess.field not in fields:
            guesses[name] = candidate.guess
            fields.add(candidate.guess.field)
    return guesses


class _Column:
    """One column without a field: its name and the first of its values."""

    def __init__(self, sheet: Sheet, position: int, holds: Holds) -> None:
        self.name = _NUMBERING.sub("", sheet.header[position]) or sheet.header[position]
        self.position, self._holds = position, holds
        cells = pa.concat_arrays([*sheet.cells.column(position).slice(0, SAMPLE).chunks, pa.nulls(0, pa.string())])
        texts = pc.utf8_trim_whitespace(pc.fill_null(cells, ""))
        self.values = texts.filter(pc.not_equal(texts, ""))

    @property
    def is_distinct(self) -> bool:
        """Whether no two of its values are the same."""
        return len(self.values) == len(self.values.unique())

    def can_be(self, field: Field) -> bool:
        """Return whether its values can be the field's; of a column without any, nobody knows, so it can."""
        if not len(self.values):
            return True
        if is_typed(field):
            return self._holds(self.position, field)
        pattern = field.pattern or KIND_PATTERNS.get(field.kind, ("",))[0]
        if not pattern:
            return True
        fitting = pc.sum(pc.match_substring_regex(self.values, f"^(?:{pattern})$")).as_py() or 0
        return bool(fitting >= FITTING * len(self.values))


def _is_asked(field: Field) -> bool:
    return field.is_essential or field.requirement is not Requirement.MAY


def _by_name(columns: Mapping[int, _Column], missing: Sequence[Field], keys: Sequence[str]) -> Iterator[_Candidate]:
    """Yield the columns whose names are like a field's, unless their values say otherwise."""
    for position, column in columns.items():
        for field in missing:
            likeness, is_in_words = _likeness(column.name, field)
            is_key = [field.name] == list(keys)
            if likeness < ALIKE or not column.can_be(field) or (is_key and not column.is_distinct):
                continue
            reason = "their names share the same words" if is_in_words else "their names are nearly the same"
            if len(column.values) and (is_typed(field) or field.kind in KIND_PATTERNS):
                reason += " and its values can be read as that"
            elif len(column.values) and is_key:
                reason += " and no two of its values are the same"
            yield _Candidate(likeness, position, ColumnGuess(field.name, reason))


def _by_values(columns: Mapping[int, _Column], missing: Sequence[Field]) -> Iterator[_Candidate]:
    """Yield the columns that alone hold values of a kind that tells, which one missing field alone asks for."""
    telling = [field for field in missing if field.kind in _TELLING or field.pattern]
    fitting = {
        position: [field for field in telling if len(column.values) and column.can_be(field)]
        for position, column in columns.items()
    }
    for position, fields in fitting.items():
        if len(fields) == 1 and sum(fields[0] in others for others in fitting.values()) == 1:
            reason = "it is the only column without a field that holds such values"
            yield _Candidate(BY_VALUES, position, ColumnGuess(fields[0].name, reason))


def _likeness(name: str, field: Field) -> tuple[float, bool]:
    """Return how alike a name and the closest name of a field are, from 0 to 1, and whether by whole words."""
    best, is_in_words = 0.0, False
    words = words_of(name)
    for other in filter(None, (field.name, field.title, *field.aliases)):
        ratio = SequenceMatcher(None, key(name), key(other)).ratio()
        if ratio > best:
            best, is_in_words = ratio, False
        meant = words_of(other)
        is_shared = words and (words <= meant or (len(meant) >= FEWEST and meant <= words))
        if is_shared and best < SHARED_WORDS:
            best, is_in_words = SHARED_WORDS, True
    return best, is_in_words
