"""Columns read: which published column is which field, what nothing reads, and what the unread may be."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.column_guess import ColumnGuess
from transforms.domain.report import Report
from transforms.domain.standard import Edition, Field, Requirement
from transforms.render.report_words.counts import counted, on_one_line
from transforms.standardise.match_columns import key

UNRECOGNISED = "column-unrecognised"


@dataclass(frozen=True)
class ColumnsRead:
    """The columns of one file beside the fields of its standard."""

    renamed: tuple[tuple[str, str], ...]  # header as published and field, where their names differ
    same: tuple[str, ...]  # fields whose columns have their names
    missing: tuple[Field, ...]  # fields that must or should be there, and no column is read as them
    unread: tuple[tuple[str, ColumnGuess | None], ...]  # header as published, and what it may be

    @property
    def guesses(self) -> tuple[tuple[str, ColumnGuess], ...]:
        """The unread columns that may be fields."""
        return tuple((name, guess) for name, guess in self.unread if guess)

    @property
    def sentence(self) -> str:
        """How many columns are read as fields, and how many are not."""
        read = len(self.renamed) + len(self.same)
        words = f"{counted(read, 'column')} {'is' if read == 1 else 'are'} read as fields of the standard"
        unread = f"{counted(len(self.unread), 'column')} {'is' if len(self.unread) == 1 else 'are'}"
        return f"{words}; {unread} not read" if self.unread else f"{words}, and there is no other"


def columns_read(report: Report, edition: Edition) -> ColumnsRead | None:
    """Return how the columns of a file were read; None where it has no table, or seems to be of another standard.

    One whose columns we can guess at may only call them by names of its own.
    """
    if report.header_line is None or (report.is_of_another_standard and not report.guesses):
        return None
    pairs = [(report.columns[field.name], field.name) for field in edition.fields if field.name in report.columns]
    codes = report.issues["code"].cast(pa.string())
    unread = report.issues["column"].filter(pc.equal(codes, UNRECOGNISED)).unique().to_pylist()
    return ColumnsRead(
        renamed=tuple((header, field) for header, field in pairs if key(header) != key(field)),
        same=tuple(field for header, field in pairs if key(header) == key(field)),
        missing=tuple(field for field in edition.fields if _is_asked(field) and field.name not in report.columns),
        unread=tuple((name, report.guesses.get(name)) for name in unread if name),
    )


def _is_asked(field: Field) -> bool:
    return field.is_essential or field.requirement is not Requirement.MAY


def columns_in_words(columns: ColumnsRead) -> Iterator[str]:
    """Yield lines that say which column was read as which field, and a question for each that may be another."""
    yield f"YOUR COLUMNS: {columns.sentence}."
    yield from (f"  “{on_one_line(header)}” → {field}" for header, field in columns.renamed)
    if columns.same:
        yield f"  called as the standard calls them: {', '.join(columns.same)}"
    if columns.missing:
        yield f"  missing: {', '.join(f'{field.name} ({field.requirement})' for field in columns.missing)}"
    if others := [on_one_line(name) for name, guess in columns.unread if not guess]:
        yield f"  not read: {', '.join(f'“{name}”' for name in others)}"
    yield from (f"  {guess_in_words(name, guess)} Then say so with --columns." for name, guess in columns.guesses)


def guess_in_words(name: str, guess: ColumnGuess) -> str:
    """Return a guess as a question, and what it rests on."""
    return f"Is “{on_one_line(name)}” your {guess.field}? We ask because {guess.reason}."
