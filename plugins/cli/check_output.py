"""How the reports of a check are written: as text, JSON, CSV or a workbook, one or several."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.console import in_colour, progress

if TYPE_CHECKING:
    from transforms.domain.report import Report
    from transforms.domain.standard import DatasetStandard


class CheckFormat(StrEnum):
    """The format of a report."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    WORKBOOK = "workbook"

    @property
    def is_workbook(self) -> bool:
        """Whether it is a file for a spreadsheet."""
        return self is CheckFormat.WORKBOOK


@dataclass(frozen=True)
class Renderer:
    """How to write a report, where to, and whether it is one of several."""

    report_format: CheckFormat
    limit: int | None
    is_file: bool
    is_one_of_several: bool

    def say(self, sentence: str, end: str = "\n") -> None:
        """Write a sentence of a text report at once, where the report is read as it comes; else say it as progress."""
        if self.report_format is CheckFormat.TEXT and not self.is_file:
            print(sentence, end=end, flush=True)
        else:
            progress(sentence)

    def render(self, report: "Report", standard: "DatasetStandard", content: bytes) -> Iterator[bytes]:
        """Return the report in pieces."""
        if self.report_format is CheckFormat.CSV:
            from transforms.render.issues_csv import report_csv

            return report_csv(report.issues, report.fields_by_header, report.file if self.is_one_of_several else None)
        from transforms.priorities import fix_priorities
        from transforms.priorities.blank_cells import blank_cells
        from transforms.returns import RETURNS

        returns = [definition for definition in RETURNS if standard.slug in definition.standards]
        priorities, is_read = fix_priorities(report, standard.edition(report.edition), returns), bool(returns)
        blank = blank_cells(report, returns)
        if self.report_format is CheckFormat.JSON:
            from transforms.render.report_json import report_json

            return report_json(report, priorities, is_read=is_read)
        if self.report_format is CheckFormat.WORKBOOK:
            from plugins.reading.read_files import read_sheet
            from transforms.render.report_workbook import report_workbook

            sheet = read_sheet(content, report.file, standard)  # a report holds our fields alone
            return iter([report_workbook(report, standard, priorities, is_read=is_read, sheet=sheet, blank=blank)])
        from transforms.render.report_text import Style, report_text

        style = Style(colours=not self.is_file and in_colour(sys.stdout), limit=self.limit)
        paragraphs = report_text(report, standard, priorities, is_read=is_read, blank=blank, style=style)
        return (paragraph.encode() for paragraph in paragraphs)


def join_reports(reports: Iterable[Iterator[bytes]], report_format: CheckFormat, count: int) -> Iterator[bytes]:
    """Yield one report as it is, and several as one document."""
    if count == 1:
        yield from chain.from_iterable(reports)
    elif report_format is CheckFormat.JSON:
        yield from _as_array(reports)
    elif report_format is CheckFormat.CSV:
        yield from _beneath_one_header(reports)
    else:
        for number, pieces in enumerate(reports):
            yield b"\n\n" if number else b""
            yield from pieces


def table_as(path: Path, report: "Report", standard: "DatasetStandard") -> bytes:
    """Return what was read, in the format that the path's ending names."""
    from transforms.render.standardised import standardised_csv, standardised_parquet

    write = standardised_parquet if path.suffix.lower() == ".parquet" else standardised_csv
    return write(report.table, standard.edition(report.edition))


def _as_array(reports: Iterable[Iterator[bytes]]) -> Iterator[bytes]:
    yield b"["
    for number, pieces in enumerate(reports):
        yield b",\n" if number else b"\n"
        yield from pieces
    yield b"]\n"


def _beneath_one_header(reports: Iterable[Iterator[bytes]]) -> Iterator[bytes]:
    """Yield the lines of several tables beneath the header of the first, which is its first piece."""
    for number, pieces in enumerate(reports):
        yield from islice(pieces, 1 if number else 0, None)
