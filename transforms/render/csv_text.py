"""CSV: a table of Arrow columns as UTF-8 text with line feeds, quoted only where needed.

Known:  text that a council wrote and that a spreadsheet would run as a formula gets an apostrophe in front in the files
        that people open (issues, exceptions, traces); `guard` names those columns. Numbers keep their sign.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

RUNS_AS_FORMULA = r"^[\s\x00]*[=+\-@\t\r]"
IS_A_NUMBER = r"^[+-]?[£$€]?[\d.,]*$"
TEXT = pa.large_string()
PIECE = 50_000


def csv_bytes(table: pa.Table, guard: Collection[str] = ()) -> bytes:
    """Return `table` as CSV with a header; the columns in `guard` can't run as a formula."""
    return b"".join(csv_pieces(table, guard))


def csv_pieces(table: pa.Table, guard: Collection[str] = ()) -> Iterator[bytes]:
    """Yield `table` as CSV in pieces, so that a million rows are never held as text at once."""
    yield from csv_of_pieces(table.column_names, [table], guard)


def csv_header(names: Sequence[str]) -> bytes:
    """Return the header of a CSV."""
    return (",".join(_quoted(pa.array(names)).to_pylist()) + "\n").encode()


def csv_of_pieces(names: Sequence[str], tables: Iterable[pa.Table], guard: Collection[str] = ()) -> Iterator[bytes]:
    """Yield tables with the columns `names` as one CSV, in pieces."""
    yield csv_header(names)
    for table in tables:
        yield from csv_lines(table, guard)


def csv_lines(table: pa.Table, guard: Collection[str] = ()) -> Iterator[bytes]:
    """Yield the lines beneath the header, in pieces."""
    for start in range(0, table.num_rows, PIECE):
        yield _lines(table.slice(start, PIECE), guard)


def _lines(table: pa.Table, guard: Collection[str]) -> bytes:
    columns = [as_text(table[name]) for name in table.column_names]
    columns = [
        disarmed(column) if name in guard else column for name, column in zip(table.column_names, columns, strict=True)
    ]
    lines = pc.binary_join_element_wise(*[_quoted(column) for column in columns], _text(","))
    return _joined(lines) + b"\n"


def as_text(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as published text: dates ISO, numbers plain, true and false, blank for nothing."""
    kind = column.type
    if pa.types.is_list(kind):
        texts = [" ".join(str(item) for item in items or ()) for items in column.to_pylist()]
        return pa.array(texts, TEXT)
    if pa.types.is_dictionary(kind):
        return as_text(column.cast(kind.value_type))
    if pa.types.is_decimal(kind):
        return _plain(column)
    text = column.cast(TEXT)
    text = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    return pc.fill_null(text, "")


def disarmed(text: pa.Array) -> pa.Array:
    """Return text with an apostrophe before whatever a spreadsheet would take for a formula."""
    runs = pc.and_not(pc.match_substring_regex(text, RUNS_AS_FORMULA), pc.match_substring_regex(text, IS_A_NUMBER))
    return pc.if_else(runs, pc.binary_join_element_wise(_text("'"), text, _text("")), text)


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """Return exact decimals without an exponent and without trailing zeros."""
    numbers = (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).dictionary_encode()
    texts = [f"{number:f}" for number in numbers.dictionary.to_pylist()]
    plain = [text.rstrip("0").rstrip(".") if "." in text else text for text in texts]
    return pc.fill_null(pa.array(plain, TEXT).take(numbers.indices), "")


def _quoted(text: pa.Array) -> pa.Array:
    text = text.cast(TEXT)
    doubled = pc.replace_substring(text, pattern='"', replacement='""')
    needed = pc.match_substring_regex(text, r'[",\r\n]')
    return pc.if_else(needed, pc.binary_join_element_wise(_text('"'), doubled, _text('"'), _text("")), text)


def _joined(lines: pa.Array) -> bytes:
    whole = pa.LargeListArray.from_arrays(pa.array([0, len(lines)], pa.int64()), lines)
    joined: bytes = pc.binary_join(whole, _text("\n"))[0].as_py().encode()
    return joined


def _text(literal: str) -> pa.Scalar:
    return pa.scalar(literal, TEXT)
