"""A folder of snapshots, `DIR/<authority GSS>/<standard slug>/<fetch date>.<ext>`: what is in it, and reading it.

Further files of a standard that were fetched on the same day are `<fetch date>_<anything>.<ext>`.

Known:  a stray file is named and passed over, because it can't be mistaken for data; a folder or a snapshot under a
        name that we can't place stops the command, because data would be left out in silence.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.console import note, progress, refuse
from plugins.cli.declared import gss_of

if TYPE_CHECKING:
    from transforms.domain.report import Report
    from transforms.domain.return_reads import Reads

ATTEMPTS, DECLARATIONS = "attempts.csv", "declarations.csv"  # beside the folders; `look_files` reads them
BATCH_BYTES = 96_000_000
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(_.*?)?((?:\.\w+)*)")


@dataclass(frozen=True)
class SnapshotFile:
    """One file of the folder: whose, of which standard, fetched when, and where it lies."""

    authority_gss: str
    standard: str
    fetched: date
    path: Path
    name: str  # as it lies in the folder, without the machine's path


@dataclass(frozen=True)
class ReadSnapshot:
    """One file, read and checked."""

    file: SnapshotFile
    sha256: str
    report: "Report"


@dataclass(frozen=True)
class SnapshotFolder:
    """The authorities of a folder, under today's codes, and the files of some standards."""

    authorities: tuple[str, ...]
    files: Mapping[str, tuple[SnapshotFile, ...]]  # by standard

    def up_to(self, day: date | None) -> "SnapshotFolder":
        """Return the folder with what was fetched on or before `day` alone; None is no bound."""
        up_to_day = {
            standard: tuple(file for file in files if day is None or file.fetched <= day)
            for standard, files in self.files.items()
        }
        return replace(self, files=up_to_day)


def open_folder(root: Path, standards: Sequence[str]) -> SnapshotFolder:
    """Return the authorities in a folder and what was fetched of some standards."""
    if not root.is_dir():
        refuse(f"{root} is not a folder of snapshots.")
    homes: dict[str, Path] = {}
    for folder in _folders(root, (ATTEMPTS, DECLARATIONS)):
        gss = _authority_of(folder, root)
        if gss in homes:
            refuse(f"{homes[gss].name} and {folder.name} in {root} are the same authority; keep one of them.")
        homes[gss] = folder
        _expect_standards(folder)
    files = {
        standard: tuple(file for gss, home in sorted(homes.items()) for file in _files(root, home, gss, standard))
        for standard in standards
    }
    return SnapshotFolder(tuple(sorted(homes)), files)


def read_snapshots(files: Sequence[SnapshotFile], reads: "Reads") -> list[ReadSnapshot]:
    """Return the files of a standard, read and checked.

    Of a return that counts the latest snapshot only, each authority's newest days back to one with a usable record.
    """
    if not reads.uses_latest_snapshot_only:
        return list(_read(files, reads.standard))
    read: list[ReadSnapshot] = []
    waiting = _newest_first(files)
    while waiting:
        newest = list(_read([file for days in waiting.values() for file in days[0]], reads.standard))
        read.extend(newest)
        done = {snapshot.file.authority_gss for snapshot in newest if snapshot.report.rows_usable}
        waiting = {gss: days[1:] for gss, days in waiting.items() if gss not in done and len(days) > 1}
    return sorted(read, key=lambda snapshot: (snapshot.file.authority_gss, snapshot.file.fetched, snapshot.file.name))


def _read(files: Sequence[SnapshotFile], slug: str) -> Iterator[ReadSnapshot]:
    """Yield each file with its report, many to one run of the rules."""
    from expectations.check import PublishedFile
    from plugins.reading.read_files import check_files
    from transforms.standards import standard

    done = 0
    for batch in _batches(files):
        progress(f"Reading and checking {slug}, files {done + 1} to {done + len(batch)} of {len(files)}…")
        published = [
            PublishedFile(name=file.name, content=content, authority_gss=file.authority_gss, as_at=file.fetched)
            for file, content in batch
        ]
        reports = check_files(published, standard(slug))
        for (file, content), report in zip(batch, reports, strict=True):
            yield ReadSnapshot(file, hashlib.sha256(content).hexdigest(), report)
        done += len(batch)


def _batches(files: Iterable[SnapshotFile]) -> Iterator[list[tuple[SnapshotFile, bytes]]]:
    batch: list[tuple[SnapshotFile, bytes]] = []
    size = 0
    for file in files:
        try:
            content = file.path.read_bytes()
        except OSError as error:
            refuse(f"{file.path} can't be read: {error.strerror or error}.")
        if batch and size + len(content) > BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append((file, content))
        size += len(content)
    if batch:
        yield batch


def _newest_first(files: Sequence[SnapshotFile]) -> dict[str, list[list[SnapshotFile]]]:
    """Return each authority's files by day, the newest day first."""
    days: dict[str, dict[date, list[SnapshotFile]]] = {}
    for file in files:
        days.setdefault(file.authority_gss, {}).setdefault(file.fetched, []).append(file)
    return {gss: [by_day[day] for day in sorted(by_day, reverse=True)] for gss, by_day in sorted(days.items())}


def _folders(parent: Path, expected: Sequence[str] = ()) -> list[Path]:
    """Return the folders in a folder, naming the files that do not belong there."""
    folders = []
    for entry in _visible(parent):
        if entry.is_dir():
            folders.append(entry)
        elif entry.name not in expected:
            note(f"{entry} is not where a snapshot lies and was passed over.")
    return folders


def _visible(parent: Path) -> list[Path]:
    try:
        return sorted(entry for entry in parent.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        refuse(f"{parent} can't be read: {error.strerror or error}.")


def _authority_of(folder: Path, root: Path) -> str:
    from transforms.domain.statutory_return import ENGLAND

    if not re.fullmatch(r"[EWSN]\d{8}", folder.name) or folder.name == ENGLAND:
        refuse(f"“{folder.name}” in {root} is not an authority's GSS code such as E07000223.")
    return gss_of(folder.name)


def _expect_standards(home: Path) -> None:
    """Refuse a folder of an authority that is no standard's: data would be left out in silence."""
    from transforms.standards import STANDARDS

    slugs = {declared.slug for declared in STANDARDS}
    for folder in _folders(home):
        if folder.name not in slugs:
            refuse(f"“{folder.name}” in {home} is not a dataset standard; `standards` lists them.")


def _files(root: Path, home: Path, gss: str, standard: str) -> Iterator[SnapshotFile]:
    """Yield one authority's files of a standard, oldest first, those of one day by name."""
    days: dict[date, Path] = {}
    for path in _visible(home / standard) if (home / standard).is_dir() else ():
        fetched, is_further = _day_of(path)
        if not is_further:
            if fetched in days:
                names = f"{days[fetched].name} and {path.name}"
                refuse(
                    f"{names} in {home / standard} are of the same day; keep one of them, or call further files of the"
                    f" day {fetched}_<anything>{path.suffix}."
                )
            days[fetched] = path
        yield SnapshotFile(gss, standard, fetched, path, path.relative_to(root).as_posix())


def _day_of(path: Path) -> tuple[date, bool]:
    """Return the day on which a file was fetched, and whether it is a further one of the day."""
    named = DATED.fullmatch(path.name)
    try:
        if not named or not path.is_file():
            raise ValueError(path.name)
        return date.fromisoformat(named[1]), bool(named[2])
    except ValueError:
        refuse(f"{path} is not a snapshot: its name should be the day it was fetched, such as 2025-10-06.csv.")
