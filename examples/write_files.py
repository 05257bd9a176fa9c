"""Write files: a table as the bytes that a council puts online."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from xml.sax.saxutils import escape

from examples.tables import Row, Table

CSV, HTML, PDF = "text/csv; charset=utf-8", "text/html; charset=utf-8", "application/pdf"
LONG_AGO = (2026, 1, 1, 0, 0, 0)  # the time stamp inside archives, so that the same table is the same bytes
PAGE = (
    "<!DOCTYPE html>\n<html lang='en'><head><title>Open data</title></head><body><h1>Our website has changed</h1>"
    "<table><tr><th>Dataset</th><th>Updated</th></tr><tr><td>Planning</td><td>Soon</td></tr></table></body></html>\n"
)
SHEET_NAMES = ("Notes", "Data")


def write_csv(table: Table, delimiter: str = ",", line_end: str = "\r\n") -> bytes:
    """Return the table as UTF-8 text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerows(table.above)
    writer.writerow(table.header)
    writer.writerows(table.rows)
    return text.getvalue().encode()


def write_cp1252(table: Table) -> bytes:
    """Return the table in Windows-1252, with a £ and a curly quote in its texts."""
    column = "CaseText" if "CaseText" in table.header else "Notes"
    return (
        write_csv(table.mapped((column,), lambda text, _: f"{text} – est. £5,000, ‘phase’"))
        .decode()
        .encode("cp1252", "replace")
    )


def write_utf16(table: Table) -> bytes:
    """Return the table in UTF-16 with a byte order mark."""
    return b"\xff\xfe" + write_csv(table).decode().encode("utf-16-le")


def write_bare_cr(table: Table) -> bytes:
    """Return the table with lines that end in a carriage return, as one old spreadsheet program writes them."""
    flat = Table(table.header, [[cell.replace("\n", " ") for cell in row] for row in table.rows], table.above)
    return write_csv(flat, line_end="\r")


def write_workbook(table: Table) -> bytes:
    """Return an Excel workbook with a sheet of notes before the data."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_numbers": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(*LONG_AGO)})  # noqa: DTZ001  a workbook knows no zone
    notes, sheet = (book.add_worksheet(name) for name in SHEET_NAMES)
    notes.write(0, 0, "How to use this workbook")
    dates, day = _date_columns(table), book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate([*table.above, table.header, *table.rows]):
        for position, text in enumerate(row):
            if position in dates and (value := _datetime(text)):
                sheet.write_datetime(number, position, value, day)
            elif text:
                sheet.write_string(number, position, text)
    book.close()
    return content.getvalue()


def _date_columns(table: Table) -> set[int]:
    return {position for position, column in enumerate(table.header) if column.endswith("Date")}


def _datetime(text: str) -> datetime | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  a workbook knows no zone
        except ValueError:
            continue
    return None


def write_open_document(table: Table) -> bytes:
    """Return an OpenDocument spreadsheet."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        f"<table:table-row>{''.join(cell.format(escape(text)) for text in row)}</table:table-row>"
        for row in [*table.above, table.header, *table.rows]
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Data">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return _zip({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def write_zip(table: Table) -> bytes:
    """Return the CSV in a ZIP beside a read-me."""
    return _zip({"README.txt": "Published monthly.\n", "data.csv": write_csv(table).decode()})


def _zip(members: Mapping[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), text, stored)
    return content.getvalue()


def write_json(table: Table) -> bytes:
    """Return a list of records."""
    return json.dumps([_record(table.header, row) for row in table.rows], indent=1).encode()


def write_geojson(table: Table) -> bytes:
    """Return a collection of points; the coordinates stand in the geometry and in the properties."""
    records = [_record(table.header, row) for row in table.rows]
    features = [{"type": "Feature", "geometry": _point(record), "properties": record} for record in records]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _record(header: Row, row: Row) -> dict[str, str | None]:
    return {column: text or None for column, text in zip(header, row, strict=False)}


def _point(record: Mapping[str, str | None]) -> dict[str, object] | None:
    x, y = record.get("GeoX"), record.get("GeoY")
    is_degrees = record.get("CoordinateReferenceSystem") != "OSGB36"
    return {"type": "Point", "coordinates": [float(x), float(y)]} if x and y and is_degrees else None


def write_page(_: Table) -> bytes:
    """Return the page that stands where the file was."""
    return PAGE.encode()


def write_pdf(_: Table) -> bytes:
    """Return a PDF."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0>>endobj\n%%EOF\n"


WRITERS: Mapping[str, tuple[Callable[[Table], bytes], str, str]] = {
    "workbook": (write_workbook, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "open-document": (write_open_document, "ods", "application/vnd.oasis.opendocument.spreadsheet"),
    "zipped": (write_zip, "zip", "application/zip"),
    "json": (write_json, "json", "application/json"),
    "geojson": (write_geojson, "geojson", "application/geo+json"),
    "tab-separated": (lambda table: write_csv(table, "\t"), "tsv", "text/tab-separated-values"),
    "semicolons": (lambda table: write_csv(table, ";"), "csv", CSV),
    "pound-cp1252": (write_cp1252, "csv", "text/csv"),
    "utf-16": (write_utf16, "csv", "text/csv"),
    "byte-order-mark": (lambda table: b"\xef\xbb\xbf" + write_csv(table), "csv", CSV),
    "bare-cr": (write_bare_cr, "csv", "text/csv"),
    "page": (write_page, "csv", HTML),
    "page-later": (write_csv, "csv", CSV),
    "pdf": (write_pdf, "csv", PDF),
    "empty": (lambda _: b"", "csv", CSV),
    "wrong-type": (write_csv, "csv", "text/html"),
    "untyped": (write_csv, "csv", "application/octet-stream"),
}
PLAIN: tuple[Callable[[Table], bytes], str, str] = (write_csv, "csv", CSV)
