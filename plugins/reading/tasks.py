"""The jobs of a process that reads: a file's digest, its standard, its rows, its check.

An exception while bytes are made into records is the file's, and told; one beyond that is ours, and raised.
"""

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from plugins.faults import is_disk_full
from plugins.reading.allowance import allowance_for, hold_to
from plugins.reading.progress import say
from transforms.reading.file_sets import is_file_set, stated_size

if TYPE_CHECKING:
    import pyarrow as pa

    from expectations.check import PublishedFile
    from expectations.file_pairs import Side
    from transforms.domain.report import Report
    from transforms.domain.sheet import Sheet
    from transforms.domain.standard import DatasetStandard
    from transforms.recognise import Candidate

Answer = TypeVar("Answer")

NEVER_A_FILE_S = (ImportError, NameError)  # what no file can cause: our installation or our code is broken
NEEDS_MEMORY = "reading it needs more memory than we allow for a file of its size"
OUR_PROGRAM = "our program failed over it"


class SetUnreadable(Exception):
    """Raised when a file set can't be read, from checking it; whoever asked finds out which of its members it is."""


class FileKind(NamedTuple):
    """What a file is in a word, why it is no table (None where it is one), and its rows."""

    kind: str
    refusal: str | None
    rows: int


def content_digest(content: bytes, name: str, standard: "DatasetStandard") -> str | None:
    """Return the digest of a file without its standard's volatile fields; None where its bytes say it all."""
    from transforms.snapshots.content_digest import content_sha256

    return content_sha256(content, name, standard)


def recognise_standard(content: bytes, name: str) -> "list[Candidate] | None":
    """Return the standards that a file may follow, the likeliest first; None where it is no table."""
    from transforms.recognise import candidates_by_header, read_for_any

    sheet = read_for_any(content, name).sheet
    return candidates_by_header(sheet.header) if sheet else None


def count_recognised(content: bytes, name: str, standards: "Sequence[DatasetStandard]") -> list[int]:
    """Return how many columns of a file each of some standards knows; 0 where it is no table."""
    from transforms.reading import read
    from transforms.standardise import recogniser

    sheets = [(recogniser(standard), read(content, name, recogniser(standard)).sheet) for standard in standards]
    return [recognise(sheet.header) if sheet else 0 for recognise, sheet in sheets]


def read_sheet(
    content: bytes, name: str, standard: "DatasetStandard", unreadable_members: Mapping[str, str] = MappingProxyType({})
) -> "Sheet | None":
    """Return the rows of a file as published, without a set's unreadable members; None where it is no table."""
    from transforms.standardise import read_published

    hold_to(allowance_for(_size(content)))
    return read_published(content, name, standard, unreadable_members=unreadable_members).sheet


def list_members(content: bytes) -> list[tuple[str, str, int]]:
    """Return the SHA-256, the name and the size of every member of a file set; none where it only looks like one."""
    from transforms.reading.file_sets import unpack_set

    file_set, contents = unpack_set(content)
    return [(file.sha256, file.name, len(member)) for file, member in zip(file_set.files, contents, strict=True)]


def read_member(content: bytes, number: int, standard: "DatasetStandard") -> None:
    """Read one member of a file set alone, for what comes of it to this process."""
    from transforms.reading.file_sets import unpack_set
    from transforms.standardise import read_published

    file_set, contents = unpack_set(content)
    read_published(contents[number], file_set.files[number].name, standard)


def read_keys(file: "PublishedFile", standard: "DatasetStandard", key: str) -> "pa.Array | None":
    """Return the keys of a file's records; None where it is no table."""
    from expectations.check import standardise_files
    from transforms.snapshots.linking import keys_of

    [standardised] = standardise_files([file], standard)
    return None if standardised.header_line is None else keys_of(standardised.table, key)


def kind_of_file(content: bytes) -> str:
    """Return what a file is, in a word."""
    from transforms.reading.file_format import file_kind

    return file_kind(content)


def describe_file(content: bytes, name: str) -> FileKind:
    """Return what a file is that follows no standard."""
    from transforms.reading import read
    from transforms.reading.file_format import file_kind

    reading = read(content, name, lambda _: 0)
    if reading.sheet is None:
        return FileKind(file_kind(content), str(reading.findings[0].facts.get("kind", "too large")), 0)
    return FileKind(file_kind(content), None, reading.sheet.cells.num_rows)


def check_files(files: "Sequence[PublishedFile]", standard: "DatasetStandard") -> "list[Report]":
    """Return the report on every file, in the order given; all are validated in one run."""
    from expectations.check import standardise_files, validate_files

    read = read_each(files, lambda file: standardise_files([file], standard)[0])
    say(validating=len(files))
    hold_to(allowance_for(sum(_size(file.content) for file in files)))
    return validate_files(files, read, standard)


def check_with_history(file: "PublishedFile", standard: "DatasetStandard", earlier: "Side | None") -> "list[Report]":
    """Return the report on one file with the rules over time, having said what was read before the rules are loaded.

    Args:
        file: the file.
        standard: the dataset standard that it follows.
        earlier: the file published before it; without one none of the rules over time applies.

    """
    from expectations.check import standardise_files, validate_files
    from expectations.compare import compare, with_history
    from expectations.file_pairs import Side
    from transforms.render.report_text import what_was_read

    [read] = read_each([file], lambda readable: standardise_files([readable], standard)[0])
    say(words=what_was_read(file.name, read))
    say(validating=1)
    [report] = validate_files([file], [read], standard)
    [history] = compare([(earlier, Side(report.table, report.columns, file.as_at))], standard)
    return [with_history(report, history)]


def read_each(files: "Sequence[PublishedFile]", read: "Callable[[PublishedFile], Answer]") -> "list[Answer]":
    """Return what `read` makes of each file; of one over which it fails, what it makes of one that can't be read.

    It says which file it reads, by its place, so that the one of which the process dies is known; and our own faults.
    """
    return [_read(number, file, read) for number, file in enumerate(files)]


def _read(number: int, file: "PublishedFile", read: "Callable[[PublishedFile], Answer]") -> "Answer":
    say(reading=number)
    hold_to(allowance_for(_size(file.content)))
    try:
        return read(file)
    except (*NEVER_A_FILE_S, KeyboardInterrupt, SystemExit):
        raise
    except MemoryError:
        reason = NEEDS_MEMORY
    except BaseException as error:
        if is_disk_full(error):
            raise
        say(fault=traceback.format_exc(), file=number)
        reason = f"{OUR_PROGRAM} ({type(error).__name__})"
    if is_file_set(file.content) and not file.unreadable_members:
        raise SetUnreadable(reason)
    return read(replace(file, unreadable=reason))


def _size(content: bytes) -> int:
    """Return the bytes that reading a file meets: of a set those of its members, which we have packed."""
    return max(len(content), stated_size(content)) if is_file_set(content) else len(content)
