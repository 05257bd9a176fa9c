"""The files of an assembly as its page lists them: each with what it is, those in a folder together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from plugins.portal.views.assemblies import AssemblyView

WORDS = {
    "cells.csv": "every cell of every authority, with its origin",
    "indicators.csv": "the indicators of every authority",
    "exceptions.csv": "records and authorities to look at, with the reason",
    "issues.csv": "what was found in the files that the return is made from",
}
WORKBOOK = "the form as a workbook, for England and every authority"


@dataclass(frozen=True)
class Download:
    """One file: its name, with that of its folder, its size in bytes, and what it is."""

    name: str
    size: int
    words: str


@dataclass(frozen=True)
class DownloadFolder:
    """The files of one folder; without a name those that are in none."""

    name: str
    words: str
    files: Sequence[Download]


def list_downloads(assembly: AssemblyView) -> list[DownloadFolder]:
    """Return the files of an assembly but the manifest, those in no folder first."""
    definition = assembly.definition
    words = {**WORDS, f"{definition.slug}-{assembly.period}.xlsx": WORKBOOK, **definition.file_words}
    files = [
        Download(output["file"], output["bytes"], words.get(output["file"], ""))
        for output in assembly.figures.public_outputs
    ]
    files.sort(key=lambda file: (_folder(file.name), file.name))
    return [DownloadFolder(name, words.get(name, ""), list(group)) for name, group in groupby(files, _folder_of)]


def _folder_of(file: Download) -> str:
    return _folder(file.name)


def _folder(name: str) -> str:
    """Return the folder of a name with a slash at its end; blank where it has none."""
    folder, slash, _ = name.rpartition("/")
    return folder + slash
