"""What an assembly proposes to each authority: its rows of cells.csv, and the checks that ask about them."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from transforms.rounds.cell_rows import AuthorityRows, split_rows

if TYPE_CHECKING:
    from plugins.storage.archive import Archive
    from transforms.audit import AuditEntry
    from transforms.rounds.part import RowsOf

ASSEMBLIES_CACHED, CODES_CACHED = 12, 512


@dataclass(frozen=True)
class CheckQuestion:
    """A check that fails for an authority: the exception that it lists, which words can answer."""

    gss: str
    check: str
    reference: str
    detail: str


@lru_cache(maxsize=ASSEMBLIES_CACHED)
def load_rows(archive: "Archive", prefix: str) -> Mapping[str, AuthorityRows]:
    """Return the rows of every authority and total area of an assembly, by code; files never change."""
    return split_rows(archive.load(f"{prefix}/cells.csv"))


@lru_cache(maxsize=CODES_CACHED)
def load_codes(archive: "Archive", prefix: str) -> tuple[str, ...]:
    """Return the codes of every authority and total area of an assembly, in its order."""
    return tuple(map(intern, load_rows(archive, prefix)))


@lru_cache(maxsize=ASSEMBLIES_CACHED)
def load_exceptions(archive: "Archive", prefix: str) -> tuple[CheckQuestion, ...]:
    """Return every exception of an assembly."""
    text = archive.load(f"{prefix}/exceptions.csv").decode()
    return tuple(
        CheckQuestion(row["authority"], row["reason"], row["reference"], row["detail"])
        for row in csv.DictReader(io.StringIO(text))
    )


def rows_in(archive: "Archive", entries: Iterable["AuditEntry"], gss: str) -> "RowsOf":
    """Return a function that gives an authority's rows by the receipt of an assembly that entries, by number, name.

    A proposal names the parts that it changes: the rows of any other are read from the assembly before it.
    """
    prefixes: dict[str, str] = {}
    changed = ""
    for entry in entries:
        if "prefix" not in entry.what:
            continue
        if not changed or gss in entry.what.get("parts", (gss,)):
            changed = entry.what["prefix"]
        prefixes.setdefault(entry.what["receipt"], changed)

    def rows_of(receipt: str) -> AuthorityRows | None:
        return load_rows(archive, prefixes[receipt]).get(gss) if receipt in prefixes else None

    return rows_of
