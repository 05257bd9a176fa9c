"""File sets as bytes: a ZIP archive of the exact files, with a first member that says what each is.

Known   any program opens it; the comment alone tells it from an archive that a council published. The same set always
        gives the same bytes.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from transforms.domain.file_set import FileSet, MissingFile, SetFile
from transforms.reading.limits import DEFAULT_LIMITS

COMMENT = b"council-returns file set 1"
CONTENTS = "files.json"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say
NO_SET = (ValueError, KeyError, TypeError, RuntimeError, zipfile.BadZipFile)  # what only looks like one
TAIL_BYTES = len(COMMENT)


def is_file_set(content: bytes) -> bool:
    """Return whether bytes are a file set that we put together."""
    return content.startswith(b"PK") and content[-TAIL_BYTES:] == COMMENT


def describe(file_set: FileSet) -> bytes:
    """Return what is known of a set as canonical JSON, which is the same for the same set."""
    document = {
        "files": [
            asdict(file) | {"member": name} for name, file in zip(_members(file_set), file_set.files, strict=True)
        ],
        "missing": [asdict(missing) for missing in file_set.missing],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def pack(file_set: FileSet, contents: Mapping[str, bytes]) -> bytes:
    """Return a set as one archive; `contents` has the bytes of every file by their SHA-256."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        packed.comment = COMMENT
        _write(packed, CONTENTS, describe(file_set))
        for name, file in zip(_members(file_set), file_set.files, strict=True):
            _write(packed, name, contents[file.sha256])
    return buffer.getvalue()


def unpack(content: bytes, limit: int) -> tuple[FileSet, list[bytes]] | None:
    """Return a set and the bytes of its files in their order; None where it unpacks to more than `limit` bytes.

    Raises:
        ValueError, KeyError, zipfile.BadZipFile: for an archive that only looks like a set.

    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(member.file_size for member in packed.infolist()) > limit:
            return None
        document = json.loads(_read(packed, CONTENTS, limit))
        files = tuple(_file(described) for described in document["files"])
        missing = tuple(MissingFile(**described) for described in document["missing"])
        contents = [_read(packed, described["member"], limit) for described in document["files"]]
    return FileSet(files, missing), contents


def unpack_set(content: bytes) -> tuple[FileSet, list[bytes]]:
    """Return a set and the bytes of its files; nothing where the archive only looks like a set, or holds too much."""
    try:
        return unpack(content, DEFAULT_LIMITS.unpacked) or (FileSet(()), [])
    except NO_SET:
        return FileSet(()), []


def stated_size(content: bytes) -> int:
    """Return the bytes to which an archive says that it unpacks; 0 where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return min(DEFAULT_LIMITS.unpacked, sum(member.file_size for member in packed.infolist()))
    except NO_SET:
        return 0


def _file(described: dict[str, object]) -> SetFile:
    return SetFile(
        str(described["name"]),
        str(described["url"]),
        str(described["sha256"]),
        date.fromisoformat(str(described["published"])),
        bool(described["is_listed"]),
    )


def _members(file_set: FileSet) -> list[str]:
    """Return a name in the archive for each file, which two files never share."""
    return [f"{number:03d}-{file.name}" for number, file in enumerate(file_set.files, start=1)]


def _write(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    packed.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)


def _read(packed: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return a member, never more of it than the limit: the archive's directory may say less than is true."""
    with packed.open(name) as member:
        content = member.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"{name} unpacks to more than {limit:,} bytes")
    return content
