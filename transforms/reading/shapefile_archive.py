"""Shapefiles: the shapes (.shp), the attributes (.dbf) and the reference system (.prj) of one layer in a ZIP.

Source: ESRI Shapefile Technical Description (1998); dBASE III table files.
Grain:  one record a row of the attributes; `line` counts as a sheet with its names in the first row does.
Known:  attribute names are cut to ten characters; matching columns knows that.
"""

import io
import struct
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import shapefile
import shapely
from shapely.geometry import shape as shape_of

from transforms.domain.sheet import Reading
from transforms.reading.alike import are_alike, join_alike, without_copies
from transforms.reading.header import Recognise
from transforms.reading.limits import Limits
from transforms.reading.points import Shape, put_points, reference_system
from transforms.reading.record_table import read_table
from transforms.reading.refusal import AS_CSV, not_tabular, refuse
from transforms.reading.sheet_choice import chosen_sheet

Parts = Mapping[str, bytes]  # the files of one layer by their endings

ENCODINGS = {"UTF-8": "utf-8", "UTF8": "utf-8", "65001": "utf-8"}
ENDINGS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


def read_shapefile(layers: Mapping[str, Parts], recognise: Recognise, limits: Limits) -> Reading:
    """Return the table of the layer that the standard recognises, under the layer's name."""
    names = {name: _names(parts.get(".dbf", b"")) for name, parts in layers.items()}
    best = max(names, key=lambda name: (recognise(names[name]), -list(names).index(name)))
    alike = [name for name in names if are_alike(names[name], names[best])]
    readings = [_read_layer(name, layers[name], names[name], limits) for name in alike]
    if refused := next((reading for reading in readings if reading.sheet is None), None):
        return refused
    read = without_copies(readings)
    names_read = [reading.table_name or "" for reading in read]
    choice = chosen_sheet("layer", names_read, [name for name in layers if name not in names_read])
    whole = join_alike("layer", read)
    return replace(whole, findings=(*choice, *whole.findings))


def _read_layer(name: str, parts: Parts, columns: Sequence[str], limits: Limits) -> Reading:
    if len(parts.get(".dbf", b"")) < 32:
        return not_tabular("map files (a shapefile) without its table of attributes (.dbf)", AS_CSV)
    if _claimed(parts[".dbf"]) * max(1, len(columns)) > limits.cells:
        return refuse("file-too-large", what="The table of the shapefile", limit=f"{limits.cells:,} cells")
    try:
        with warnings.catch_warnings(action="ignore"):  # what is odd in it is no concern of a command's user
            return _read(name, parts, limits)
    except (shapefile.ShapefileException, struct.error, ValueError, IndexError, TypeError, UnicodeError, OSError,
            EOFError, AssertionError, KeyError, OverflowError, MemoryError):  # fmt: skip
        return not_tabular("a damaged shapefile", AS_CSV)


def _read(name: str, parts: Parts, limits: Limits) -> Reading:
    encoding = _encoding(parts)
    with shapefile.Reader(dbf=io.BytesIO(parts[".dbf"]), encoding=encoding, encodingErrors="replace") as attributes:
        columns = [field[0] for field in attributes.fields if field[0] != "DeletionFlag"]
        rows = [list(record) for record in attributes.iterRecords()]
    records = [dict(zip(columns, map(_text, row), strict=False)) for row in rows]
    lines = np.arange(2, len(records) + 2, dtype=np.int64)
    shapes = _shapes(parts, len(records))
    system = reference_system(parts.get(".prj", b"").decode("utf-8", "replace"))
    findings = put_points(records, shapes, [system] * len(records), lines.tolist())
    return read_table(
        records,
        lines,
        limits,
        None,
        findings,
        name,
        is_typed=True,
    )


def _shapes(parts: Parts, count: int) -> list[Shape]:
    """Return the shape of every record; none where there are not as many shapes as records."""
    if len(parts.get(".shp", b"")) < 100:
        return [None] * count
    with shapefile.Reader(shp=io.BytesIO(parts[".shp"])) as reader:
        shapes = [_shape(shape) for shape in reader.iterShapes()]
    return shapes if len(shapes) == count else [None] * count


def _shape(shape: Any) -> Shape:  # noqa: ANN401 (pyshp's own kinds of shape)
    try:
        return None if shape is None or not getattr(shape, "points", None) else shape_of(shape.__geo_interface__)
    except (ValueError, TypeError, KeyError, shapely.errors.ShapelyError):
        return None


def _names(dbf: bytes) -> list[str]:
    """Return the names of the attributes, told from the head of the table alone."""
    head = dbf[32 : int.from_bytes(dbf[8:10], "little")] if len(dbf) > 32 else b""
    fields = [head[at : at + 11] for at in range(0, len(head) - 31, 32) if head[at : at + 1] != b"\r"]
    return [field.split(b"\0", 1)[0].decode("latin-1").strip() for field in fields]


def _claimed(dbf: bytes) -> int:
    """Return how many records the table says it has, or can have by its length if that is less."""
    count, length = int.from_bytes(dbf[4:8], "little"), max(1, int.from_bytes(dbf[10:12], "little"))
    return min(count, len(dbf) // length + 1)


def _encoding(parts: Parts) -> str:
    code_page = parts.get(".cpg", b"").decode("ascii", "replace").strip().upper()
    if code_page in ENCODINGS:
        return ENCODINGS[code_page]
    try:
        parts[".dbf"][int.from_bytes(parts[".dbf"][8:10], "little") :].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _text(value: Any) -> str:  # noqa: ANN401 (whatever an attribute holds)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).replace("\0", "").strip()
