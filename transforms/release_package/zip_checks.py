"""Opening the zip of a package: nothing in it may lead elsewhere, swell, hide, or be said twice.

Source: APPNOTE 6.3.10, sections 4.3 to 4.5, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
Known:  a package that was unpacked and zipped again, by whatever tool, is a package still; a zip that is as we write it
        but for a few entries was damaged.
"""

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from transforms.release_package.package_files import Files, OpenedFiles
from transforms.release_package.zip_file import FIXED_TIME, REGULAR_FILE, UNIX

MOST_TIMES, MOST_BYTES, MOST_FILES = 20, 2 * 1024**3, 100_000
BEGINS_A_ZIP = b"PK\x03\x04"
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
DIRECTORY_RECORD = 46  # bytes, before its name
END_OF_DIRECTORY = struct.Struct("<4s4H2IH")
ENCRYPTED, SIZES_BEHIND, UTF_8 = 0x1, 0x8, 0x800
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


class NotAPackage(ValueError):
    """Raised, with a sentence, where something can't be taken for a package, whatever is in it."""


def open_zip(file: BinaryIO) -> Files:
    """Return the files of a package by their names in its folder.

    Args:
        file: a zip, which can be sought in.

    Raises:
        NotAPackage: in a sentence, where the zip is truncated, damaged or dangerous.

    """
    size = file.seek(0, 2)
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except DAMAGED as error:
        raise NotAPackage(f"the zip is truncated or damaged: {error}") from error
    for sentence in (*_wrong_in_end(file, archive, size), *_dangers(entries, size), *wrong_names(_names(entries))):
        raise NotAPackage(sentence)
    folder = _only_folder(entries)
    _expect_readable(archive)
    for sentence in (*_wrong_in_layout(file, archive), *_changed_headers(entries)):
        raise NotAPackage(sentence)
    names = tuple(sorted(entry.filename.removeprefix(folder) for entry in entries if not entry.is_dir()))
    return OpenedFiles(names, lambda name: archive.open(folder + name))  # type: ignore[arg-type,return-value]


def wrong_names(names: Sequence[str]) -> Iterator[str]:
    """Yield, in a sentence each, the names that lead elsewhere, or that are one name on some machines."""
    for name in names:
        parts = name.removesuffix("/").split("/")
        if any(part in ("", ".", "..") for part in parts) or "\\" in name or ":" in name:
            yield f"“{name[:80]}” leads out of the folder"
        elif not name.isprintable():
            yield f"“{ascii(name)[1:80]}” is a name with characters that can't be shown"
    for name, times in Counter(names).items():
        if times > 1:
            yield f"“{name}” is there {times} times"
    folded = Counter(unicodedata.normalize("NFKC", name).casefold() for name in set(names))
    for name, times in folded.items():
        if times > 1:
            yield f"“{name}” is there {times} times, in letters of different case or form"


def _names(entries: Iterable[zipfile.ZipInfo]) -> list[str]:
    return [entry.orig_filename for entry in entries]


def _dangers(entries: Sequence[zipfile.ZipInfo], size: int) -> Iterator[str]:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_BYTES and unpacked > MOST_TIMES * size:
        yield f"the zip unpacks to {unpacked:,} bytes, more than {MOST_TIMES} times its size and 2 GB"
    if len(entries) > MOST_FILES:
        yield f"the zip holds {len(entries):,} files"
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind == stat.S_IFLNK:
            yield f"“{entry.filename}” is a link"
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            yield f"“{entry.filename}” is no file"
        elif entry.flag_bits & ENCRYPTED:
            yield f"“{entry.filename}” is encrypted"
        elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield f"“{entry.filename}” is packed in a way that is not read here"
        elif not entry.filename.isascii() and not entry.flag_bits & UTF_8:
            yield f"“{entry.filename}” is a name that is not in UTF-8"


def _only_folder(entries: Sequence[zipfile.ZipInfo]) -> str:
    folders = {entry.filename.partition("/")[0] for entry in entries}
    if len(folders) != 1 or not all("/" in entry.filename for entry in entries):
        raise NotAPackage("the zip does not hold one folder, and nothing beside it")
    return folders.pop() + "/"


