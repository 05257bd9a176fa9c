"""Reading published files in processes of their own: whatever a file does to its process is a finding of that file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from plugins.reading import tasks
from plugins.reading.allowance import allowance_for
from plugins.reading.limited_process import JobFailed, ProcessDied
from plugins.reading.process_pool import ProcessPool, shared_pool
from plugins.reading.refused_members import refuse, unreadable_members
from plugins.reading.run_limited import FileUnreadable, log_fault, reason_of, run_limited
from transforms.reading.file_sets import is_file_set

if TYPE_CHECKING:
    import pyarrow as pa

    from expectations.check import PublishedFile
    from expectations.file_pairs import Side
    from transforms.domain.report import Report
    from transforms.domain.sheet import Sheet
    from transforms.domain.standard import DatasetStandard
    from transforms.recognise import Candidate

Answer = TypeVar("Answer")


def content_digest(content: bytes, name: str, standard: "DatasetStandard") -> str | None:
    """Return the digest of a file without its standard's volatile fields; None where its bytes say it all.

    Also None for one that can't be read: its check says why.
    """
    if not standard.volatile:
        return None
    try:
        return run_limited(name, len(content), tasks.content_digest, content, name, standard)
    except FileUnreadable:
        return None


def recognise_standard(content: bytes, name: str) -> "list[Candidate] | None":
    """Return the standards that a file may follow, the likeliest first; None where it is no table or can't be read."""
    try:
        return run_limited(name, len(content), tasks.recognise_standard, content, name)
    except FileUnreadable:
        return None


def read_sheet(content: bytes, name: str, standard: "DatasetStandard") -> "Sheet | None":
    """Return the rows of a file as published; None where it is no table or can't be read."""
    try:
        return run_limited(name, len(content), tasks.read_sheet, content, name, standard)
    except FileUnreadable:
        members = unreadable_members(content, name, standard) if is_file_set(content) else {}
    try:
        return run_limited(name, len(content), tasks.read_sheet, content, name, standard, members) if members else None
    except FileUnreadable:
        return None


def read_keys(file: "PublishedFile", standard: "DatasetStandard", key: str) -> "pa.Array | None":
    """Return the keys of a file's records; None where it is no table. Raise FileUnreadable where it can't be read."""
    return run_limited(file.name, len(file.content), tasks.read_keys, file, standard, key)


def count_recognised(content: bytes, name: str, standards: "Sequence[DatasetStandard]") -> list[int]:
    """Return how many columns of a file each of some standards knows."""
    try:
        return run_limited(name, len(content), tasks.count_recognised, content, name, standards)
    except FileUnreadable:
        return [0] * len(standards)


def kind_of_file(content: bytes) -> str:
    """Return what a file is, in a word: `other` for one that can't be read."""
    try:
        return run_limited("a file", len(content), tasks.kind_of_file, content)
    except FileUnreadable:
        return "other"


def describe_file(content: bytes, name: str) -> tasks.FileKind:
    """Return what a file is that follows no standard."""
    try:
        return run_limited(name, len(content), tasks.describe_file, content, name)
    except FileUnreadable as error:
        return tasks.FileKind("other", f"not to be read: {error}", 0)


def check_files(
    files: "Sequence[PublishedFile]", standard: "DatasetStandard", pool: ProcessPool | None = None
) -> "list[Report]":
    """Return the report on every file, in the order given, many to one run of the rules."""

    def check(part: "Sequence[PublishedFile]") -> "list[Report]":
        return _checked(part, tasks.check_files, (list(part), standard), pool, lambda _: None)

    return _check_each(list(files), check, partial(refuse, standard=standard))


def check_with_history(
    file: "PublishedFile", standard: "DatasetStandard", earlier: "Side | None", tell: Callable[[str], None]
) -> "Report":
    """Return the report on one file with the rules over time.

    Args:
        file: the file.
        standard: the dataset standard that it follows.
        earlier: the file published before it, None where there is none to compare it with.
        tell: called with what was read, in words, before the rules are run.

    """

    def check(part: "Sequence[PublishedFile]") -> "list[Report]":
        return _checked(part, tasks.check_with_history, (part[0], standard, earlier), None, tell)

    [report] = _check_each([file], check, partial(refuse, standard=standard))
    return report


@dataclass
class _Unfinished(Exception):
    """Raised when a check came to no end, with the number of the file that was read, None once all were."""

    reason: str
    file_number: int | None
    cause: Exception


@dataclass
class _Listener:
    """Takes in what a check says: which file it reads, our own faults over it, and words for whoever waits."""

    files: "Sequence[PublishedFile]"
    tell: Callable[[str], None]
    file_number: int | None = field(default=None)

    def __call__(self, facts: Mapping[str, Any]) -> None:
        if "reading" in facts:
            self.file_number = int(facts["reading"])
        if "validating" in facts:
            self.file_number = None
        if "words" in facts:
            self.tell(str(facts["words"]))
        if "fault" in facts:
            file = self.files[int(facts["file"])]
            log_fault(file.name, file.authority_gss, str(facts["fault"]))


def _checked(
    files: "Sequence[PublishedFile]",
    job: "Callable[..., list[Report]]",
    arguments: tuple[object, ...],
    pool: ProcessPool | None,
    tell: Callable[[str], None],
) -> "list[Report]":
    """Return the reports of one run in one process; raise _Unfinished where that died of it or lacked memory."""
    listener = _Listener(files, tell)
    allowance = allowance_for(sum(len(file.content) for file in files))
    try:
        with (pool or shared_pool()).borrow() as process:
            return process.run(job, *arguments, allowance=allowance, listen=listener)
    except (ProcessDied, JobFailed) as error:
        reason = reason_of(error)
        if reason is None:
            raise
        raise _Unfinished(reason, listener.file_number, error) from error


def _check_each(
    files: "list[PublishedFile]",
    check: "Callable[[Sequence[PublishedFile]], list[Report]]",
    mark: "Callable[[PublishedFile, str], PublishedFile]",
) -> "list[Report]":
    """Return the report on every file, whatever some of them do: each is read twice at the most.

    The file of which a process died is marked and never read again, or its members are; those before it are checked for
    themselves.
    """
    if not files:
        return []
    try:
        return check(files)
    except _Unfinished as unfinished:
        number = unfinished.file_number if unfinished.file_number is not None or len(files) > 1 else 0
        if number is None:  # it came from all together: their tables, or the rules
            middle = len(files) // 2
            return _check_each(files[:middle], check, mark) + _check_each(files[middle:], check, mark)
        if files[number].unreadable:
            raise unfinished.cause from None
        marked = mark(files[number], unfinished.reason)
        return _check_each(files[:number], check, mark) + _check_each([marked, *files[number + 1 :]], check, mark)
