"""Real files: publish a folder of files as published, each under its own council's name.

The folder, or its first level, names the dataset standard, or several of which the columns tell one. A file's name
starts with its council's three-letter code, register reference or name (`DUD__92b2….csv`, `hyndburn__1701.csv`,
`national-park-authority_Q72617784__a372….csv`), has the name among its words (`merton_community.kml`), or its records
name the council.
Known: a source is one authority and one standard, so several files of one council are published on successive days.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from plugins.cli.developer.reading_record import standard_of
from transforms.domain.authority import Authority
from transforms.standards import STANDARDS

SUFFIXES = {
    ".csv",
    ".xls",
    ".xlsx",
    ".xlsm",
    ".ods",
    ".json",
    ".geojson",
    ".zip",
    ".tsv",
    ".txt",
    ".xml",
    ".pdf",
    ".kml",
}
ORGANISATION = re.compile(rb"https?://(?:opendatacommunities|statistics\.data\.gov)[\w./-]+")
WORD = re.compile(r"[A-Za-z]{4,}")
NOT_PUBLISHED = ("fetch-log",)  # folders about publishing rather than of publications


@dataclass(frozen=True)
class RealFile:
    """One file of the folder: whose it is and what of, or why nobody can collect it."""

    path: Path
    standard: str
    authority_gss: str = ""
    round: int = 0  # the day after the opening on which it is online
    reason: str = ""  # why it is not covered, blank where it is

    def url(self, base_url: str) -> str:
        """Return the address at which the file appears when its round has come."""
        return f"{base_url}/{self.authority_gss}/real/{self.standard}"


def list_real_files(
    folder: Path,
    standards: Iterable[str],
    authority: Callable[[str], Authority],
    organisation: Callable[[str], str | None],
) -> tuple[RealFile, ...]:
    """Return every file below `folder` with its authority, standard and round, or the reason why it is not covered."""
    declared, rounds = set(standards), Counter[tuple[str, str]]()
    listed: list[RealFile] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        parts = path.relative_to(folder).parts
        standard = _standard(path, folder, parts, declared)
        if reason := not_covered(path, parts, standard, declared):
            listed.append(RealFile(path, standard, reason=reason))
            continue
        gss = owner_of(path, authority, organisation)
        if gss is None:
            listed.append(
                RealFile(path, standard, reason="neither its name nor its records say which council published it")
            )
            continue
        listed.append(RealFile(path, standard, gss, rounds[gss, standard]))
        rounds[gss, standard] += 1
    return tuple(listed)


def _standard(path: Path, folder: Path, parts: Sequence[str], declared: set[str]) -> str:
    """Return the standard of a file: its folder's, or where that holds several the one whose columns it has."""
    if folder.name in declared or len(parts) == 1:
        return folder.name
    return parts[0] if parts[0] in declared else standard_of(path, folder) or parts[0]


def not_covered(path: Path, parts: Sequence[str], standard: str, declared: set[str]) -> str:
    """Return why a file is no publication of a standard that we know, blank if it is one."""
    if standard not in declared:
        is_known = any(declared.slug == standard for declared in STANDARDS)
        return f"“{standard}” is not collected this time" if is_known else f"no standard “{standard}” is declared"
    if any(part in NOT_PUBLISHED for part in parts):
        return "a record of fetching, not a publication"
    if path.suffix.lower() not in SUFFIXES:
        return f"“{path.suffix}” is not a format that councils publish data in"
    return ""


def owner_of(
    path: Path, authority: Callable[[str], Authority], organisation: Callable[[str], str | None]
) -> str | None:
    """Return the GSS code of the council that published the file."""
    prefix = path.name.partition("__")[0] if "__" in path.name else ""
    for code in (prefix, prefix.replace("_", ":", 1), prefix.partition("_")[2]):
        if code and (gss := _gss_of(code, authority) or organisation(code)):
            return gss
    named = (gss for word in WORD.findall(path.stem) if (gss := organisation(word)))
    return next(named, None) or _named_inside(path, organisation)


def _gss_of(code: str, authority: Callable[[str], Authority]) -> str | None:
    try:
        return authority(code).gss
    except LookupError:
        return None


def _named_inside(path: Path, organisation: Callable[[str], str | None]) -> str | None:
    """Return the council that most of the addresses in the file name; failing that, in its unlabelled neighbours."""
    neighbours = sorted(other for other in path.parent.iterdir() if other.is_file() and "__" not in other.name)
    for source in [path, *(neighbours if path in neighbours else [])]:
        named = Counter(mention.decode() for mention in ORGANISATION.findall(_text(source)))
        for uri, _ in named.most_common(3):
            if gss := organisation(uri):
                return gss
    return None


def _text(path: Path) -> bytes:
    """Return the bytes in which addresses can be looked for; those of a workbook are packed."""
    if not is_zipfile(path):
        return path.read_bytes()
    with ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))


def file_of_round(files: Iterable[RealFile], gss: str, standard: str, day: int) -> RealFile | None:
    """Return the file of this authority and standard that is online `day` days after the opening; the last stays."""
    own = [file for file in files if (file.authority_gss, file.standard) == (gss, standard) and not file.reason]
    return own[max(0, min(day, len(own) - 1))] if own else None


def rounds_of(files: Iterable[RealFile]) -> int:
    """Return on how many successive days there is something new."""
    return max((file.round + 1 for file in files if not file.reason), default=0)
