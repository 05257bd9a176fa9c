"""The form in which a visitor says what to check: what was filled in, or what is wanting."""

from dataclasses import dataclass
from datetime import date
from typing import IO

from starlette.datastructures import FormData, UploadFile

from plugins.faults import SourceRefused
from plugins.fetch.addresses import endpoint
from plugins.portal.upload_checks import worker_tasks
from plugins.portal.upload_checks.worker_tasks import Asked
from transforms import registers
from transforms.registers.finding import find
from transforms.snapshots.linking import linked_standards
from transforms.standards import STANDARDS, standard

LINKED = tuple(sorted({slug for one in STANDARDS for slug in linked_standards(one)}))
LONGEST_ADDRESS, LONGEST_NAME = 2000, 120


@dataclass(frozen=True)
class Form:
    """What a visitor filled in."""

    standard: str = ""
    authority: str = ""
    address: str = ""


class FormError(Exception):
    """Raised when a form can't be gone on with: the field, and what to do about it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


def filled_in(sent: FormData, day: date) -> tuple[Asked, dict[str, IO[bytes]], str]:
    """Return what a form asks, its files by the names that `work` knows them under, and the address of one to fetch.

    Args:
        sent: what a visitor filled in.
        day: as at which a file is checked.

    Raises:
        Amiss: something is wanting.

    """
    file, address = _file_named(sent, "file"), str(sent.get("address") or "").strip()
    slug = str(sent.get("standard") or "")
    if slug and slug not in {known.slug for known in STANDARDS}:
        raise FormError("standard", "Select a standard from the list")
    gss = _authority(str(sent.get("authority") or ""))
    if file and address:
        raise FormError("address", "Choose a file or give an address, not both")
    if not file and not address:
        raise FormError("file", "Choose a file, or give the address of one")
    if address:
        _look_at(address)
    linked = {one: found for one in LINKED if (found := _file_named(sent, worker_tasks.linked_file(one)))}
    if slug and (other := sorted(linked.keys() - linked_standards(standard(slug)).keys())):
        words = f"Records of {standard(slug).title} name none of {standard(other[0]).title}: leave this file out"
        raise FormError(worker_tasks.linked_file(other[0]), words)
    names = {one: _name(found.filename or "") for one, found in linked.items()}
    name = _name(file.filename or "") if file else _name(address.partition("?")[0].rstrip("/")) or address
    files: dict[str, IO[bytes]] = {worker_tasks.linked_file(one): found.file for one, found in linked.items()}
    if file:
        files[worker_tasks.FILE] = file.file
    name = name[:LONGEST_NAME] or "a file without a name"
    return Asked(name, slug, gss, day, names), files, address


def _file_named(sent: FormData, name: str) -> UploadFile | None:
    """Return the file that was chosen in a field, None where none was."""
    file = sent.get(name)
    return file if isinstance(file, UploadFile) and file.filename else None


def _name(path: str) -> str:
    """Return the name of a file without its folders."""
    return path.replace("\\", "/").rpartition("/")[2][:LONGEST_NAME]


def _look_at(address: str) -> None:
    """Raise FormError for an address that can't be one of a file."""
    try:
        endpoint(address)
    except SourceRefused as error:
        raise FormError("address", "Write an address that starts with http:// or https://") from error
    if len(address) > LONGEST_ADDRESS:
        raise FormError("address", f"Write an address of at most {LONGEST_ADDRESS:,} letters")


def _authority(words: str) -> str | None:
    """Return the GSS code of the council that somebody named, None where nobody was."""
    if not words.strip():
        return None
    try:
        return registers.authority(words).gss
    except LookupError:
        found = [one.authority for one in find(words) if one.authority.end_date is None]
    exact = [one for one in found if one.name.casefold() == words.strip().casefold()] or found
    if len(exact) == 1:
        return exact[0].gss
    if not exact:
        raise FormError(
            "authority", "We know no council of this name: write part of its name or its GSS code, or nothing"
        )
    some = ", ".join(one.name for one in exact[:4]) + (" and others" if len(exact) > 4 else "")
    raise FormError("authority", f"Several councils are called so ({some}): write the whole name or the GSS code")
