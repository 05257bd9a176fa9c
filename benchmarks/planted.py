"""Planted faults: one in each file, in example files of every standard; which are found, and what is said besides.

Unit:   findings, which are an issue code of a column; those of the file without the fault don't count, nor does `info`.
Known:  planted are faults that the declaration of a standard lets one plant in any of them: a blank key, a date that
        does not exist, words for a number or a code, a column left out, rows that split, ran together or were cut
        short, totals, notes and column names among the records, letters of another encoding. Cells that ran together in
        a row that is as long as the header show by their values alone, if two have a form: those are not planted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.figures import Figure, say
from examples.england import England, found_england
from examples.published import publish, published_standards
from examples.tables import Table
from examples.write_files import write_csv
from expectations.check import PublishedFile
from plugins.reading.read_files import check_files
from transforms.domain.report import Report
from transforms.domain.standard import DatasetStandard, FieldKind
from transforms.registers import planning_authorities
from transforms.standardise.match_columns import match_columns
from transforms.standards import standard

DAY = date(2026, 10, 5)
LEAST_PRECISION, LEAST_RECALL = 0.95, 1.0
ROW = 3  # of the records, the one that is spoilt
WORDS = "see the register"
Findings = frozenset[tuple[str, str, str]]  # codes with their columns and severities


@dataclass(frozen=True)
class Planted:
    """One fault in one file, and the codes of which one has to say so."""

    name: str
    codes: frozenset[str]
    column: str
    content: bytes


def measure(quick: bool) -> list[Figure]:
    """Return the precision and the recall of findings over the planted faults of every standard."""
    england = found_england(planning_authorities(DAY), 1, 3 if quick else 12, 1.0, DAY, fault_share=0)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for slug in published_standards():
        declared = standard(slug)
        clean = _table(england, slug)
        if clean is None:
            continue
        faults = list(plant(clean, declared))
        files = [PublishedFile(each.name, each.content, None, DAY) for each in faults]
        first, *reports = check_files([PublishedFile("clean", write_csv(clean), None, DAY), *files], declared)
        for each, report in zip(faults, reports, strict=True):
            counts[each.name] += _judge(slug, each, findings_of(report) - findings_of(first))
    total = sum(counts.values(), Counter[str]())
    return [
        *(Figure(f"precision: {name}", _precision(each), "", note=f"{each['found']} of {each['planted']} found")
          for name, each in counts.items()),
        Figure("planted faults", total["planted"], "faults"),
        Figure("recall of planted faults", total["found"] / total["planted"], "", LEAST_RECALL, is_least=True),
        Figure("precision of what is said of them", _precision(total), "", LEAST_PRECISION, is_least=True),
    ]  # fmt: skip


def plant(clean: Table, declared: DatasetStandard) -> Iterator[Planted]:
    """Yield a file for each fault that this standard's declaration lets one plant in the table."""
    positions = match_columns(clean.header, declared, lambda _: True).positions
    fields = [field for field in declared.editions[0].fields if field.name in positions]
    kinds: Mapping[FieldKind, tuple[str, str, str]] = {
        FieldKind.DATE: ("date that does not exist", "31/02/2026", "date-unparseable"),
        FieldKind.CODE: ("word of no list", WORDS, "code-unknown"),
        FieldKind.DECIMAL: ("word for a number", WORDS, "number-unparseable"),
    }
    for kind, (name, text, code) in kinds.items():
        field = next((each for each in fields if each.kind is kind), None)
        if field is not None:
            yield _planted(name, code, _with_cell(clean, positions[field.name], text), field.name)
    free = next((each for each in fields if each.kind is FieldKind.TEXT and each.max_length is None), None)
    if free is not None:
        content = write_csv(_with_cell(clean, positions[free.name], "Caf@ Ren@")).replace(b"f@", b"f\xe9")
        yield Planted("letter of another encoding", frozenset({"file-encoding-guessed"}), free.name, content)
    for field in declared.editions[0].essential[:1]:
        if field.name in positions:
            position = positions[field.name]
            yield _planted("blank key", "value-missing", _with_cell(clean, position, ""), field.name)
            yield _planted("column left out", "column-missing", _without_column(clean, position), field.name)
    for name, cells in moved_rows(clean.rows[ROW]):
        yield _planted(name, "row-misaligned", _with_row(clean, ROW, cells))
    whole = [write_csv(Table(clean.rows[ROW], [])).decode().strip()]
    yield _planted("row in quotation marks as a whole", "value-repaired", _with_row(clean, ROW, whole))
    blanks = [""] * (len(clean.header) - 2)
    keys = {*declared.key, *(each.name for each in fields if each.is_essential)}
    for name, position, row in (
        ("total row", len(clean.rows), ["Total", *blanks, "1234.5"]),
        ("note beneath", len(clean.rows), ["Figures are provisional", *blanks, ""]),
        ("blank row", ROW, ["", *blanks, ""]),
        ("column names again", ROW, list(clean.header)),
    ):
        if name != "note beneath" or 0 not in (positions.get(field) for field in keys):
            yield _planted(
                name, "row-ignored", replace(clean, rows=[*clean.rows[:position], row, *clean.rows[position:]])
            )


