"""The two files beside the folders of snapshots: which sources were asked in vain, and what does not apply to whom.

`DIR/attempts.csv` (`authority,standard,day,outcome`) and `DIR/declarations.csv` (`authority,standard,from,until,why`),
both optional; returns that count looks read them.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from plugins.cli.console import refuse
from plugins.cli.declared import in_words
from plugins.cli.snapshot_folder import ATTEMPTS, DECLARATIONS, SnapshotFolder

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.looks import Attempt, Declaration

Line = TypeVar("Line")


@dataclass(frozen=True)
class LookFiles:
    """What the two files say, and their SHA-256 by the name that a manifest gives them."""

    attempts: "tuple[Attempt, ...]" = ()
    declarations: "tuple[Declaration, ...]" = ()
    hashes: Mapping[str, str] = field(default_factory=dict)

    def last_day(self, snapshots: SnapshotFolder) -> date | None:
        """Return the latest day of any snapshot or attempt, None where there is neither."""
        fetched = (file.fetched for files in snapshots.files.values() for file in files)
        return max((*fetched, *(attempt.day for attempt in self.attempts)), default=None)

    def unchanged(self, snapshots: SnapshotFolder) -> "pa.Table":
        """Return the unchanged answers, each with the day of the file that it saw."""
        from transforms.domain.looks import answers_table, unchanged_answers

        fetched: dict[tuple[str, str], list[date]] = {}
        for file in (file for files in snapshots.files.values() for file in files):
            fetched.setdefault((file.authority_gss, file.standard), []).append(file.fetched)
        return answers_table(unchanged_answers(self.attempts, fetched))


def read_look_files(root: Path) -> LookFiles:
    """Return what the two files in a folder of snapshots say; a line that can't be meant stops the command."""
    from transforms.domain.looks import read_attempts, read_declarations

    hashes: dict[str, str] = {}
    attempts = _read(root / ATTEMPTS, read_attempts, hashes)
    declarations = _read(root / DECLARATIONS, read_declarations, hashes)
    return LookFiles(tuple(attempts), tuple(declarations), hashes)


def _read(
    path: Path, read: Callable[[bytes, Mapping[str, str], frozenset[str]], Iterable[Line]], hashes: dict[str, str]
) -> Iterable[Line]:
    from transforms.registers import codes
    from transforms.standards import STANDARDS

    if not path.exists():
        return ()
    try:
        content = path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")
    hashes[path.stem] = hashlib.sha256(content).hexdigest()
    try:
        return read(content, codes(), frozenset(standard.slug for standard in STANDARDS))
    except ValueError as error:
        refuse(f"{path}, {in_words(error)}.")
