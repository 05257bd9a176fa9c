"""OpenDocument: sheets of texts and numbers as an .ods file, byte for byte the same for the same sheets.

Source: OASIS Open Document Format for Office Applications (OpenDocument) 1.3, parts 2 and 3,
        https://docs.oasis-open.org/office/OpenDocument/v1.3/
Known:  a text is a string cell, which cannot run as a formula; what XML can't hold becomes a replacement character.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from transforms.render.report_workbook.cell_text import UNWRITABLE

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
        ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
        ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
        ("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
        ("number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
        ("meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
    )
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NUMBER_FORMAT = re.compile(r'(?P<digits>#,##)?0(?:\.(?P<decimals>0+))?(?:"(?P<suffix>[^"]*)")?')
BLANKS = re.compile(r"  +|\t|^ ")


@dataclass(frozen=True)
class FormStyle:
    """How a cell looks; `number_format` is a workbook's, blank for text."""

    is_bold: bool = False
    is_wrapped: bool = False
    is_right: bool = False
    number_format: str = ""


@dataclass(frozen=True)
class FormCell:
    """A text, a number or nothing."""

    value: str | int | float | None
    style: FormStyle


@dataclass(frozen=True)
class FormSheet:
    """A sheet: its name, its rows, and the width of each column in points."""

    name: str
    rows: tuple[tuple[FormCell, ...], ...]
    widths: tuple[float, ...]


def spreadsheet(sheets: Sequence[FormSheet], title: str) -> bytes:
    """Return sheets as an OpenDocument spreadsheet."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        _add(archive, "mimetype", MIMETYPE, zipfile.ZIP_STORED)
        _add(archive, "META-INF/manifest.xml", _manifest())
        _add(archive, "meta.xml", _meta(title))
        _add(archive, "styles.xml", f'{DECLARATION}<office:document-styles {NAMESPACES} office:version="1.3"/>')
        _add(archive, "content.xml", "".join(_content(sheets)))
    return sink.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str, compression: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, FIXED_TIME)
    entry.compress_type, entry.create_system, entry.external_attr = compression, 3, 0o100644 << 16
    archive.writestr(entry, text.encode())


def _manifest() -> str:
    kinds = {"/": MIMETYPE, "content.xml": "text/xml", "styles.xml": "text/xml", "meta.xml": "text/xml"}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in kinds.items()
    )
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    root = f'<manifest:manifest xmlns:manifest="{namespace}" manifest:version="1.3">'
    return f"{DECLARATION}{root}{entries}</manifest:manifest>"


def _meta(title: str) -> str:
    content = f"<office:meta><dc:title>{escape(title)}</dc:title></office:meta>"
    return f'{DECLARATION}<office:document-meta {NAMESPACES} office:version="1.3">{content}</office:document-meta>'


def _content(sheets: Sequence[FormSheet]) -> Iterator[str]:
    styles = {style: f"ce{number}" for number, style in enumerate(_styles(sheets), start=1)}
    widths = {
        width: f"co{number}" for number, width in enumerate(sorted({w for s in sheets for w in s.widths}), start=1)
    }
    yield f'{DECLARATION}<office:document-content {NAMESPACES} office:version="1.3"><office:automatic-styles>'
    for width, name in widths.items():
        column = f'<style:table-column-properties style:column-width="{width:.2f}pt"/>'
        yield f'<style:style style:name="{name}" style:family="table-column">{column}</style:style>'
    for style, name in styles.items():
        yield from _style(style, name)
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    for sheet in sheets:
        yield from _sheet(sheet, styles, widths)
    yield "</office:spreadsheet></office:body></office:document-content>"


def _styles(sheets: Sequence[FormSheet]) -> dict[FormStyle, None]:
    return dict.fromkeys(cell.style for sheet in sheets for row in sheet.rows for cell in row if cell.value is not None)


def _style(style: FormStyle, name: str) -> Iterator[str]:
    data_style = ""
    if parts := NUMBER_FORMAT.fullmatch(style.number_format):
        decimals, grouping = len(parts["decimals"] or ""), str(bool(parts["digits"])).lower()
        number = (
            f'<number:number number:decimal-places="{decimals}" number:min-decimal-places="{decimals}" '
            f'number:min-integer-digits="1" number:grouping="{grouping}"/>'
        )
        suffix = f"<number:text>{escape(parts['suffix'])}</number:text>" if parts["suffix"] else ""
        yield f'<number:number-style style:name="n{name}">{number}{suffix}</number:number-style>'
        data_style = f' style:data-style-name="n{name}"'
    wrap = "wrap" if style.is_wrapped else "no-wrap"
    yield f'<style:style style:name="{name}" style:family="table-cell"{data_style}>'
    yield f'<style:table-cell-properties style:vertical-align="top" fo:wrap-option="{wrap}"/>'
    if style.is_right:
        yield '<style:paragraph-properties fo:text-align="end"/>'
    weight = "bold" if style.is_bold else "normal"
    yield f'<style:text-properties fo:font-weight="{weight}" fo:font-size="11pt"/></style:style>'


def _sheet(sheet: FormSheet, styles: Mapping[FormStyle, str], widths: Mapping[float, str]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(_plain(sheet.name))}>"
    for width, group in groupby(sheet.widths):
        yield f'<table:table-column table:style-name="{widths[width]}"{_repeated("columns", len(list(group)))}/>'
    if not sheet.widths:
        yield "<table:table-column/>"
    for row in sheet.rows or ((),):
        yield "<table:table-row>"
        if not row:
            yield "<table:table-cell/>"
        for is_empty, cells in groupby(row, key=lambda cell: cell.value is None):
            if is_empty:
                yield f"<table:table-cell{_repeated('columns', len(list(cells)))}/>"
            else:
                yield from (_cell(cell, styles) for cell in cells)
        yield "</table:table-row>"
    yield "</table:table>"


def _repeated(content: str, times: int) -> str:
    return f' table:number-{content}-repeated="{times}"' if times > 1 else ""


def _cell(cell: FormCell, styles: Mapping[FormStyle, str]) -> str:
    style = styles[cell.style]
    if isinstance(cell.value, str):
        paragraphs = "".join(f"<text:p>{_text(line)}</text:p>" for line in _plain(cell.value).splitlines() or [""])
        return (
            f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs}</table:table-cell>'
        )
    written = repr(cell.value)
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{written}">'
        f"<text:p>{written}</text:p></table:table-cell>"
    )


def _text(line: str) -> str:
    """Return a line of text as the content of a paragraph, which would fold blanks."""
    return BLANKS.sub(_blanks, escape(line))


def _blanks(match: re.Match[str]) -> str:
    return "<text:tab/>" if match[0] == "\t" else f'<text:s text:c="{len(match[0])}"/>'


def _plain(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)
