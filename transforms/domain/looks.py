"""Looks: on which days a source was asked without a new file coming of it, and what does not apply to an authority.

A file is a look on the day it was fetched, so that only unchanged answers have to be added: each saw the file before
it. What else came of asking (nothing, a refusal, too much) saw nothing.
Source: docs/specifications/transparency-code-statement.md, sections 1 and 2.
Grain:  an attempt is one time of asking one source; a declaration is of one authority and standard.
Known:  `until` is the last day of a declaration, as people say it; a blank `from` or `until` leaves that end open.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from transforms.domain.csv_lines import parse_day, read_lines

if TYPE_CHECKING:
    import pyarrow as pa

ATTEMPT_COLUMNS = ("authority", "standard", "day", "outcome")
DECLARATION_COLUMNS = ("authority", "standard", "from", "until", "why")
OUTCOMES = ("answered", "unchanged", "unreachable", "refused", "too-large", "disallowed", "nothing-listed")
WORKBOOK_ENDINGS_OPEN = (".ods", ".gpkg")


@dataclass(frozen=True)
class Attempt:
    """One time of asking a source, and what came of it: one of `OUTCOMES`."""

    authority_gss: str
    standard: str
    day: date
    outcome: str


@dataclass(frozen=True)
class Declaration:
    """That a standard does not apply to an authority from a day until a day, both included; None leaves an end open."""

    authority_gss: str
    standard: str
    first: date | None
    last: date | None
    why: str

    def holds(self, day: date) -> bool:
        """Return whether it says anything of `day`."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def read_attempts(content: bytes, codes: Mapping[str, str], standards: Collection[str]) -> list[Attempt]:
    """Return the attempts of a CSV `authority,standard,day,outcome`.

    Args:
        content: the bytes of the file.
        codes: the GSS code now in use by every code of an authority.
        standards: the slugs that there are.

    Raises:
        ValueError: in one sentence with the number of the line, for whatever can't be meant.

    """
    attempts = []
    for line, row in read_lines(content, ATTEMPT_COLUMNS, "the file of attempts"):
        gss = _authority(row, line, codes, standards)
        if row["outcome"] not in OUTCOMES:
            raise ValueError(f"line {line}: the outcome is one of {', '.join(OUTCOMES)}, not “{row['outcome']}”")
        attempts.append(Attempt(gss, row["standard"], parse_day(row["day"], line), row["outcome"]))
    return attempts


def read_declarations(content: bytes, codes: Mapping[str, str], standards: Collection[str]) -> list[Declaration]:
    """Return the declarations of a CSV `authority,standard,from,until,why`; else as `read_attempts`."""
    declarations = []
    for line, row in read_lines(content, DECLARATION_COLUMNS, "the file of declarations"):
        gss = _authority(row, line, codes, standards)
        first, last = (parse_day(row[name], line) if row[name] else None for name in ("from", "until"))
        if first and last and last < first:
            raise ValueError(f"line {line}: it holds until {last}, which is before {first}")
        declarations.append(Declaration(gss, row["standard"], first, last, row["why"]))
    return declarations


def unchanged_answers(
    attempts: Sequence[Attempt], fetched: Mapping[tuple[str, str], Sequence[date]]
) -> list[tuple[str, str, date, date]]:
    """Return the authority, standard and day of each unchanged answer, and the day of the file that it saw.

    Args:
        attempts: every time of asking.
        fetched: by authority and standard, the days of all files, usable or not; the one before an answer is what it
            saw, and where there is none, nothing was seen.

    """
    answers = set()
    for attempt in attempts:
        if attempt.outcome == "unchanged":
            before = [day for day in fetched.get((attempt.authority_gss, attempt.standard), ()) if day < attempt.day]
            if before:
                answers.add((attempt.authority_gss, attempt.standard, attempt.day, max(before)))
    return sorted(answers)


def answers_table(answers: Sequence[tuple[str, str, date, date]]) -> "pa.Table":
    """Return unchanged answers as a table `authority, standard, day, seen`."""
    import pyarrow as pa

    schema = pa.schema(
        [("authority", pa.string()), ("standard", pa.string()), ("day", pa.date32()), ("seen", pa.date32())]
    )
    columns = list(zip(*answers, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema)


def is_open_format(encoding: str | None, file_name: str) -> bool:
    """Return whether a table was read from text, or from OpenDocument or another open container.

    Text has an encoding; of what has none, the name says whether it is an OpenDocument sheet or a GeoPackage.
    """
    return encoding is not None or file_name.lower().endswith(WORKBOOK_ENDINGS_OPEN)


def _authority(row: Mapping[str, str], line: int, codes: Mapping[str, str], standards: Collection[str]) -> str:
    """Return the GSS code of a line's authority, or say what is wrong with that or with its standard."""
    gss = codes.get(row["authority"].upper())
    if gss is None:
        raise ValueError(f"line {line}: unknown authority “{row['authority']}”")
    if row["standard"] not in standards:
        raise ValueError(f"line {line}: unknown dataset standard “{row['standard']}”")
    return gss
