"""GeoPackages: the one table of features or attributes that the standard recognises, read from the bytes alone.

Source: OGC GeoPackage 1.3, clauses 1.1.2 (contents), 1.1.3 (reference systems), 2.1.3 (geometry).
Grain:  one record a row of the table; `line` counts as a sheet with its names in the first row does.
Known:  a database saved while open (WAL) is marked so; what was not yet written into it is not in the file either.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import numpy as np

from transforms.domain.sheet import Reading
from transforms.reading.alike import are_alike, join_alike, without_copies
from transforms.reading.header import Recognise
from transforms.reading.limits import Limits
from transforms.reading.points import ReferenceSystem, Shape, put_points, reference_system
from transforms.reading.record_table import read_table
from transforms.reading.refusal import AS_CSV, not_tabular, refuse
from transforms.reading.sheet_choice import chosen_sheet
from transforms.reading.well_known_binary import shape_from

MAGIC = b"SQLite format 3\x00"
STEPS = 1_000_000
MOST_STEPS = 3_000  # millions: a hundred times what a table of a million rows takes
MOST_STATEMENT = 1_000_000  # bytes
OBJECTS = "SELECT name, type FROM sqlite_master WHERE sql NOT LIKE 'CREATE VIRTUAL%'"
STORED, COMPUTED = 0, (2, 3)  # what `table_xinfo` says of a column: 2 and 3 are generated, as it is read or written
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # by the flag in a geometry's head: how long its envelope is
TABLES = """
    SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
    AND name NOT LIKE 'gpkg\\_%' ESCAPE '\\' AND name NOT LIKE 'rtree\\_%' ESCAPE '\\'
    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ('layer_styles', 'ogr_empty_table') ORDER BY rowid"""


def read_geopackage(content: bytes, recognise: Recognise, limits: Limits) -> Reading:
    """Return the table of the layer that the standard recognises, under the layer's name."""
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            _open(database, content, limits)
            if reason := _computed(database):
                return not_tabular(f"a database {reason}", AS_CSV)
            tables = {name: _columns(database, name) for (name,) in database.execute(TABLES).fetchall()}
            if not tables:
                return not_tabular("a database without a table", AS_CSV)
            best = max(tables, key=lambda name: (recognise(tables[name]), -list(tables).index(name)))
            alike = [name for name in tables if are_alike(tables[name], tables[best])]
            readings = [_read(database, name, tables[name], limits) for name in alike]
    except (sqlite3.Error, OverflowError, UnicodeError):
        return not_tabular("a damaged database (SQLite or GeoPackage)", AS_CSV)
    if refused := next((reading for reading in readings if reading.sheet is None), None):
        return refused
    read = without_copies(readings)
    names_read = [reading.table_name or "" for reading in read]
    choice = chosen_sheet("layer", names_read, [name for name in tables if name not in names_read])
    whole = join_alike("layer", read)
    return replace(whole, findings=(*choice, *whole.findings))


def _open(database: sqlite3.Connection, content: bytes, limits: Limits) -> None:
    """Open the bytes as a database that can neither write, attach another nor run for ever."""
    journal = content[18:20]
    database.deserialize(content[:18] + b"\x01\x01" + content[20:] if journal == b"\x02\x02" else content)
    for category, limit in (
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0), (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
        (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0), (sqlite3.SQLITE_LIMIT_LENGTH, limits.value),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, MOST_STATEMENT),
    ):  # fmt: skip
        database.setlimit(category, limit)
    steps = iter(range(MOST_STEPS))
    database.set_progress_handler(lambda: next(steps, None) is None, STEPS)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        database.execute(f"PRAGMA {pragma}")


def _computed(database: sqlite3.Connection) -> str | None:
    """Return what in a database would be computed as it is read, in words; None where everything is stored."""
    for name, kind in database.execute(OBJECTS).fetchall():
        if kind == "view" and name.casefold().startswith("gpkg_"):
            return f"whose own table {name} is computed"
        if kind == "table" and any(row[6] in COMPUTED for row in _table_info(database, name)):
            return f"with a computed column in {name}"
    return None


def _table_info(database: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return database.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in _table_info(database, table) if row[6] == STORED]


def _read(database: sqlite3.Connection, table: str, columns: Sequence[str], limits: Limits) -> Reading:
    count = database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0]  # noqa: S608 (quoted)
    if count * len(columns) > limits.cells:
        return refuse("file-too-large", what="A table of the database", limit=f"{limits.cells:,} cells")
    geometry, system = _geometry(database, table, columns)
    names = [name for at, name in enumerate(columns) if at != geometry]
    records, shapes = [], []
    for row in _rows(database, table, columns):
        records.append(dict(zip(names, (_text(cell) for at, cell in enumerate(row) if at != geometry), strict=True)))
        shapes.append(_shape(row[geometry]) if geometry is not None else None)
    lines = np.arange(2, len(records) + 2, dtype=np.int64)
    findings = put_points(records, shapes, [system] * len(records), lines.tolist())
    return read_table(records, lines, limits, None, findings, table, is_typed=True)


def _rows(database: sqlite3.Connection, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    database.text_factory = lambda text: text.decode("utf-8", "replace")
    names = ", ".join(map(_quoted, columns))
    yield from database.execute(f"SELECT {names} FROM {_quoted(table)}")  # noqa: S608 (quoted)


def _geometry(
    database: sqlite3.Connection, table: str, columns: Sequence[str]
) -> tuple[int | None, ReferenceSystem | None]:
    """Return which column holds the shapes, and the reference system that they are in."""
    try:
        row = database.execute(
            "SELECT column_name, organization, organization_coordsys_id, definition FROM gpkg_geometry_columns"
            " LEFT JOIN gpkg_spatial_ref_sys USING (srs_id) WHERE table_name = ?",
            (table,),
        ).fetchone()
    except sqlite3.OperationalError:  # a plain database
        return None, None
    if row is None or row[0] not in columns:
        return None, None
    is_numbered = str(row[1]).upper() == "EPSG"
    return columns.index(row[0]), reference_system(row[2] if is_numbered else row[3])


def _shape(blob: Any) -> Shape:  # noqa: ANN401 (whatever a cell holds)
    """Return the shape in a GeoPackage's geometry, None where it is empty or damaged."""
    if not isinstance(blob, bytes) or not blob.startswith(b"GP") or len(blob) < 8:
        return None
    envelope = ENVELOPES.get(blob[3] >> 1 & 7)
    return None if envelope is None else shape_from(blob[8 + envelope :])


def _text(cell: Any) -> str:  # noqa: ANN401 (whatever a cell holds)
    if cell is None or isinstance(cell, bytes):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else str(cell)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
