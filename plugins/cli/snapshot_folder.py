"""A folder of snapshots, `DIR/<authority GSS>/<standard slug>/<fetch date>.<ext>`: what is in it, and reading it.

Known:  a stray file is named and passed over, because it can't be mistaken for data; a folder or a snapshot under a
        name that we can't place stops the command, because data would be left out in silence.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.console import note, progress, refuse
from plugins.cli.declared import gss_of

if TYPE_CHECKING:
    from transforms.domain.report import Report
    from transforms.domain.standard import DatasetStandard
    from transforms.domain.statutory_return import StatutoryReturn

BATCH_BYTES = 96_000_000
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(\.\w+)*")


@dataclass(frozen=True)
class SnapshotFile:
    """One snapshot of the folder: whose, fetched when, and where it lies."""

    authority_gss: str
    fetched: date
    path: Path
    name: str  # as it lies in the folder, without the machine's path


@dataclass(frozen=True)
class ReadSnapshot:
    """One snapshot, read and checked."""

    file: SnapshotFile
    sha256: str
    report: "Report"


@dataclass(frozen=True)
class SnapshotFolder:
    """The authorities of a folder, under today's codes, and the snapshots of one standard."""

    authorities: tuple[str, ...]
    snapshots: tuple[SnapshotFile, ...]


def open_folder(root: Path, standard: str, as_known: date | None) -> SnapshotFolder:
    """Return the authorities in a folder and what was fetched of `standard` on or before `as_known`."""
    if not root.is_dir():
        refuse(f"{root} is not a folder of snapshots.")
    homes: dict[str, Path] = {}
    for folder in _folders(root):
        gss = _authority_of(folder, root)
        if gss in homes:
            refuse(f"{homes[gss].name} and {folder.name} in {root} are the same authority; keep one of them.")
        homes[gss] = folder
    found = [
        snapshot
        for gss, folder in sorted(homes.items())
        for snapshot in _snapshots(root, folder, gss, standard)
        if as_known is None or snapshot.fetched <= as_known
    ]
    return SnapshotFolder(tuple(sorted(homes)), tuple(found))


def read_snapshots(
    files: Sequence[SnapshotFile], standard: "DatasetStandard", definition: "StatutoryReturn"
) -> list[ReadSnapshot]:
    """Return the snapshots read and checked; of a return that counts the latest only, back to a usable one."""
    if not definition.uses_latest_snapshot_only:
        return list(_read(files, standard))
    read: list[ReadSnapshot] = []
    waiting = _newest_first(files)
    while waiting:
        of_each = list(_read([queue[0] for queue in waiting.values()], standard))
        read.extend(of_each)
        done = {one.file.authority_gss for one in of_each if one.report.rows_usable}
        waiting = {gss: queue[1:] for gss, queue in waiting.items() if gss not in done and len(queue) > 1}
    return sorted(read, key=lambda one: (one.file.authority_gss, one.file.fetched))


def _read(files: Sequence[SnapshotFile], standard: "DatasetStandard") -> Iterator[ReadSnapshot]:
    """Yield each snapshot with its report, many to one run of the rules."""
    from expectations.check import PublishedFile, check_files

    done = 0
    for batch in _batches(files):
        progress(f"Reading and checking snapshots {done + 1} to {done + len(batch)} of {len(files)}…")
        published = [
            PublishedFile(name=file.name, content=content, authority_gss=file.authority_gss, as_at=file.fetched)
            for file, content in batch
        ]
        reports = check_files(published, standard)
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


def _newest_first(files: Sequence[SnapshotFile]) -> dict[str, list[SnapshotFile]]:
    queues: dict[str, list[SnapshotFile]] = {}
    for file in sorted(files, key=lambda file: file.fetched, reverse=True):
        queues.setdefault(file.authority_gss, []).append(file)
    return dict(sorted(queues.items()))


def _folders(parent: Path) -> list[Path]:
    """Return the folders in a folder, naming the files that do not belong there."""
    folders = []
    for entry in _visible(parent):
        if entry.is_dir():
            folders.append(entry)
        else:
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


def _snapshots(root: Path, home: Path, gss: str, standard: str) -> Iterator[SnapshotFile]:
    """Yield one authority's snapshots of a standard, oldest first."""
    from transforms.standards import STANDARDS

    slugs = {declared.slug for declared in STANDARDS}
    for folder in _folders(home):
        if folder.name not in slugs:
            refuse(f"“{folder.name}” in {home} is not a dataset standard; `standards` lists them.")
    days: dict[date, Path] = {}
    for path in _visible(home / standard) if (home / standard).is_dir() else ():
        fetched = _day_of(path)
        if fetched in days:
            refuse(f"{days[fetched].name} and {path.name} in {home / standard} are of the same day; keep one of them.")
        days[fetched] = path
        yield SnapshotFile(gss, fetched, path, path.relative_to(root).as_posix())


def _day_of(path: Path) -> date:
    named = DATED.fullmatch(path.name)
    try:
        if not named or not path.is_file():
            raise ValueError(path.name)
        return date.fromisoformat(named[1])
    except ValueError:
        refuse(f"{path} is not a snapshot: its name should be the day it was fetched, such as 2025-10-06.csv.")
