"""File sets: several files that one authority publishes under one standard, and that are read as one table."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SetFile:
    """One file of a set, exactly as it was published."""

    name: str
    url: str
    sha256: str
    published: date  # the day that its listing or server states, else the one on which we first had these bytes
    is_listed: bool = True  # False where its listing no longer names it


@dataclass(frozen=True)
class MissingFile:
    """An address of the set that gave no file this time, why, and whether an earlier copy stands in."""

    url: str
    reason: str
    has_copy: bool


@dataclass(frozen=True)
class FileSet:
    """The files of a set from the oldest to the newest, and what is missing from it."""

    files: tuple[SetFile, ...]
    missing: tuple[MissingFile, ...] = ()
