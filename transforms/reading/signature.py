"""Signatures: what bytes are by their content, whatever their name says."""

import re
from collections.abc import Sequence

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EMPTY_ZIP = b"PK\x05\x06"
GZIP = b"\x1f\x8b"
SQLITE = b"SQLite format 3\x00"

KML, GML = "a map file (KML)", "a map file (GML)"
WEB_TABLE, SPREADSHEET_XML = "a web page (HTML) with a table in it", "a spreadsheet saved as XML"
OF_SPREADSHEETS = (WEB_TABLE, SPREADSHEET_XML)
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream in which Office keeps a workbook with a password

MAGIC: Sequence[tuple[bytes, str]] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a word-processor document (RTF)"),
    (b"\x00\x00\x27\x0a", "a shapefile without its table of attributes (.dbf)"),
)

XML_ROOTS: Sequence[tuple[str, str]] = (
    ("exceptionreport", "an error report of a map server (XML)"),
    ("serviceexception", "an error report of a map server (XML)"),
    ("kml", KML),
    ("featurecollection", GML),
    ("pages", GML),
    ("html", "a web page (HTML)"),
    ("rss", "a news feed (RSS)"),
    ("feed", "a news feed (Atom)"),
    ("svg", "an image (SVG)"),
    ("workbook", SPREADSHEET_XML),
    ("error", "an error message (XML)"),
)


def binary_kind(content: bytes) -> str | None:
    """Return what a file is whose first bytes give it away and that holds no table we read; None for others."""
    return next((kind for magic, kind in MAGIC if content.startswith(magic)), None)


def markup_kind(start: str) -> str | None:
    """Return what marked-up text is, seen from its start; None for text that is not markup."""
    text = start.lstrip("\ufeff \t\r\n\x00")
    if not text.startswith("<"):
        return None
    if re.match(r"<!doctype\s+html|<(?:html|head|body|script|div|table|meta|title|style|center|h1|p)\b", text, re.I):
        return WEB_TABLE if re.search(r"<table\b", text, re.I) else "a web page (HTML)"
    body = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*\[.*?\]\s*>|<!.*?>", "", text, flags=re.S)
    root = re.match(r"\s*<(?:[\w.-]+:)?([\w.-]+)", body)
    if root is None:
        return "an XML document" if text.startswith(("<?xml", "<!")) else None
    name = root[1].lower()
    if text.startswith("<!--") and name in ("html", "head", "body"):
        return "a web page (HTML)"
    return next((kind for prefix, kind in XML_ROOTS if name.startswith(prefix)), "an XML document")


def is_rubbish(start: str) -> bool:
    """Return whether text is really binary data: more than one character in fifty is a control character."""
    controls = sum(1 for character in start if character < " " and character not in "\t\r\n\x0b\x0c\x1a")
    return controls * 50 > len(start)
