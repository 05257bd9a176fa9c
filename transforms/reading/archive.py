"""Archives: a ZIP that holds one table."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import compress

from transforms.domain.sheet import Reading
from transforms.reading.alike import are_alike, join_alike, without_copies
from transforms.reading.header import Recognise
from transforms.reading.limits import Limits
from transforms.reading.refusal import AS_CSV, empty, not_tabular, refuse, too_large
from transforms.reading.shapefile_archive import ENDINGS, read_shapefile
from transforms.reading.sheet_choice import chosen_sheet

Open = Callable[[bytes, Recognise, Limits], Reading]

MAP_FILES = (".tab", ".mif", ".gdbtable")
MEMBER = "file of the archive"
ONE_TABLE = "Publish the one table that this standard asks for, as a CSV file."
PIECE = 1 << 16
ENCRYPTED = 1  # a flag of a member
# What a damaged archive makes the libraries raise.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError),
)


class Unpackable(Exception):
    """Raised when a member of an archive is damaged, locked or packed in a way that we don't unpack, from unpacking it.

    Its words stand before or after what the file is called: an archive or a workbook.
    """

    def __init__(self, before: str = "", after: str = "") -> None:
        super().__init__(before or after)
        self.before, self.after = before, after

    def kind(self, noun: str) -> str:
        """Return what the file is: `a damaged ZIP archive`, `a workbook locked with a password`."""
        return " ".join(filter(None, ("a", self.before, noun, self.after)))


def check_packing(members: Sequence[zipfile.ZipInfo]) -> None:
    """Raise Unpackable unless every member is open, and stored or deflated: of those alone true sizes are bounded."""
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Unpackable(after="locked with a password")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise Unpackable(after="packed in another way than programs commonly do")


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Return an archive that is open; raise Unpackable where its directory is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as error:
        raise Unpackable("damaged") from error


def read_member(packed: zipfile.ZipFile, name: str | zipfile.ZipInfo, limit: int) -> bytes:
    """Return a member, no more of it than `limit` bytes, however much it holds; raise Unpackable where that fails."""
    try:
        member = name if isinstance(name, zipfile.ZipInfo) else packed.getinfo(name)
        check_packing([member])
        with packed.open(member) as source:
            return source.read(limit)
    except (KeyError, *DAMAGE) as error:
        raise Unpackable("damaged") from error


def read_archive(content: bytes, recognise: Recognise, limits: Limits, open_member: Open) -> Reading:
    """Return the reading of the one table in the archive, under the member's name."""
    try:
        with open_archive(content) as packed:
            return _read_members(packed, recognise, limits, open_member)
    except Unpackable as error:
        return not_tabular(error.kind("ZIP archive"), AS_CSV)


def _read_members(packed: zipfile.ZipFile, recognise: Recognise, limits: Limits, open_member: Open) -> Reading:
    members = [
        member for member in packed.infolist() if not member.filename.endswith("/") and not _is_litter(member.filename)
    ]
    if not members:
        return empty("an archive with nothing in it")
    if len(members) > limits.members:
        return refuse("file-too-large", what="The number of files in the archive", limit=f"{limits.members:,}")
    check_packing(members)
    if sum(member.file_size for member in members) > limits.unpacked:
        return too_large("The archive once unpacked", limits.unpacked)
    if layers := _layers(packed, members, limits):
        return read_shapefile(layers, recognise, limits)
    if any(member.filename.lower().endswith(MAP_FILES) for member in members):
        return not_tabular(
            "map files of a kind that we do not read (MapInfo or a geodatabase) in a ZIP archive", AS_CSV
        )
    readings = [_named(open_member(_unpack(packed, member, limits), recognise, limits), member) for member in members]
    return _only_table(readings, recognise)


def _named(reading: Reading, member: zipfile.ZipInfo) -> Reading:
    return replace(reading, table_name=member.filename)


def _layers(packed: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], limits: Limits) -> dict[str, dict[str, bytes]]:
    """Return the files of every shapefile in the archive, by the layer's name and their endings."""
    layers: dict[str, dict[str, bytes]] = {}
    named = {member.filename.rpartition(".")[0] for member in members if member.filename.lower().endswith(".shp")}
    for member in members:
        name, _, ending = member.filename.rpartition(".")
        if name in named and f".{ending.lower()}" in ENDINGS:
            layers.setdefault(name, {})[f".{ending.lower()}"] = _unpack(packed, member, limits)
    return layers


def _only_table(readings: list[Reading], recognise: Recognise) -> Reading:
    if len(readings) == 1:
        return readings[0]
    tables = [reading for reading in readings if reading.sheet is not None]
    headers = [reading.sheet.header for reading in readings if reading.sheet is not None]
    if not tables:
        return not_tabular("a ZIP archive without a table", ONE_TABLE)
    recognised_columns = [recognise(header) for header in headers]
    best = recognised_columns.index(max(recognised_columns))
    is_alike = [are_alike(header, headers[best]) for header in headers]
    if any(
        count == recognised_columns[best]
        for count, alike in zip(recognised_columns, is_alike, strict=True)
        if not alike
    ):
        return not_tabular(f"a ZIP archive of {len(tables)} tables", ONE_TABLE)
    read = without_copies(list(compress(tables, is_alike)))
    left_out = [table.table_name or "" for table in tables if not any(table is reading for reading in read)]
    choice = chosen_sheet(MEMBER, [reading.table_name or "" for reading in read], left_out)
    whole = join_alike(MEMBER, read)
    return replace(whole, findings=(*choice, *whole.findings))


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> bytes:
    return read_member(packed, member, limits.unpacked + 1)


def unpack_gzip(content: bytes, limits: Limits) -> bytes | Reading:
    """Return what a gzip file holds, or the refusal where it is damaged or holds too much."""
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            unpacked = packed.read(limits.unpacked + 1)
    except (OSError, EOFError, zlib.error):
        return not_tabular("a damaged gzip archive", AS_CSV)
    return unpacked if len(unpacked) <= limits.unpacked else too_large("The archive once unpacked", limits.unpacked)


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".") or name.endswith("Thumbs.db")


def unpacks_within(content: bytes, limit: int) -> bool:
    """Return whether all of a ZIP unpacks to at most `limit` bytes; its directory may claim less than is true.

    Raises:
        Unpackable: a member is locked, or packed in another way than we unpack.

    """
    try:
        with open_archive(content) as packed:
            members = packed.infolist()
        check_packing(members)
        if sum(member.file_size for member in members) > limit:
            return False
        left = limit
        for member in members:
            left -= _true_size(content, member, left)
            if left < 0:
                return False
    except DAMAGE as error:
        raise Unpackable("damaged") from error
    return True


def _true_size(content: bytes, member: zipfile.ZipInfo, limit: int) -> int:
    """Return how many bytes a member unpacks to, or a number above `limit` as soon as it is passed."""
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return member.file_size
    name_length, extra_length = struct.unpack_from("<HH", content, member.header_offset + 26)
    start = member.header_offset + 30 + name_length + extra_length
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    packed = memoryview(content)[start:]
    while not stream.eof and size <= limit:
        part = packed[:PIECE] if not stream.unconsumed_tail else stream.unconsumed_tail
        if not stream.unconsumed_tail:
            packed = packed[PIECE:]
        if not part:
            break
        size += len(stream.decompress(part, 64 * PIECE))
    return size


def holds_shapefile(content: bytes) -> bool:
    """Return whether an archive holds a shapefile."""
    try:
        with open_archive(content) as packed:
            return any(name.lower().endswith(".shp") for name in packed.namelist())
    except Unpackable:
        return False
