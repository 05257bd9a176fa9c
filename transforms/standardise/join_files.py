"""Joining the files of a set: each read by itself, then one table of all, whatever the order of their columns.

A column of one file is another's where both stand for the same field, or have the same name. Lines are counted on from
file to file. A file that can't be read, or lacks what the others have to have, costs only its own records.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.domain.file_set import FileSet, SetFile
from transforms.domain.issue import Finding, Severity, issue_type
from transforms.domain.sheet import Reading, Sheet
from transforms.domain.standard import DatasetStandard
from transforms.reading.file_sets import NO_SET, unpack
from transforms.reading.header import fold
from transforms.reading.limits import Limits
from transforms.reading.refusal import AS_CSV, not_tabular, refuse, too_large, unreadable
from transforms.standardise.file_columns import has_data
from transforms.standardise.match_columns import match_columns

ReadFile = Callable[[bytes, str], Reading]
STANDS_IN = "the copy that we fetched last stays in use"
NO_COPY = "its records are missing"


@dataclass(frozen=True)
class _FileReading:
    """One file of the set that holds a table; `columns` has its positions by what each column stands for."""

    file: SetFile
    reading: Reading
    sheet: Sheet
    columns: Mapping[str, int]
    fields: frozenset[str]


def join_files(
    content: bytes,
    standard: DatasetStandard,
    read_file: ReadFile,
    limits: Limits,
    unreadable_members: Mapping[str, str] = MappingProxyType({}),
) -> Reading:
    """Return the table of all the files of a set, with what is to be said of each.

    Args:
        content: the set as one archive.
        standard: the dataset standard that its files follow.
        read_file: reads one file.
        limits: how much it may hold.
        unreadable_members: by their SHA-256, why files of it can't be read; they are not tried.

    """
    try:
        unpacked = unpack(content, limits.unpacked)
    except NO_SET:
        return not_tabular("a damaged file set", AS_CSV)
    if unpacked is None:
        return too_large("The files once unpacked", limits.unpacked)
    file_set, contents = unpacked
    readings = [
        unreadable(unreadable_members[described.sha256])
        if described.sha256 in unreadable_members
        else read_file(file, described.name)
        for described, file in zip(file_set.files, contents, strict=True)
    ]
    read, findings = _whole_files(file_set.files, readings, standard)
    findings = [*_missing(file_set), *findings]
    if not read:
        first = readings[0] if readings else not_tabular("a set without files", AS_CSV)
        return replace(first, findings=(*first.findings, *findings))
    return _joined(read, findings, limits)


def _whole_files(
    files: Sequence[SetFile], readings: Sequence[Reading], standard: DatasetStandard
) -> tuple[list[_FileReading], list[Finding]]:
    """Return the files that have a table of the standard, and what is said of those that have none."""
    read = [_matched(file, reading, standard) for file, reading in zip(files, readings, strict=True) if reading.sheet]
    common = frozenset[str]().union(*(file.fields for file in read))
    findings, whole = [], []
    for file, reading in zip(files, readings, strict=True):
        if reading.sheet is None:
            findings.append(_unreadable(file, _refusal(reading)))
    essential = {field.name for edition in standard.editions[:1] for field in edition.essential} & common
    for candidate in read:
        if lacking := sorted(essential - candidate.fields):
            findings.append(
                _unreadable(candidate.file, f"it has no column for {', '.join(lacking)}, as the others have")
            )
        else:
            whole.append(candidate)
    return whole, findings


def _matched(file: SetFile, reading: Reading, standard: DatasetStandard) -> _FileReading:
    sheet = reading.sheet
    assert sheet is not None
    matched = match_columns(sheet.header, standard, lambda position: has_data(sheet.cells.column(position)))
    columns: dict[str, int] = {f"field {name}": position for name, position in matched.positions.items()}
    used_positions = set(columns.values())
    for position, name in enumerate(sheet.header):
        if position not in used_positions:
            twin = sum(fold(name) == fold(other) for other in sheet.header[:position])
            columns[f"column {fold(name)} {twin}"] = position
    in_order = dict(sorted(columns.items(), key=lambda pair: pair[1]))
    return _FileReading(file, reading, sheet, in_order, frozenset(matched.positions))


def _joined(read: Sequence[_FileReading], findings: list[Finding], limits: Limits) -> Reading:
    names = list(dict.fromkeys(name for file in read for name in file.columns))
    records = sum(file.sheet.cells.num_rows for file in read)
    if records * len(names) > limits.cells:
        return refuse("file-too-large", what="The table of all files", limit=f"{limits.cells:,} cells")
    header = {name: file.sheet.header[position] for file in reversed(read) for name, position in file.columns.items()}
    starts = _starts(read)
    sheet = Sheet(
        header=tuple(header[name] for name in names),
        header_line=read[0].sheet.header_line,
        cells=pa.concat_tables([_with_columns(file, names) for file in read]).combine_chunks(),
        lines=np.concatenate([file.sheet.lines + start for file, start in zip(read, starts, strict=True)]),
        widths=np.concatenate([_widths(file, names) for file in read]),
        workbook=all(file.sheet.workbook for file in read),
        files=tuple(file.file for file in read),
        file_numbers=np.repeat(np.arange(len(read)), [file.sheet.cells.num_rows for file in read]),
    )
    begins = [start + 1 for start in starts]
    about_files = [Finding("files-joined", Severity.INFO, lines=begins, values=[file.file.name for file in read])]
    encoding = next((file.reading.encoding for file in read if file.reading.encoding), None)
    return Reading(sheet, encoding, (*about_files, *findings, *_file_findings(read, starts)))


def _starts(read: Sequence[_FileReading]) -> list[int]:
    """Return the number of lines before each file."""
    ends = [0]
    for file in read:
        lines = [int(file.sheet.lines.max(initial=file.sheet.header_line))]
        lines += [
            max(finding.lines) for finding in file.reading.findings if finding.lines is not None and finding.count
        ]
        ends.append(ends[-1] + max(lines))
    return ends[:-1]


def _with_columns(file: _FileReading, names: Sequence[str]) -> pa.Table:
    blank = pa.chunked_array([pa.array([""] * file.sheet.cells.num_rows, pa.string())])
    columns = [file.sheet.cells.column(file.columns[name]) if name in file.columns else blank for name in names]
    return pa.table({str(position): column for position, column in enumerate(columns)})


def _widths(file: _FileReading, names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the width of every record as if it had the columns of the others too: what it lacks it lacks still."""
    return np.asarray(file.sheet.widths, dtype=np.int64) + (len(names) - len(file.sheet.header))