def moved_rows(row: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield a row as it is published when its cells don't line up with the header, each with what happened to it."""
    filled = max(position for position, text in enumerate(row) if text) + 1
    middle = next(position for position in range(filled // 2, filled) if row[position])
    blank = len(row) - filled
    yield "split row", [*row[:1], " rear", *row[1:]]
    yield "row cut short", [*row[:middle]]
    if blank:
        yield "split row past its blank end", [*row[:1], *[" rear"] * (blank + 1), *row[1:]]
        yield "split row of the right length", [*row[:1], " rear", *row[1:-1]]
    if middle + 1 < filled:
        yield "cells that ran together", [*row[:middle], f"{row[middle]} {row[middle + 1]}", *row[middle + 2 :]]


def _planted(name: str, code: str, table: Table, column: str = "") -> Planted:
    return Planted(name, frozenset({code}), column, write_csv(table))


def findings_of(report: Report) -> Findings:
    """Return the findings of a report."""
    issues = report.issues
    texts = zip(*(issues[name].to_pylist() for name in ("code", "column", "severity")), strict=True)
    return frozenset((code, column or "", severity) for code, column, severity in texts)


def _judge(slug: str, fault: Planted, findings: Findings) -> Counter[str]:
    right = {(code, column) for code, column, _ in findings if code in fault.codes}
    besides = {(code, column) for code, column, severity in findings if severity != "info"} - right
    if not right or besides:
        say(f"{slug}, {fault.name} ({fault.column}): {'found' if right else 'NOT FOUND'}; besides {sorted(besides)}")
    return Counter(planted=1, found=bool(right), right=len(right), besides=len(besides))


def _precision(counts: Counter[str]) -> float:
    """Return the share of what is said that is about the fault itself; nothing said is nothing wrong."""
    return counts["right"] / (counts["right"] + counts["besides"]) if counts["right"] + counts["besides"] else 1.0


def _with_cell(table: Table, position: int, text: str) -> Table:
    rows = [list(row) for row in table.rows]
    rows[ROW][position] = text
    return replace(table, rows=rows)


def _with_row(table: Table, position: int, row: list[str]) -> Table:
    return replace(table, rows=[*table.rows[:position], row, *table.rows[position + 1 :]])


def _without_column(table: Table, position: int) -> Table:
    header, *rows = ([*row[:position], *row[position + 1 :]] for row in (table.header, *table.rows))
    return replace(table, header=header, rows=rows)


def _table(england: England, slug: str) -> Table | None:
    """Return the first council's table of a standard that has enough records."""
    tables = (publish(england, council, slug, DAY) for council in england.councils)
    return next((table for table in tables if len(table.rows) > ROW + 1), None)
