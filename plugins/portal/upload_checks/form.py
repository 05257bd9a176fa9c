"""The form on which a visitor says what to check: what was filled in, or what is missing."""

from dataclasses import dataclass
from datetime import date
from typing import IO

from starlette.datastructures import FormData, UploadFile

from plugins.faults import SourceRefused
from plugins.fetch.addresses import endpoint
from plugins.portal.upload_checks import worker_tasks
from plugins.portal.upload_checks.worker_tasks import CheckRequest
from transforms import registers
from transforms.registers.search import find
from transforms.snapshots.linking import linked_standards
from transforms.standards import STANDARDS, standard

LINKED_STANDARDS = tuple(sorted({slug for declared in STANDARDS for slug in linked_standards(declared)}))
MAX_ADDRESS, MAX_NAME = 2000, 120


@dataclass(frozen=True)
class Form:
    """What a visitor filled in."""

    standard: str = ""
    authority: str = ""
    address: str = ""


class FormError(Exception):
    """Raised when a form can't be accepted, with the field and what to do about it, from `parse_form`."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


def parse_form(form_data: FormData, day: date) -> tuple[CheckRequest, dict[str, IO[bytes]], str]:
    """Return what to check, the files by their names in `worker_tasks`, and the address of the one to fetch.

    Args:
        form_data: what a visitor filled in.
        day: the day as at which the file is checked.

    Raises:
        FormError: something is missing or wrong.

    """
    slug = str(form_data.get("standard") or "")
    if slug and slug not in {declared.slug for declared in STANDARDS}:
        raise FormError("standard", "Select a standard from the list")
    gss = authority_code(str(form_data.get("authority") or ""))
    file, address = _file_or_address(form_data)
    linked = _linked_files(form_data, slug)
    files: dict[str, IO[bytes]] = {worker_tasks.linked_file(other): upload.file for other, upload in linked.items()}
    if file:
        files[worker_tasks.FILE] = file.file
    linked_names = {other: base_name(upload.filename or "") for other, upload in linked.items()}
    return CheckRequest(_name_of(file, address), slug, gss, day, linked_names), files, address


def _file_or_address(form_data: FormData) -> tuple[UploadFile | None, str]:
    """Return the file to check, or None and the address from which to fetch it."""
    file, address = _file_named(form_data, "file"), str(form_data.get("address") or "").strip()
    if file and address:
        raise FormError("address", "Select a file or enter an address, not both")
    if not file and not address:
        raise FormError("file", "Select a file, or enter the address of one")
    if address:
        _check_address(address)
    return file, address


def _linked_files(form_data: FormData, slug: str) -> dict[str, UploadFile]:
    """Return the files of other standards that were sent, by standard; each must be one that the first refers to."""
    uploads = {other: _file_named(form_data, worker_tasks.linked_file(other)) for other in LINKED_STANDARDS}
    linked = {other: upload for other, upload in uploads.items() if upload}
    if slug and (unused := sorted(linked.keys() - linked_standards(standard(slug)).keys())):
        words = f"{standard(slug).title} records do not refer to {standard(unused[0]).title}: leave this file out"
        raise FormError(worker_tasks.linked_file(unused[0]), words)
    return linked


def _name_of(file: UploadFile | None, address: str) -> str:
    """Return the name of the file to check, as the report shows it."""
    name = base_name(file.filename or "") if file else base_name(address.partition("?")[0].rstrip("/")) or address
    return name[:MAX_NAME] or "a file without a name"


def _file_named(form_data: FormData, name: str) -> UploadFile | None:
    """Return the file selected in a field, None where none was."""
    file = form_data.get(name)
    return file if isinstance(file, UploadFile) and file.filename else None


def base_name(path: str) -> str:
    """Return the name of a file without its folders."""
    return path.replace("\\", "/").rpartition("/")[2][:MAX_NAME]


def _check_address(address: str) -> None:
    """Raise FormError for an address that can't be that of a file."""
    try:
        endpoint(address)
    except SourceRefused as error:
        raise FormError("address", "Enter an address that starts with http:// or https://") from error
    if len(address) > MAX_ADDRESS:
        raise FormError("address", f"Address must be {MAX_ADDRESS:,} characters or fewer")


def authority_code(words: str) -> str | None:
    """Return the GSS code of the council that was named, None where the field is blank."""
    if not words.strip():
        return None
    try:
        return registers.authority(words).gss
    except LookupError:
        matches = [match.authority for match in find(words) if match.authority.end_date is None]
    exact = [match for match in matches if match.name.casefold() == words.strip().casefold()] or matches
    if len(exact) == 1:
        return exact[0].gss
    if not exact:
        raise FormError(
            "authority", "No council has this name: enter part of its name or its GSS code, or leave this blank"
        )
    names = ", ".join(match.name for match in exact[:4]) + (" and others" if len(exact) > 4 else "")
    raise FormError("authority", f"Several councils match ({names}): enter the whole name or the GSS code")
