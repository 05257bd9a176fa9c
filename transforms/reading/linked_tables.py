"""Linked tables: the several tables of one publication, by name, from an archive or from JSON.

Known:  names are compared by their letters and digits, so that `Adur_Planning-Application_2026Q1.csv` is one; of the
        names that are in it the longest counts. Nested records are rows of their table that refer to the outer one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from transforms.domain.linked_table import ChildTable, ForeignKey
from transforms.domain.sheet import Reading
from transforms.reading.archive import Unpackable, open_archive, read_member
from transforms.reading.decode import Decoding, decode
from transforms.reading.flatten import as_text, flatten
from transforms.reading.header import Recognise
from transforms.reading.json_text import (
    DECODER,
    Record,
    is_json_lines,
    json_lines,
    line_numbers,
    looks_like_records,
    offsets_of,
)
from transforms.reading.limits import DEFAULT_LIMITS, Limits
from transforms.reading.open_file import open_unpacked
from transforms.reading.record_table import read_table
from transforms.reading.signature import ZIP
from transforms.reading.storable_text import make_storable

Tables = Mapping[str, Reading]


def read_tables(content: bytes, linkage: ForeignKey, recognise: Recognise, limits: Limits = DEFAULT_LIMITS) -> Tables:
    """Return the reading of every table by its name; nothing where the file is not several tables of `linkage`."""
    tables = _read_tables(content, linkage, recognise, limits)
    return {name: make_storable(reading) for name, reading in tables.items()}


def _read_tables(content: bytes, linkage: ForeignKey, recognise: Recognise, limits: Limits) -> Tables:
    if len(content) > limits.published:
        return {}
    if content.startswith(ZIP):
        return _read_members(content, linkage, recognise, limits)
    decoding = decode(content)
    if not looks_like_records(decoding.sample(content)):
        return {}
    return _read_json(decoding.text(content), decoding, linkage, limits)


def _read_members(content: bytes, linkage: ForeignKey, recognise: Recognise, limits: Limits) -> Tables:
    try:
        with open_archive(content) as packed:
            if sum(member.file_size for member in packed.infolist()) > limits.unpacked:
                return {}
            members = [name for name in packed.namelist() if not name.endswith("/") and "__MACOSX" not in name]
            named = _by_table(members, linkage, lambda name: name.rpartition("/")[2])
            if not named:
                return {}
            recognisers = {table.name: _recogniser(table) for table in linkage.tables} | {linkage.main: recognise}
            return {
                name: open_unpacked(read_member(packed, member, limits.unpacked), recognisers[name], limits)
                for name, member in named.items()
                if name in recognisers
            }
    except Unpackable:
        return {}  # what can't be unpacked is refused in words where one table is looked for


def _read_json(text: str, decoding: Decoding, linkage: ForeignKey, limits: Limits) -> Tables:
    try:
        if is_json_lines(text):
            records, offsets, broken = json_lines(text)
            return {} if broken else _read_nested(text, records, offsets, decoding, linkage, limits)
        document = DECODER.decode(text.lstrip("\ufeff"))
        lists = {
            path: value for path, value in _lists(document).items() if all(isinstance(item, dict) for item in value)
        }
        named = _by_table(list(lists), linkage, lambda path: path)
        if not named:
            path = next(iter(lists)) if len(lists) == 1 else named.get(linkage.main, "")
            records = lists.get(path, [])
            offsets = offsets_of(text, (path,) if path else (), len(records))
            return _read_nested(text, records, offsets, decoding, linkage, limits)
        return {
            name: _table(text, lists[path], offsets_of(text, (path,), len(lists[path])), decoding, limits)
            for name, path in named.items()
        }
    except (ValueError, RecursionError):
        return {}


def _lists(document: Any) -> dict[str, list[Any]]:  # noqa: ANN401 (any JSON)
    """Return the lists of a document by their key, "" where it is one itself."""
    if isinstance(document, list):
        return {"": document}
    return {key: value for key, value in document.items() if isinstance(value, list)}


def _read_nested(
    text: str,
    records: Sequence[Record],
    offsets: Sequence[int],
    decoding: Decoding,
    linkage: ForeignKey,
    limits: Limits,
) -> Tables:
    """Return the tables of records that hold the rows of the other tables."""
    keys = dict.fromkeys(key for record in records for key, value in record.items() if isinstance(value, dict | list))
    tables = {key: table for key in keys for table in linkage.tables if _table_named(key, linkage) == table.name}
    if not tables:
        return {}
    rows: dict[str, list[Record]] = {table.name: [] for table in tables.values()}
    positions: dict[str, list[int]] = {name: [] for name in rows}
    mains = []
    for record, offset in zip(records, offsets, strict=True):
        main = {key: value for key, value in record.items() if key not in tables}
        for key, table in tables.items():
            rows_within = _rows_within(record.get(key), main, table, linkage.key)
            rows[table.name] += rows_within
            positions[table.name] += [offset] * len(rows_within)
        mains.append(main)
    nested = {name: _table(text, rows[name], positions[name], decoding, limits) for name in rows}
    return {linkage.main: _table(text, mains, offsets, decoding, limits), **nested}


def _rows_within(value: Any, main: Record, table: ChildTable, key: str) -> list[Record]:  # noqa: ANN401 (any JSON)
    """Return the rows of `table` within a record, referring to it; and let the record refer to them if it doesn't."""
    items = value if isinstance(value, list) else [value]
    objects = [item for item in items if isinstance(item, dict)]
    if objects:
        main.setdefault(table.refers_to, as_text(objects[0].get(table.column) or main.get(key)))
    elif value and table.refers_to not in main:
        main[table.refers_to] = as_text(value)
    return [{**item, table.column: main[table.refers_to]} for item in objects]


def _table(text: str, records: Sequence[Record], offsets: Sequence[int], decoding: Decoding, limits: Limits) -> Reading:
    lines = line_numbers(text, offsets)
    return read_table([flatten(record) for record in records], lines, limits, decoding.encoding, decoding.findings)


def _by_table(positions: Sequence[str], linkage: ForeignKey, name_of: Callable[[str], str]) -> dict[str, str]:
    """Return where each table is; nothing unless the main one and another are there, and each once."""
    paths: dict[str, list[str]] = {}
    for position in positions:
        name = _table_named(name_of(position), linkage)
        if name and name not in linkage.not_read:
            paths.setdefault(name, []).append(position)
    if linkage.main not in paths or len(paths) == 1 or any(len(of_table) > 1 for of_table in paths.values()):
        return {}
    return {name: of_table[0] for name, of_table in paths.items()}


def _table_named(name: str, linkage: ForeignKey) -> str | None:
    """Return the table that `name` names, the longest of those whose letters are in it."""
    tables = [table for table in linkage.names if _letters(table) in _letters(name)]
    return max(tables, key=len, default=None)


def _recogniser(table: ChildTable) -> Recognise:
    columns = (table.column, table.latest_by or "", table.event or "", *table.values)
    names = {_letters(column) for column in columns if column}
    return lambda cells: len({_letters(cell) for cell in cells} & names)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