def _expect_readable(archive: zipfile.ZipFile) -> None:
    try:
        damaged = archive.testzip()
    except DAMAGED as error:
        raise NotAPackage(f"the zip is truncated or damaged: {error}") from error
    if damaged is not None:
        raise NotAPackage(f"“{damaged}” was changed or damaged: its bytes are not those that the zip's checksum is of")


def _wrong_in_layout(file: BinaryIO, archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield where bytes belong to no file, or where a file is described in two ways."""
    expected = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if entry.header_offset != expected:
            yield f"the zip has bytes before “{entry.filename}” that belong to no file"
            return
        file.seek(entry.header_offset)
        header = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
        if not _is_described_alike(header, entry):
            yield f"the zip describes “{entry.filename}” in two ways: a byte of it was changed"
        expected += LOCAL_HEADER.size + header[9] + header[10] + entry.compress_size
        if entry.flag_bits & SIZES_BEHIND:
            file.seek(expected)
            expected += 16 if file.read(4) == b"PK\x07\x08" else 12
    if expected != archive.start_dir:
        yield "the zip has bytes after its files that belong to none of them"


def _is_described_alike(header: tuple[object, ...], entry: zipfile.ZipInfo) -> bool:
    year, month, day, hour, minute, second = entry.date_time
    time, date = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    sizes = (entry.CRC, entry.compress_size, entry.file_size)
    if entry.flag_bits & SIZES_BEHIND or 0xFFFFFFFF in header[6:9]:
        sizes = header[6:9]  # type: ignore[assignment]
    stated = (BEGINS_A_ZIP, entry.extract_version, entry.flag_bits, entry.compress_type, time, date, *sizes)
    return header[:9] == stated


def _wrong_in_end(file: BinaryIO, archive: zipfile.ZipFile, size: int) -> Iterator[str]:
    """Yield where the directory and the end of the zip don't fill what is behind its files."""
    file.seek(size - END_OF_DIRECTORY.size)
    end = END_OF_DIRECTORY.unpack(file.read(END_OF_DIRECTORY.size))
    signature, *disks, on_disk, total, length, start, comment = end
    count = len(archive.infolist())
    if signature != b"PK\x05\x06" or comment:
        yield "the zip is truncated or damaged: there are bytes behind its end"
    elif 0xFFFF in (on_disk, total) or 0xFFFFFFFF in (length, start):
        return  # a larger zip says so elsewhere
    elif any(disks) or (on_disk, total) != (count, count) or start != archive.start_dir:
        yield "the end of the zip was changed, or bytes before it belong to nothing"
    elif not _fills(file, start, length) or start + length != size - END_OF_DIRECTORY.size:
        yield "the directory of the zip was changed"


def _fills(file: BinaryIO, start: int, length: int) -> bool:
    """Return whether the records of the directory are as long together as it is."""
    at = start
    while at < start + length:
        file.seek(at)
        record = file.read(DIRECTORY_RECORD)
        at += DIRECTORY_RECORD + sum(struct.unpack("<3H", record[28:34]))
    return at == start + length


def _changed_headers(entries: Sequence[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield the entries that are not written as we write them, where most are."""
    changed = [entry.filename for entry in entries if not _is_ours(entry)]
    if 0 < len(changed) <= len(entries) // 2:
        yield f"the zip does not describe “{changed[0]}” as it was made: a byte of it was changed"


def _is_ours(entry: zipfile.ZipInfo) -> bool:
    facts = (entry.create_system, entry.create_version, entry.extract_version, entry.reserved, entry.volume)
    attributes = (entry.internal_attr, entry.external_attr, entry.extra, entry.comment)
    return (
        facts == (UNIX, zipfile.DEFAULT_VERSION, zipfile.DEFAULT_VERSION, 0, 0)
        and attributes == (0, REGULAR_FILE, b"", b"")
        and (entry.compress_type, entry.flag_bits, entry.date_time) == (zipfile.ZIP_STORED, 0, FIXED_TIME)
    )
