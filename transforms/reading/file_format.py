"""Kinds: what a file is, in a word, told by its content; for the record of what was read."""

from transforms.reading import signature, workbook
from transforms.reading.archive import holds_shapefile
from transforms.reading.decode import decode
from transforms.reading.json_text import is_json_lines, looks_like_records


def file_kind(content: bytes) -> str:
    """Return the kind of a published file, such as `CSV` or `Excel workbook`; `other` for what holds no table."""
    if content.startswith(signature.ZIP):
        return _zipped_kind(content)
    if content.startswith(signature.OLE):
        return "Excel 97 workbook"
    if content.startswith(signature.SQLITE):
        return "GeoPackage"
    if not content or signature.binary_kind(content):
        return "other"
    decoding = decode(content)
    start = decoding.sample(content)
    if markup := signature.markup_kind(start):
        return {signature.KML: "KML", signature.GML: "GML"}.get(markup, "other")
    if looks_like_records(start):
        return _json_kind(start, decoding.text(content))
    first = start.splitlines()[0] if start.strip() else ""
    return "tab-separated text" if first.count("\t") > first.count(",") else "CSV"


def _zipped_kind(content: bytes) -> str:
    if workbook.is_zipped_workbook(content):
        return "OpenDocument sheet" if b"opendocument" in content[:200] else "Excel workbook"
    return "zipped shapefile" if holds_shapefile(content) else "ZIP"


def _json_kind(start: str, text: str) -> str:
    if is_json_lines(text):
        return "JSON lines"
    return "GeoJSON" if '"FeatureCollection"' in start else "JSON"
