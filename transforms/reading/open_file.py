"""Opening: from bytes to the reader that knows their format."""

from transforms.domain.sheet import Reading
from transforms.reading import archive, signature, workbook
from transforms.reading.decode import decode
from transforms.reading.delimited import read_delimited
from transforms.reading.geopackage import read_geopackage
from transforms.reading.header import Recognise
from transforms.reading.limits import Limits
from transforms.reading.map_xml import read_map_xml
from transforms.reading.records import looks_like_records, read_records
from transforms.reading.refusal import AS_CSV, AS_WORKBOOK, empty, not_tabular, too_large


def open_content(content: bytes, recognise: Recognise, limits: Limits) -> Reading:
    """Return the reading of a file that may be an archive of one."""
    if len(content) > limits.published:
        return too_large("The file", limits.published)
    if content.startswith(signature.GZIP):
        unpacked = archive.unpack_gzip(content, limits)
        return unpacked if isinstance(unpacked, Reading) else open_unpacked(unpacked, recognise, limits)
    if not content.startswith((signature.ZIP, signature.EMPTY_ZIP)) or workbook.is_zipped_workbook(content):
        return open_unpacked(content, recognise, limits)
    return archive.read_archive(content, recognise, limits, open_unpacked)


def open_unpacked(content: bytes, recognise: Recognise, limits: Limits) -> Reading:
    """Return the reading of a file that must not be an archive."""
    if not content:
        return empty("no bytes")
    if content.startswith(signature.OLE) or workbook.is_zipped_workbook(content):
        return workbook.read_workbook(content, recognise, limits)
    if content.startswith((signature.ZIP, signature.GZIP)):
        return not_tabular("an archive inside an archive", "Publish the table itself as a CSV file, not packed twice.")
    if content.startswith(signature.SQLITE):
        return read_geopackage(content, recognise, limits)
    if kind := signature.binary_kind(content):
        return not_tabular(kind, AS_CSV)
    return _open_text(content, recognise, limits)


def _open_text(content: bytes, recognise: Recognise, limits: Limits) -> Reading:
    decoding = decode(content)
    start = decoding.sample(content)
    if kind := signature.markup_kind(start):
        if kind in (signature.KML, signature.GML):
            return read_map_xml(content, limits, is_kml=kind == signature.KML)
        return not_tabular(kind, AS_WORKBOOK if kind in signature.OF_SPREADSHEETS else AS_CSV)
    if signature.is_rubbish(start.lstrip("\x00")):
        return not_tabular("binary data that we do not know", AS_CSV)
    if looks_like_records(start):
        return read_records(content, decoding, recognise, limits)
    if _holds_endless_line(content, limits.value):
        return too_large("A line", limits.value)
    return read_delimited(content, decoding, recognise)


def _holds_endless_line(content: bytes, most: int) -> bool:
    """Return whether some line is so long that no line ends in a whole stretch of `most` bytes; one of twice that is.

    Known:  one cell of 490 MB took several times that while it was cut from its line, to be refused then.
    """
    stretches = range(0, len(content) - most + 1, most)
    return any(
        content.find(b"\n", start, start + most) < 0 and content.find(b"\r", start, start + most) < 0
        for start in stretches
    )
