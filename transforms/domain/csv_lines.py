"""Lines of a CSV that a person has written: each a mapping by column name, with its number for the message."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date


def read_lines(content: bytes, columns: Sequence[str], title: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the lines of a CSV with these `columns` in its header, each with its number, blank ones left out.

    Raises:
        ValueError: in one sentence, for bytes that are no text (`title` says what they should be), a header without
            one of the columns, or a line of another length than the header.

    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{title} is not UTF-8 text") from error
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip() for name in next(reader, [])]
    if missing := [name for name in columns if name not in header]:
        raise ValueError(f"line 1: the header lacks {', '.join(missing)}; it should be {','.join(columns)}")
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise ValueError(f"line {reader.line_num}: {len(row)} values beneath {len(header)} column names")
        yield reader.line_num, {name: value.strip() for name, value in zip(header, row, strict=True)}


def parse_day(text: str, line: int) -> date:
    """Return the day that `text` on a line writes as YYYY-MM-DD; raise ValueError, in words, for anything else."""
    try:
        if len(text) == len("2025-10-06"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"line {line}: “{text}” is not a day; write it as 2025-10-06")
