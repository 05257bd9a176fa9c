"""Delimited text: comma, tab, semicolon or pipe, whatever the file is called."""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, islice

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading
from transforms.reading.build_sheet import Gatherer
from transforms.reading.decode import Decoding
from transforms.reading.dialects import (
    DELIMITERS,
    delimiter_of_rows,
    is_quoted_whole,
    mixed_dialect,
    unquoted,
)
from transforms.reading.header import Header, Recognise, find_header, is_blank
from transforms.reading.refusal import AS_CSV, empty, not_tabular
from transforms.reading.rows import Row, RowBatch, Splitter

MARKS = {",": "a comma", "\t": "a tab", ";": "a semicolon", "|": "a vertical bar"}
HEAD_LINES = 200
NAME_COLUMNS = "Put one line with the standard's column names above the records and publish the file again."


def read_delimited(content: bytes, decoding: Decoding, recognise: Recognise) -> Reading:
    """Return the table that the text holds."""
    stream = decoding.lines(content)
    head = _head(stream)
    if not head:
        return empty("only blank lines")
    forms = []
    if is_quoted_whole(head):
        head, stream = list(unquoted(iter(head))), unquoted(stream)
        forms.append(mixed_dialect("each row as a whole in quotation marks"))
    delimiter = choose_delimiter(head, recognise)
    rows, lines = _rows_of(head, delimiter)
    header = find_header(rows, recognise)
    if header is None:
        return not_tabular("a table without a header row", NAME_COLUMNS)
    if _is_prose(rows, header, recognise):
        return not_tabular("plain text without columns", AS_CSV)
    gatherer = Gatherer(header, lines[header.index])
    after = header.index + header.depth
    used = lines[after] - 1 if after < len(lines) else len(head)
    of_rows = delimiter_of_rows(head[used:], delimiter, len(header.cells))
    if of_rows != delimiter:
        forms.append(mixed_dialect(f"with {MARKS[of_rows]} between the cells"))
    splitter = Splitter(of_rows, width=len(header.cells))
    gatherer.take(splitter.batches(chain(head[used:], stream), first_line=used + 1))
    findings = (
        *decoding.findings,
        *forms,
        *displaced(rows[: header.index], lines, header),
        *gatherer.findings(),
        *_mended(splitter, header),
    )
    return Reading(gatherer.sheet(), decoding.encoding, findings)


def choose_delimiter(head: list[str], recognise: Recognise) -> str:
    """Return the delimiter under which most fields are recognised, then the one with the steadiest columns."""
    return max(DELIMITERS, key=lambda delimiter: _evidence(head, delimiter, recognise))


def displaced(above: list[Row], lines: list[int], header: Header) -> Iterator[Finding]:
    """Yield what stands above the header: titles, or only blank rows."""
    titles = [cell.strip() for row in above for cell in row if not is_blank(cell)]
    if titles:
        facts = {"titles": lines[header.index] - 1, "header_line": lines[header.index]}
        yield Finding("header-displaced", Severity.INFO, lines=[lines[header.index]], values=[titles[0]], facts=facts)
    elif above:
        yield Finding("row-ignored", Severity.INFO, lines=lines[: header.index], facts={"reason": "blank"})


def _head(stream: Iterator[str]) -> list[str]:
    """Return the first lines, enough of them to hold something; none if all are blank."""
    head: list[str] = []
    while more := list(islice(stream, HEAD_LINES)):
        head += more
        if any(line.strip(' \t\r\n,;|"\x00\x1a\ufeff\xa0') for line in more):
            return head
    return []


def _rows_of(head: list[str], delimiter: str) -> tuple[list[Row], list[int]]:
    rows: list[Row] = []
    lines: list[int] = []
    for batch in Splitter(delimiter).batches(iter(head)):
        assert isinstance(batch, RowBatch)  # without a width nothing is split quickly
        rows += batch.rows
        lines += batch.lines.tolist()
    return rows, lines


def _evidence(head: list[str], delimiter: str, recognise: Recognise) -> tuple[int, float]:
    rows = [row for row in csv.reader(head, delimiter=delimiter) if not all(map(is_blank, row))]
    recognised = max((recognise(row) for row in rows[:30] if len(row) > 1), default=0)
    widths = Counter(map(len, rows))
    if not widths:
        return recognised, 0.0
    width, count = widths.most_common(1)[0]
    return recognised, count / len(rows) * math.log2(width)


def _is_prose(rows: list[Row], header: Header, recognise: Recognise) -> bool:
    """Return whether this is text that happens to hold a delimiter, or one value a line, rather than a table."""
    filled = [row for row in rows if not all(map(is_blank, row))]
    if max(sum(not is_blank(cell) for cell in row) for row in filled) == 1:
        names = sum(recognise(row) for row in filled)
        return header.recognised == 0 or names > 1
    if header.recognised > 1:
        return False
    width, count = Counter(map(len, filled)).most_common(1)[0]
    return width == 1 or (count * 2 <= len(filled) and len(filled) > 2)


def _mended(splitter: Splitter, header: Header) -> Iterator[Finding]:
    """Yield where quotation marks were repaired, one finding a column and fault."""
    positions: dict[tuple[int, str], list[int]] = defaultdict(list)
    for line, (position, _, fault) in splitter.repaired.items():
        positions[min(position, len(header.cells) - 1), fault].append(line)
    for (position, fault), lines in sorted(positions.items()):
        yield Finding(
            "value-repaired",
            Severity.INFO,
            column=header.cells[position],
            lines=lines,
            values=[splitter.repaired[line][1] for line in lines],
            facts={"repair": fault, "such_as": ""},
        )