def _file_findings(read: Sequence[_FileReading], starts: Sequence[int]) -> list[Finding]:
    """Return what reading each file found, on the lines of the whole; what is said of several files alike, once."""
    findings: list[Finding] = []
    for file, start in zip(read, starts, strict=True):
        for finding in file.reading.findings:
            moved = finding
            if finding.lines is not None:
                moved = replace(finding, lines=[line + start for line in finding.lines])
            if moved.lines is not None or moved not in findings:
                findings.append(moved)
    return findings


def _missing(file_set: FileSet) -> list[Finding]:
    """Return what is said of the files that could not be fetched, and of those that are no longer listed."""
    findings = [
        Finding("listed-file-missing", Severity.WARNING, values=[missing.url],
                facts={"reason": missing.reason, "instead": STANDS_IN if missing.has_copy else NO_COPY})
        for missing in file_set.missing
    ]  # fmt: skip
    unlisted = [file.name for file in file_set.files if not file.is_listed]
    return findings + [Finding("listed-file-withdrawn", Severity.INFO, values=[name]) for name in unlisted]


def _unreadable(file: SetFile, reason: str) -> Finding:
    return Finding("listed-file-unreadable", Severity.WARNING, values=[file.name], facts={"reason": reason})


def _refusal(reading: Reading) -> str:
    """Return why a file has no table, in the words that it would have by itself."""
    for finding in reading.findings:
        if finding.severity is not Severity.INFO:
            words = issue_type(finding.code).message.format_map(finding.facts)
            return words[:1].lower() + words[1:].rstrip(".")
    return "it holds no table"
